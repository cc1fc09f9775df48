/// The bytes of one cell, UTF-8, where the reader has them: valid until it reads on.
struct Cell {
    var start: UnsafePointer<UInt8>
    var count: Int

    static var empty: Cell { Cell("") }

    init(start: UnsafePointer<UInt8>, count: Int) {
        self.start = start
        self.count = count
    }

    /// Text of the program's own, which stays where it is.
    init(_ literal: StaticString) {
        self.init(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
    }

    /// Without blanks (space, tab, U+00A0, U+202F) at both ends.
    var trimmed: Cell {
        var cell = self
        while cell.count > 0 {
            let blank = Self.blankLength(cell.start, cell.count)
            guard blank > 0 else { break }
            cell.start += blank
            cell.count -= blank
        }
        while cell.count > 0 {
            let last = cell.start[cell.count - 1]
            if last == ASCII.space || last == ASCII.tab {
                cell.count -= 1
            } else if last == 0xA0, cell.count >= 2, cell.start[cell.count - 2] == 0xC2 {
                cell.count -= 2
            } else if last == 0xAF, cell.count >= 3, cell.start[cell.count - 2] == 0x80,
                cell.start[cell.count - 3] == 0xE2
            {
                cell.count -= 3
            } else {
                break
            }
        }
        return cell
    }

    /// How many of the first bytes are one blank; 0 if they are none.
    @inline(__always)
    static func blankLength(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int {
        let first = start.pointee
        if first == ASCII.space || first == ASCII.tab { return 1 }
        if first < 0xC2 { return 0 }
        if first == 0xC2, count >= 2, start[1] == 0xA0 { return 2 }
        if first == 0xE2, count >= 3, start[1] == 0x80, start[2] == 0xAF || start[2] == 0x89 { return 3 }
        return 0
    }

    func isEqual(to other: [UInt8]) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where start[index] != other[index] { return false }
        return true
    }

    /// For messages: shortened, control characters shown as blanks.
    var shown: String {
        let limit = 60
        let text = String(decoding: UnsafeBufferPointer(start: start, count: min(count, limit * 4)), as: UTF8.self)
        let clean = String(text.map { $0.unicodeScalars.allSatisfy { $0.value >= 32 && $0.value != 127 } ? $0 : " " })
        return clean.count > limit || count > limit * 4 ? "\"\(clean.prefix(limit))...\"" : "\"\(clean)\""
    }
}
