/// The pieces of a number with its ornaments, taken off one by one.
struct NumberText {
    private var cell: Cell
    private(set) var isNegative = false
    private(set) var signs = 0

    init(_ trimmed: Cell) {
        cell = trimmed
    }

    var isAtEnd: Bool { cell.count == 0 }

    private var first: UInt8 { cell.count > 0 ? cell.start.pointee : 0 }

    private mutating func drop(_ count: Int) {
        cell.start += count
        cell.count -= count
    }

    private func starts(with bytes: StaticString) -> Bool {
        guard cell.count >= bytes.utf8CodeUnitCount else { return false }
        for index in 0..<bytes.utf8CodeUnitCount where cell.start[index] != bytes.utf8Start[index] { return false }
        return true
    }

    /// Accountants' minus: `(12.50)`.
    mutating func takeParentheses() -> Bool {
        guard cell.count >= 3, first == UInt8(ascii: "("), cell.start[cell.count - 1] == UInt8(ascii: ")") else {
            return false
        }
        drop(1)
        cell.count -= 1
        return true
    }

    /// Signs, currency signs and letters, blanks.
    mutating func takeDecoration(_ currency: [UInt8]?) {
        while cell.count > 0 {
            let blank = Cell.blankLength(cell.start, cell.count)
            if blank > 0 {
                drop(blank)
            } else if first == ASCII.plus || first == ASCII.minus || starts(with: "\u{2212}") {
                signs += 1
                if first != ASCII.plus { isNegative = true }
                drop(first < 0x80 ? 1 : 3)
            } else if !takeCurrency(currency) {
                return
            }
        }
    }

    private mutating func takeCurrency(_ currency: [UInt8]?) -> Bool {
        for sign: StaticString in ["$", "€", "£", "¥", "¢", "R$", "kr.", "kr", "zł", "Kč", "Fr.", "Ft"]
        where starts(with: sign) {
            drop(sign.utf8CodeUnitCount)
            return true
        }
        // The block "Currency Symbols", U+20A0 to U+20CF.
        if cell.count >= 3, first == 0xE2, cell.start[1] == 0x82 || (cell.start[1] == 0x83 && cell.start[2] < 0x90),
            cell.start[1] == 0x83 || cell.start[2] >= 0xA0
        {
            drop(3)
            return true
        }
        guard cell.count >= 3, (0..<3).allSatisfy({ cell.start[$0] &- 0x41 < 26 }) else { return false }
        if let currency, !Cell(start: cell.start, count: 3).isEqual(to: currency) { return false }
        drop(3)
        return true
    }

    mutating func takePercent() -> Bool {
        while cell.count > 0 {
            let blank = Cell.blankLength(cell.start, cell.count)
            if blank == 0 { break }
            drop(blank)
        }
        guard first == UInt8(ascii: "%") else { return false }
        drop(1)
        return true
    }

    /// Digits in groups, a fraction, an exponent, as Swift writes them.
    mutating func takeNumber(decimal: UInt8, group: UInt8) -> String? {
        var digits = takeDigits()
        var separator: Cell?
        if !digits.isEmpty && digits.count <= 3 {
            while let length = separatorLength(group) {
                let found = Cell(start: cell.start, count: length)
                if let separator, !Self.isSame(separator, found) { return nil }
                separator = found
                drop(length)
                let next = takeDigits()
                // Two digits: 12,34,567.00 as it is written in India; the last group has three everywhere.
                let isLast = separatorLength(group) == nil
                guard next.count == 3 || (next.count == 2 && !isLast) else { return nil }
                digits += next
            }
        }
        var fraction = ""
        if first == decimal {
            drop(1)
            fraction = takeDigits()
        }
        guard !digits.isEmpty || !fraction.isEmpty else { return nil }
        return (digits.isEmpty ? "0" : digits) + "." + (fraction.isEmpty ? "0" : fraction) + takeExponent()
    }

    private mutating func takeDigits() -> String {
        var count = 0
        while count < cell.count, ASCII.isDigit(cell.start[count]) { count += 1 }
        defer { drop(count) }
        return String(decoding: UnsafeBufferPointer(start: cell.start, count: count), as: UTF8.self)
    }

    /// A group sign, a blank or an apostrophe, with a digit behind it.
    private func separatorLength(_ group: UInt8) -> Int? {
        guard cell.count > 1 else { return nil }
        let blank = Cell.blankLength(cell.start, cell.count)
        let length =
            blank > 0 ? blank : first == group || first == UInt8(ascii: "'") ? 1 : starts(with: "\u{2019}") ? 3 : 0
        guard length > 0, length < cell.count, ASCII.isDigit(cell.start[length]) else { return nil }
        return length
    }

    private static func isSame(_ left: Cell, _ right: Cell) -> Bool {
        left.count == right.count && (0..<left.count).allSatisfy { left.start[$0] == right.start[$0] }
    }

    private mutating func takeExponent() -> String {
        guard ASCII.lowercased(first) == UInt8(ascii: "e"), cell.count > 1 else { return "" }
        let isSigned = cell.start[1] == ASCII.minus || cell.start[1] == ASCII.plus
        let start = isSigned ? 2 : 1
        guard cell.count > start, ASCII.isDigit(cell.start[start]) else { return "" }
        let isNegative = cell.start[1] == ASCII.minus
        drop(start)
        return "e" + (isNegative ? "-" : "") + takeDigits()
    }
}
