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

    /// The physical line on which the row begins.
    private(set) var line = 1
    /// The last one of the row.
    var lastLine: Int { max(line, nextLine - 1) }

    /// Reads up to the header or the first row, and finds out the delimiter where it is not given.
    init(_ file: OpenFile, settings: CSVFile) throws(LoadFailure) {
        stream = try TextStream(file, encoding: settings.encoding)
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

    func next() throws(LoadFailure) -> Row {
        while true {
            line = nextLine
            switch scanner.scan(buffer, from: position, to: limit, isLast: isStreamAtEnd) {
            case .row(let end, let lines):
                position = end
                nextLine += lines
                if scanner.isBlank { continue }
                return .cells
            case .end:
                return .end
            case .incomplete:
                if limit - position >= Self.longestRow { return try .bad(reason: skipLongRow()) }
                try fill()
            case .bad(let quote, let problem):
                return try .bad(reason: skip(quote, problem))
            }
        }
    }

    /// Goes on at the line after that of the quote at `offset`.
    private func skip(_ offset: Int, _ problem: RowScanner.Problem) throws(LoadFailure) -> String {
        line += RowScanner.lineEnds(buffer + position, offset - position)
        nextLine = line
        position = offset
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
            if let length = RowScanner.lineLength(buffer + position, limit - position, isStreamAtEnd) {
                position += length
                nextLine += 1
                return
            }
            if isStreamAtEnd {
                position = limit
                return
            }
            if limit - position > 1 { position = limit - 1 }
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
