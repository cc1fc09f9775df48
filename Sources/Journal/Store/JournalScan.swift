import Foundation

/// Reads the journal from where a snapshot ends: its records in order, and what is wrong at the end of it.
struct JournalScan {
    /// Where what counts ends.
    private(set) var length: Int
    /// The number of the last record that counts.
    private(set) var seq: Int
    /// The checksum of that record's line.
    private(set) var checksum: String
    /// What a write that did not finish left behind: the line it begins at, and its length.
    private(set) var torn: (line: Int, bytes: Int)?

    private let reader: LineReader
    private let size: Int
    /// Records of an append of which more are to come.
    private var waiting: [Record] = []

    init(_ reader: LineReader, size: Int, after snapshot: Snapshot?) {
        self.reader = reader
        self.size = size
        length = snapshot?.journalLength ?? 0
        seq = snapshot?.seq ?? 0
        checksum = snapshot?.journalChecksum ?? ""
    }

    /// Hands over the records of every whole append. Throws where the journal is damaged, and where a newer version wrote it.
    ///
    /// A line that cannot be read is the work of a write that did not finish only if nothing follows it. Files grow from front
    /// to back, so a readable record behind a damaged one means that it was whole once.
    mutating func run(_ body: (Record) -> Void) throws(JournalError) {
        var scan = self
        var tornLine: Int?
        try reader.forEach(from: length, to: size) { found throws(JournalError) in
            let line = scan.seq + scan.waiting.count + 1
            do throws(LineProblem) {
                guard found.isWhole else { throw .damaged("it has no line end") }
                let record = try Record(try Line.tree(found.bytes))
                guard record.seq == line else { throw .misplaced(seq: record.seq) }
                scan.take(record, found, body)
            } catch {
                switch error {
                case .newer(let version): throw .newer(file: scan.reader.file.path, version: version)
                case .misplaced(let seq):
                    throw Self.damage(
                        file: scan.reader.file.path, line: line,
                        "its seq is \(seq), not \(line): a record is missing or repeated")
                case .damaged(let reason):
                    guard found.end >= scan.size else {
                        throw Self.damage(file: scan.reader.file.path, line: line, reason)
                    }
                    tornLine = line
                }
            }
            return true
        }
        self = scan
        if let line = waiting.first?.seq ?? tornLine { torn = (line, size - length) }
    }

    private mutating func take(_ record: Record, _ found: LineReader.Found, _ body: (Record) -> Void) {
        waiting.append(record)
        if let append = record.append, append.upperBound > record.seq { return }
        for record in waiting { body(record) }
        waiting = []
        seq = record.seq
        length = found.end
        checksum = Line.checksum(found.bytes)
    }

    static func damage(file: String, line: Int, _ reason: String) -> JournalError {
        let path = ShellText.quoted(file)
        let copy = ShellText.quoted(file + ".damaged")
        return .damaged(
            file: file, line: line, reason: reason,
            remedy: "to go on without this record and all after it, cut it off: "
                + "cp \(path) \(copy) && head -n \(line - 1) \(copy) > \(path)")
    }
}

/// A word that a shell takes as it is.
enum ShellText {
    static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "-"):
                true
            default: false
            }
        }
        return isPlain ? text : "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'"
    }
}
