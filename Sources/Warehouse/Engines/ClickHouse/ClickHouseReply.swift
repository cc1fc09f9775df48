import Foundation
import Transport

/// A reply in the format TabSeparatedWithNamesAndTypes, read line by line: names, types, rows.
struct ClickHouseReply {
    static let format = "TabSeparatedWithNamesAndTypes"

    typealias Receiver = ([ClickHouseClient.Column], ClickHouseRow) throws -> Void

    private var lines: Lines
    private var names: [String]?
    private var columns: [ClickHouseClient.Column]?
    /// What the body ended with so far: an exception that came when the status had gone out stands there, perhaps in the middle of a row.
    private var tail: [UInt8] = []
    /// A line was met that is no row; told at the end, when it is known whether an exception explains it.
    private var oddity: ClickHouseFault?

    private static let tailLength = 4096
    /// ClickHouse 25 and later put it before and after such an exception.
    private static let mark = "__exception__"

    /// - Parameter limit: bytes of the longest line.
    init(limit: Int) {
        lines = Lines(limit: limit)
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer, _ each: Receiver) throws {
        tail.removeFirst(min(tail.count, max(0, tail.count + bytes.count - Self.tailLength)))
        tail.append(contentsOf: bytes.suffix(Self.tailLength))
        // Moved out and put back, since a struct cannot change itself while one of its parts does.
        var lines = lines
        self.lines = Lines(limit: 0)
        defer { self.lines = lines }
        do {
            try lines.take(bytes) { try take(line: $0, each) }
        } catch let error as Lines.TooLong {
            throw ClickHouseFault.notClickHouse("it sent a line of more than \(error.limit >> 20) MiB")
        }
    }

    /// Once the reply has ended.
    ///
    /// - Returns: the result's columns.
    mutating func finish() throws -> [ClickHouseClient.Column] {
        if let exception { throw exception }
        if let oddity { throw oddity }
        if names == nil, lines.rest.first == UInt8(ascii: "<") { throw Self.html }
        guard lines.rest.isEmpty else { throw ClickHouseFault.notClickHouse("its answer ends in the middle of a line") }
        guard let columns else { throw ClickHouseFault.notClickHouse("it answered nothing") }
        return columns
    }

    /// What the server said in place of the rest.
    var exception: ClickHouseFault? {
        let text = String(decoding: tail, as: UTF8.self)
        let lines = text.split(whereSeparator: \.isNewline)
        let isMarked = lines.contains { $0 == Self.mark }
        // Marked, it may be followed by its length and by the mark once more.
        for line in lines.suffix(isMarked ? 8 : 1).reversed() {
            guard line.contains("DB::Exception: "), let code = line.range(of: "Code: ") else { continue }
            return ClickHouseFault.exception(in: line[code.lowerBound...])
        }
        return isMarked ? .notClickHouse("its answer broke off with an error") : nil
    }

    private mutating func take(line: UnsafeRawBufferPointer, _ each: Receiver) throws {
        if oddity != nil { return }
        let row = ClickHouseRow(line)
        if let columns {
            if row.count == columns.count, !Self.isMark(line) { return try each(columns, row) }
            oddity = .notClickHouse("a line of its answer has \(row.count) columns, and there are \(columns.count)")
        } else if let names {
            if row.count == names.count {
                columns = names.indices.map { ClickHouseClient.Column(name: names[$0], type: row.text($0) ?? "") }
            } else {
                let text = ClickHouseFault.line(String(decoding: line.prefix(100), as: UTF8.self))
                oddity = .notClickHouse("it answered \"\(text)\"")
            }
        } else if line.first == UInt8(ascii: "<") {
            oddity = Self.html
        } else {
            names = (0..<row.count).map { row.text($0) ?? "" }
        }
    }

    private static let html = ClickHouseFault.notClickHouse("it answered with HTML")

    private static func isMark(_ line: UnsafeRawBufferPointer) -> Bool {
        line.starts(with: mark.utf8) && line.count <= mark.utf8.count + 1
    }
}
