import Foundation

/// Finds the cells of one row in bytes that are there.
///
/// A class of its own memory: the ranges of the cells are reused from row to row.
final class RowScanner {
    enum Result {
        /// Where the next row begins, and how many line ends this one has.
        case row(end: Int, lines: Int)
        /// More bytes are needed.
        case incomplete
        /// `quote`: where the field begins that is wrong.
        case bad(quote: Int, Problem)
        case end
    }

    enum Problem {
        case notClosed, tooLong, textAfterQuote
    }

    struct Range {
        var start: Int32
        var end: Int32
    }

    /// Bytes that may be written behind the last one read.
    static let padding = 8

    let dialect: CSVDialect
    private let delimiter: [UInt8]
    private let first: UInt8
    private let quote: UInt8
    /// 1 for what can end an unquoted field: the delimiter's first byte, LF, CR.
    private let ends: UnsafeMutablePointer<UInt8>
    private(set) var ranges: UnsafeMutablePointer<Range>
    private var rangeCapacity = 64
    private(set) var cellCount = 0
    /// The row is an empty line.
    private(set) var isBlank = false

    init(_ dialect: CSVDialect) {
        self.dialect = dialect
        delimiter = dialect.delimiter
        first = dialect.delimiter[0]
        quote = dialect.quote
        ends = .allocate(capacity: 256)
        ends.initialize(repeating: 0, count: 256)
        for byte in [dialect.delimiter[0], ASCII.lineFeed, ASCII.carriageReturn] { ends[Int(byte)] = 1 }
        ranges = .allocate(capacity: rangeCapacity)
    }

    deinit {
        ends.deallocate()
        ranges.deallocate()
    }

    /// - Parameter isLast: nothing comes behind `limit`.
    func scan(_ bytes: UnsafeMutablePointer<UInt8>, from start: Int, to limit: Int, isLast: Bool) -> Result {
        cellCount = 0
        isBlank = false
        if !doubled.isEmpty { doubled.removeAll(keepingCapacity: true) }
        if start == limit { return isLast ? .end : .incomplete }
        bytes[limit] = ASCII.lineFeed
        var index = start
        var lines = 1
        while true {
            var fieldStart = index
            var fieldEnd: Int
            if bytes[index] == quote && index < limit {
                switch closing(bytes, index, limit, isLast) {
                case .found(let close, let hasDoubled, let lineEnds):
                    lines += lineEnds
                    fieldStart = index + 1
                    fieldEnd = close
                    index = close + 1
                    while index < limit, bytes[index] == ASCII.space || bytes[index] == ASCII.tab, bytes[index] != first
                    {
                        index += 1
                    }
                    if hasDoubled { doubled.append(cellCount) }
                    if index == limit && !isLast { return .incomplete }
                    if index < limit && ends[Int(bytes[index])] == 0 {
                        return .bad(quote: fieldStart - 1, .textAfterQuote)
                    }
                    if index < limit, bytes[index] == first, !isDelimiter(bytes, index, limit) {
                        return isLast || limit - index >= delimiter.count
                            ? .bad(quote: fieldStart - 1, .textAfterQuote) : .incomplete
                    }
                case .incomplete: return .incomplete
                case .bad(let problem): return .bad(quote: index, problem)
                }
            } else {
                while true {
                    while ends[Int(bytes[index])] == 0 { index += 1 }
                    guard index < limit, bytes[index] == first, delimiter.count > 1 else { break }
                    if isDelimiter(bytes, index, limit) { break }
                    if limit - index < delimiter.count && !isLast { return .incomplete }
                    index += 1
                }
                fieldEnd = index
                if fieldEnd - fieldStart > CSVReader.longestField && index < limit {
                    return .bad(quote: fieldStart, .tooLong)
                }
            }
            add(fieldStart, fieldEnd)
            if index >= limit {
                guard isLast else { return .incomplete }
                return finish(bytes, end: limit, lines: lines)
            }
            let byte = bytes[index]
            if byte == ASCII.lineFeed { return finish(bytes, end: index + 1, lines: lines) }
            if byte == ASCII.carriageReturn && first != ASCII.carriageReturn {
                if index + 1 == limit && !isLast { return .incomplete }
                let isPair = index + 1 < limit && bytes[index + 1] == ASCII.lineFeed
                return finish(bytes, end: index + (isPair ? 2 : 1), lines: lines)
            }
            index += delimiter.count
        }
    }

    /// Cells that hold doubled quotes.
    private var doubled: [Int] = []

    @inline(__always)
    private func isDelimiter(_ bytes: UnsafeMutablePointer<UInt8>, _ index: Int, _ limit: Int) -> Bool {
        guard delimiter.count > 1 else { return true }
        guard limit - index >= delimiter.count else { return false }
        for offset in 1..<delimiter.count where bytes[index + offset] != delimiter[offset] { return false }
        return true
    }

    @inline(__always)
    private func add(_ start: Int, _ end: Int) {
        if cellCount == rangeCapacity {
            let larger = UnsafeMutablePointer<Range>.allocate(capacity: rangeCapacity * 2)
            larger.update(from: ranges, count: cellCount)
            ranges.deallocate()
            ranges = larger
            rangeCapacity *= 2
        }
        ranges[cellCount] = Range(start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end))
        cellCount += 1
    }

    private func finish(_ bytes: UnsafeMutablePointer<UInt8>, end: Int, lines: Int) -> Result {
        isBlank = cellCount == 1 && ranges[0].start == ranges[0].end
        return .row(end: end, lines: lines)
    }

    /// Makes one quote of two in the cells of the row that was found last.
    @inline(__always)
    func undoubleQuotes(_ bytes: UnsafeMutablePointer<UInt8>) {
        if doubled.isEmpty { return }
        for cell in doubled { undouble(bytes, cell) }
        doubled.removeAll(keepingCapacity: true)
    }

    private func undouble(_ bytes: UnsafeMutablePointer<UInt8>, _ cell: Int) {
        var source = Int(ranges[cell].start)
        var target = source
        while source < Int(ranges[cell].end) {
            if bytes[source] == quote { source += 1 }
            bytes[target] = bytes[source]
            source += 1
            target += 1
        }
        ranges[cell].end = Int32(truncatingIfNeeded: target)
    }

    private enum Closing {
        case found(at: Int, hasDoubled: Bool, lineEnds: Int)
        case incomplete
        case bad(Problem)
    }

    /// The quote that closes the one at `open`.
    private func closing(
        _ bytes: UnsafeMutablePointer<UInt8>, _ open: Int, _ limit: Int, _ isLast: Bool
    ) -> Closing {
        var index = open + 1
        var hasDoubled = false
        while true {
            guard let found = memchr(bytes + index, Int32(quote), limit - index) else {
                if limit - open > CSVReader.longestField { return .bad(.tooLong) }
                return isLast ? .bad(.notClosed) : .incomplete
            }
            let close = UnsafeMutablePointer<UInt8>(OpaquePointer(found)) - bytes
            if close - open > CSVReader.longestField { return .bad(.tooLong) }
            if close + 1 == limit && !isLast { return .incomplete }
            guard close + 1 < limit, bytes[close + 1] == quote else {
                let lineEnds = Self.lineEnds(bytes + open, close - open)
                return .found(at: close, hasDoubled: hasDoubled, lineEnds: lineEnds)
            }
            hasDoubled = true
            index = close + 2
        }
    }
}
