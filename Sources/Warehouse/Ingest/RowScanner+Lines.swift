import Foundation

extension RowScanner {
    /// LF, CRLF or a CR alone, as many as there are.
    static func lineEnds(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
        var lines = 0
        var last: UInt8 = 0
        for index in 0..<count {
            let byte = bytes[index]
            if byte == ASCII.carriageReturn || (byte == ASCII.lineFeed && last != ASCII.carriageReturn) { lines += 1 }
            last = byte
        }
        return lines
    }

    /// The length of the first line with its line end; `nil` if that is not there, or could be half of one.
    static func lineLength(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int? {
        for index in 0..<count {
            if bytes[index] == ASCII.lineFeed { return index + 1 }
            if bytes[index] == ASCII.carriageReturn {
                if index + 1 == count { return nil }
                return index + (bytes[index + 1] == ASCII.lineFeed ? 2 : 1)
            }
        }
        return nil
    }

    /// Excel's own hint: a first line `sep=;`.
    static func delimiterHint(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> UInt8? {
        let hint = Array("sep=".utf8)
        guard count >= 5, (0..<4).allSatisfy({ ASCII.lowercased(bytes[$0]) == hint[$0] }) else { return nil }
        let isWholeLine = count == 5 || bytes[5] == ASCII.lineFeed || bytes[5] == ASCII.carriageReturn
        return isWholeLine ? bytes[4] : nil
    }

    /// So many bytes are looked at.
    static let sample = 64 * 1024

    /// The delimiter that gives the first rows most alike the same number of cells, and more than one.
    ///
    /// - Parameter columns: how many there are, where they are known.
    static func delimiter(
        of bytes: UnsafeMutablePointer<UInt8>, _ count: Int, _ isLast: Bool, _ quote: UInt8, _ columns: Int?
    ) -> [UInt8] {
        // The scanner undoes doubled quotes where they stand; this is only a look.
        let sampleCount = min(count, sample)
        let sample = UnsafeMutablePointer<UInt8>.allocate(capacity: sampleCount + padding)
        defer { sample.deallocate() }
        var best = (delimiter: ASCII.comma, share: 0.0, cells: 1)
        for candidate in [ASCII.comma, UInt8(ascii: ";"), ASCII.tab, UInt8(ascii: "|")] {
            sample.update(from: bytes, count: sampleCount)
            let scanner = RowScanner(CSVDialect(delimiter: [candidate], quote: quote))
            let counts = scanner.cellCounts(sample, sampleCount, isLast && sampleCount == count)
            guard let expected = columns ?? counts.first, expected > 1 else { continue }
            let share = Double(counts.count { $0 == expected }) / Double(counts.count)
            if (share, expected) > (best.share, best.cells) { best = (candidate, share, expected) }
        }
        return [best.delimiter]
    }

    /// Of the first rows that are whole.
    private func cellCounts(_ bytes: UnsafeMutablePointer<UInt8>, _ limit: Int, _ isLast: Bool) -> [Int] {
        var counts: [Int] = []
        var position = 0
        while counts.count < 100 {
            switch scan(bytes, from: position, to: limit, isLast: isLast) {
            case .row(let end, _):
                if !isBlank { counts.append(cellCount) }
                position = end
            case .bad(let quote, _):
                guard let length = Self.lineLength(bytes + quote, limit - quote) else { return counts }
                position = quote + length
            case .incomplete:
                // A first row longer than the sample is counted as far as it goes.
                return counts.isEmpty && cellCount > 0 ? [cellCount] : counts
            case .end: return counts
            }
        }
        return counts
    }
}
