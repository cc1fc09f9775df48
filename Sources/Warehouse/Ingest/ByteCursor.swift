/// A place in the bytes of a cell. Reads forward; what does not fit leaves it where it is.
struct ByteCursor {
    private(set) var next: UnsafePointer<UInt8>
    let end: UnsafePointer<UInt8>

    /// Over `cell` without the blanks round it.
    init(trimming cell: Cell) {
        let trimmed = cell.trimmed
        next = trimmed.start
        end = trimmed.start + trimmed.count
    }

    var isAtEnd: Bool { next == end }
    var left: Int { end - next }
    var peek: UInt8? { next < end ? next.pointee : nil }

    mutating func advance(_ count: Int) { next += count }

    mutating func take(_ byte: UInt8) -> Bool {
        guard next < end, next.pointee == byte else { return false }
        next += 1
        return true
    }

    mutating func take(_ literal: [UInt8]) -> Bool {
        guard left >= literal.count else { return false }
        for index in 0..<literal.count where next[index] != literal[index] { return false }
        next += literal.count
        return true
    }

    /// ASCII letters of any case; `word` is in lower case.
    mutating func take(word: [UInt8]) -> Bool {
        guard left >= word.count else { return false }
        for index in 0..<word.count where ASCII.lowercased(next[index]) != word[index] { return false }
        next += word.count
        return true
    }

    /// As many digits as there are, up to the most.
    mutating func number(digits: ClosedRange<Int>) -> Int? {
        var value = 0
        var count = 0
        while count < digits.upperBound, next + count < end {
            let digit = next[count] &- ASCII.zero
            guard digit < 10 else { break }
            value = value * 10 + Int(digit)
            count += 1
        }
        guard count >= digits.lowerBound else { return nil }
        next += count
        return value
    }
}

/// The bytes that the formats of CSV cells are made of.
enum ASCII {
    static let tab: UInt8 = 0x09
    static let lineFeed: UInt8 = 0x0A
    static let carriageReturn: UInt8 = 0x0D
    static let space: UInt8 = 0x20
    static let plus: UInt8 = 0x2B
    static let comma: UInt8 = 0x2C
    static let minus: UInt8 = 0x2D
    static let point: UInt8 = 0x2E
    static let zero: UInt8 = 0x30
    static let colon: UInt8 = 0x3A

    @inline(__always) static func isDigit(_ byte: UInt8) -> Bool { byte &- zero < 10 }
    @inline(__always) static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
