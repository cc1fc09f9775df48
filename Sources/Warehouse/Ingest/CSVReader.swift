import Foundation
import Goals

/// Splits a file into rows and cells (RFC 4180, and what exports make of it). What it holds does not grow with the file.
///
/// A row whose quotes are wrong is bad by itself: reading goes on at the line after the quote, so that one stray quote cannot
/// swallow the rest of a file.
final class CSVReader {
    enum Row {
        /// `cells` has it.
        case cells
        /// `line` says where; for a quote that is not closed the line of the quote.
        case bad(reason: String)
        case end
    }

    /// No field of an export is longer; a quote that is not closed is known for one after this many bytes.
    static let longestField = 1 << 20
    static let longestRow = 8 << 20

    private let stream: TextStream
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    /// The first byte that is not handed out yet, and the end of what is read.
    private var position = 0
    private var limit = 0
    private var isStreamAtEnd = false
    private var nextLine = 1
    private var scanner: RowScanner
    /// Where `position` lies in the file.
    private var offset: Int
    /// Where the row begins.
    private var start: Place

    /// The physical line on which the row begins; of a quote that is not closed, the quote's.
    private(set) var line = 1
    /// The last one of the row.
    var lastLine: Int { max(line, nextLine - 1) }

    /// A place in a file where a row begins.
    struct Place: Hashable, Sendable {
        /// In bytes of the file.
        var offset: Int
        var line: Int
    }

    /// From here on rows are what they are only if nothing is written behind them: the last one has no line end, or a quote is not
    /// closed. `nil` until such a row, or the end of the file, was reached.
    private(set) var tentative: Place?
    /// Leaves those rows out: who writes the file has not finished them.
    var leavesTentativeRows = false
    private(set) var hasLeftRows = false

    /// As it is or was found out to be.
    var decoding: TextStream.Decoding { stream.decoding }
    var delimiter: [UInt8] { scanner.dialect.delimiter }

    /// Reads up to the header or the first row, and finds out the delimiter where it is not given.
    init(_ file: OpenFile, settings: CSVFile) throws(LoadFailure) {
        stream = try TextStream(file, encoding: settings.encoding)
        offset = stream.start
        start = Place(offset: offset, line: 1)
        capacity = 256 * 1024
        buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity + RowScanner.padding)
        scanner = RowScanner(CSVDialect(delimiter: [ASCII.comma], quote: UInt8(ascii: "\"")))
        try begin(settings)
    }

    deinit {
        buffer.deallocate()
    }

    private func begin(_ settings: CSVFile) throws(LoadFailure) {
        guard let quote = settings.quote.asciiValue else {
            throw .unusable(
                "\"quote\": \"\(settings.quote)\" is not possible; it is one character of ASCII, as \\\" or '")
        }
        while !isStreamAtEnd && limit < RowScanner.sample { try fill() }
        for _ in 0..<settings.skip { try skipLine() }
        var delimiter = settings.delimiter.map { Array(String($0).utf8) }
        if let hint = RowScanner.delimiterHint(buffer + position, limit - position) {
            delimiter = delimiter ?? [hint]
            try skipLine()
        }
        let found =
            delimiter
            ?? RowScanner.delimiter(
                of: buffer + position, limit - position, isStreamAtEnd, quote, settings.header?.count)
        scanner = RowScanner(CSVDialect(delimiter: found, quote: quote))
    }

    var cellCount: Int { scanner.cellCount }

    /// A cell of the row that was read last; valid until the next one.
    @inline(__always)
    func cell(_ index: Int) -> Cell {
        let range = scanner.ranges[index]
        return Cell(start: UnsafePointer(buffer + Int(range.start)), count: Int(range.end &- range.start))
    }

    /// Reads on at a place that was a `tentative` one, of a file that still holds what it held before it.
    func goOn(at place: Place) {
        stream.seek(to: place.offset)
        (position, limit, isStreamAtEnd) = (0, 0, false)
        (offset, nextLine, tentative) = (place.offset, place.line, nil)
    }

    func next() throws(LoadFailure) -> Row {
        while true {
            line = nextLine
            start = Place(offset: offset, line: line)
            var found = scanner.scan(buffer, from: position, to: limit, isLast: false)
            if case .incomplete = found {
                if limit - position >= Self.longestRow { return try .bad(reason: skipLongRow()) }
                if !isStreamAtEnd {
                    try fill()
                    continue
                }
                beginTentativeRows()
                if leavesTentativeRows {
                    hasLeftRows = position < limit
                    return .end
                }
                found = scanner.scan(buffer, from: position, to: limit, isLast: true)
            }
            switch found {
            case .row(let end, let lines):
                advance(to: end)
                scanner.undoubleQuotes(buffer)
                nextLine += lines
                if scanner.isBlank { continue }
                return .cells
            case .end, .incomplete:
                return .end
            case .bad(let quote, let problem):
                let reason = try skip(quote, problem)
                if leavesTentativeRows && tentative != nil {
                    hasLeftRows = true
                    return .end
                }
                return .bad(reason: reason)
            }
        }
    }

    private func beginTentativeRows() {
        if tentative == nil { tentative = start }
    }

    @inline(__always)
    private func advance(to end: Int) {
        offset += stream.lengthInFile(buffer + position, end - position)
        position = end
    }

    /// Goes on at the line after that of the quote at `offset`.
    private func skip(_ offset: Int, _ problem: RowScanner.Problem) throws(LoadFailure) -> String {
        line += RowScanner.lineEnds(buffer + position, offset - position)
        nextLine = line
        advance(to: offset)
        try skipLine()
        return switch problem {
        case .notClosed: "a quote is opened and not closed until the end of the file; the file may have been cut off"
        case .tooLong: "a field is longer than \(Self.longestField >> 20) MiB; a quote may not have been closed"
        case .textAfterQuote:
            "text stands behind a closing quote; inside quotes a quote is doubled, and a field that begins with one is quoted"
        }
    }

    private func skipLongRow() throws(LoadFailure) -> String {
        try skipLine()
        return "the row is longer than \(Self.longestRow >> 20) MiB; the delimiter or a quote may be wrong"
    }

    private func skipLine() throws(LoadFailure) {
        while true {
            if let length = RowScanner.lineLength(buffer + position, limit - position) {
                advance(to: position + length)
                nextLine += 1
                return
            }
            if isStreamAtEnd {
                beginTentativeRows()
                if position < limit, buffer[limit - 1] == ASCII.carriageReturn { nextLine += 1 }
                advance(to: limit)
                return
            }
            if limit - position > 1 { advance(to: limit - 1) }
            try fill()
        }
    }

    /// Reads more behind what is not handed out yet.
    private func fill() throws(LoadFailure) {
        if position > 0 {
            buffer.update(from: buffer + position, count: limit - position)
            limit -= position
            position = 0
        }
        if capacity - limit < 64 * 1024 {
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2 + RowScanner.padding)
            larger.update(from: buffer, count: limit)
            buffer.deallocate()
            buffer = larger
            capacity *= 2
        }
        let count = try stream.read(into: buffer + limit, count: capacity - limit)
        limit += count
        isStreamAtEnd = count == 0
    }
}

/// What separates fields and encloses them.
struct CSVDialect: Hashable {
    var delimiter: [UInt8]
    var quote: UInt8
}
