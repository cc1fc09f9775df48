import Foundation
import Goals

/// The part of the ledger that knows the files of a table.
struct FileLedger {
    let connection: SQLConnection

    static let schema = """
        CREATE TABLE crmgoals_files(
            table_name TEXT NOT NULL, path TEXT NOT NULL, position INTEGER NOT NULL, size INTEGER NOT NULL,
            modified INTEGER NOT NULL, inode INTEGER NOT NULL, device INTEGER NOT NULL, slot INTEGER NOT NULL,
            last_row INTEGER NOT NULL, read_rows INTEGER NOT NULL, bad_rows INTEGER NOT NULL, first_bad TEXT,
            repeated INTEGER NOT NULL, header BLOB NOT NULL, decoding TEXT NOT NULL, delimiter TEXT NOT NULL,
            end_offset INTEGER, end_line INTEGER, end_row INTEGER, end_read INTEGER, end_bad INTEGER,
            waiting INTEGER NOT NULL, unproven INTEGER NOT NULL, cursor INTEGER NOT NULL, length INTEGER NOT NULL,
            proof BLOB NOT NULL, PRIMARY KEY(table_name, path)) WITHOUT ROWID
        """

    /// Between the names of a header: no CSV's text holds it.
    private static let separator: Character = "\u{0}"

    init(_ connection: SQLConnection) {
        self.connection = connection
    }

    /// In their order. None where one cannot be read: the table is made again then.
    func files(of table: String) throws(LoadFailure) -> [LoadedFile] {
        let rows = try connection.prepare("SELECT * FROM crmgoals_files WHERE table_name = ? ORDER BY position")
        rows.bind(1, table)
        var files: [LoadedFile] = []
        while try rows.step() {
            guard let file = Self.file(rows) else { return [] }
            files.append(file)
        }
        return files
    }

    private static func file(_ row: SQLStatement) -> LoadedFile? {
        guard let decoding = TextStream.Decoding(rawValue: row.text(14)) else { return nil }
        var bad: [BadRow] = []
        if !row.isNull(11) {
            do { bad = try JSONDecoder().decode([BadRow].self, from: Data(row.text(11).utf8)) } catch { return nil }
        }
        let names = row.bytes(13).split(separator: 0, omittingEmptySubsequences: false)
        return LoadedFile(
            path: row.text(1),
            signature: FileSignature(
                size: Int64(row.integer(3)), modified: Int64(row.integer(4)),
                inode: UInt64(bitPattern: Int64(row.integer(5))), device: UInt64(bitPattern: Int64(row.integer(6)))),
            slot: row.integer(7), lastRow: row.integer(8),
            tally: RowTally(read: row.integer(9), bad: row.integer(10), firstBad: bad), repeated: row.integer(12),
            header: Header(names.map { String(decoding: $0, as: UTF8.self) }),
            form: LoadedFile.TextForm(decoding: decoding, delimiter: Array(row.text(15).utf8)),
            proof: ContentProof(length: row.integer(24), bytes: row.bytes(25)),
            ending: row.isNull(16)
                ? nil
                : LoadedFile.Ending(
                    place: CSVReader.Place(offset: row.integer(16), line: row.integer(17)), lastRow: row.integer(18),
                    read: row.integer(19), bad: row.integer(20)),
            isWaiting: row.integer(21) != 0, unproven: row.integer(22), cursor: row.integer(23))
    }

    /// Writes what is new or changed, and forgets those that are not among `files`.
    func save(_ files: [LoadedFile], of table: String) throws(LoadFailure) {
        let before = try Dictionary(
            self.files(of: table).enumerated().map { ($1.path, (position: $0, file: $1)) },
            uniquingKeysWith: { first, _ in first })
        if files.isEmpty || before.isEmpty {
            let all = try connection.prepare("DELETE FROM crmgoals_files WHERE table_name = ?")
            all.bind(1, table)
            try all.execute()
        }
        let gone = try connection.prepare("DELETE FROM crmgoals_files WHERE table_name = ? AND path = ?")
        for path in Set(before.keys).subtracting(files.map(\.path)) {
            gone.bind(1, table)
            gone.bind(2, path)
            try gone.execute()
        }
        let marks = Array(repeating: "?", count: 26).joined(separator: ", ")
        let insert = try connection.prepare("INSERT OR REPLACE INTO crmgoals_files VALUES(\(marks))")
        for (position, file) in files.enumerated() {
            if let known = before[file.path], known.position == position, known.file == file { continue }
            try bind(file, position, table, to: insert)
            try insert.execute()
        }
    }

    private func bind(
        _ file: LoadedFile, _ position: Int, _ table: String, to insert: SQLStatement
    ) throws(LoadFailure) {
        insert.bind(1, table)
        insert.bind(2, file.path)
        insert.bind(3, position)
        insert.bind(4, Int(file.signature.size))
        insert.bind(5, Int(file.signature.modified))
        insert.bind(6, Int(truncatingIfNeeded: file.signature.inode))
        insert.bind(7, Int(truncatingIfNeeded: file.signature.device))
        insert.bind(8, file.slot)
        insert.bind(9, file.lastRow)
        insert.bind(10, file.tally.read)
        insert.bind(11, file.tally.bad)
        insert.bindNull(12)
        if !file.tally.firstBad.isEmpty {
            do {
                insert.bind(12, String(decoding: try JSONEncoder().encode(file.tally.firstBad), as: UTF8.self))
            } catch {
                throw .unusable("the bad rows of \(file.path) cannot be kept: \(error)")
            }
        }
        insert.bind(13, file.repeated)
        insert.bind(14, blob: Array(file.header.names.joined(separator: String(Self.separator)).utf8))
        insert.bind(15, file.form.decoding.rawValue)
        insert.bind(16, String(decoding: file.form.delimiter, as: UTF8.self))
        let end = file.ending
        for (index, value) in [end?.place.offset, end?.place.line, end?.lastRow, end?.read, end?.bad].enumerated() {
            if let value { insert.bind(17 + index, value) } else { insert.bindNull(17 + index) }
        }
        insert.bind(22, file.isWaiting ? 1 : 0)
        insert.bind(23, file.unproven)
        insert.bind(24, file.cursor)
        insert.bind(25, file.proof.length)
        insert.bind(26, blob: file.proof.bytes)
    }
}
