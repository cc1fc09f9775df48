import Foundation
import Goals

/// Fills one table from the files of one name.
///
/// The files are split and typed in one pass each; memory does not grow with them. A file that turns out not to be UTF-8, or
/// that changes meanwhile, is read again from its start, and what was read of it is taken out before.
final class FileLoad {
    private let connection: SQLConnection
    private let table: String
    /// As messages and mappings name it.
    private let name: String
    private let file: FileSet
    private let columns: TableColumns
    private let filters: [TableMapping.Filter]
    private let number: NumberFunction
    private let isCancelled: () -> Bool
    private var typer: RowTyper
    private let insert: SQLStatement
    private(set) var tally = RowTally()
    /// What was read, in its order.
    private(set) var ranges: [FileRange] = []
    private var lastRow = 0
    /// Each row's id is greater than the one before, so none is there twice.
    private(set) var idsAscend = true
    private var lastID: [UInt8] = []
    private let idColumn: Int?

    /// The rows that a file gave: what a later reading of its new lines starts from.
    struct FileRange: Hashable {
        var path: String
        var signature: FileSignature
        var firstRow: Int
        var lastRow: Int
        /// Of the file's rows, bad ones included.
        var readRows: Int
    }

    private static let attempts = 3

    init(
        table: String, name: String, file: FileSet, columns: TableColumns, filters: [TableMapping.Filter],
        zone: Zone, currency: String?, number: NumberFunction, connection: SQLConnection,
        isCancelled: @escaping () -> Bool
    ) throws(LoadFailure) {
        self.connection = connection
        self.table = table
        self.name = name
        self.file = file
        self.columns = columns
        self.filters = filters
        self.number = number
        self.isCancelled = isCancelled
        typer = RowTyper(columns: columns.targets, zone: zone, currency: currency)
        typer.nulls = file.settings.nulls.map { Array($0.utf8) }
        typer.numbers = [file.settings.numbers(currency: currency, table: name)]
        do throws(DateFormat.Problem) {
            if let format = file.settings.dateFormat { typer.formats = [try DateFormat(parsing: format)] }
        } catch {
            throw .unusable("files.\(file.name).date_format: \(error)")
        }
        number.formats = typer.numbers
        idColumn = columns.targets.firstIndex { $0.name == CanonicalTable.identifier }
        insert = try connection.makeTable(table, columns.targets)
    }

    func run() throws(LoadFailure) {
        for path in file.paths { try load(path) }
    }

    private func load(_ path: String) throws(LoadFailure) {
        let before = (tally, lastRow)
        var settings = file.settings
        for attempt in 1...Self.attempts {
            do throws(LoadFailure) {
                try loadOnce(path, settings)
                return
            } catch .notUTF8 {
                settings.encoding = .windows1252
            } catch .changed where attempt < Self.attempts {
                // Somebody writes it: once more.
            } catch .changed {
                throw .unusable(
                    "\(path) kept changing while it was read; write an export under another name and rename it when it is done"
                )
            }
            (tally, lastRow) = before
            idsAscend = false
            try connection.run("DELETE FROM \(quotedIdentifier(table)) WHERE rowid > \(lastRow)")
        }
    }

    private func loadOnce(_ path: String, _ settings: CSVFile) throws(LoadFailure) {
        let before = (tally.read, lastRow)
        let open = try OpenFile(path)
        let reader = try CSVReader(open, settings: settings)
        let header = try Header(of: reader, settings: settings, path: path)
        try columns.check(header, path: path, file: file.name, table: name)
        let expressions = columns.expressions
        let computed =
            expressions.isEmpty
            ? nil
            : try RowExpressions(expressions, header: header, file: file, table: name, number: number, on: connection)
        let row = try SourceRow(columns, filters, header: header, table: name, path: path)
        try read(reader, row, computed, path)
        try open.checkUnchanged()
        ranges.append(
            FileRange(
                path: path, signature: open.signature, firstRow: before.1 + 1, lastRow: lastRow,
                readRows: tally.read - before.0))
    }

    private func read(
        _ reader: CSVReader, _ row: SourceRow, _ computed: RowExpressions?, _ path: String
    ) throws(LoadFailure) {
        let width = row.width
        var count = 0
        // Held here, not in the object: the runtime would check each access for exclusivity.
        var typer = typer
        while true {
            count += 1
            if count & 0xFFF == 0 && isCancelled() { throw .cancelled }
            switch try reader.next() {
            case .end: return
            case .bad(let reason):
                tally.countRow()
                tally.countBad(BadRow(file: path, line: reader.line, reason: reason))
            case .cells where reader.cellCount != width:
                tally.countRow()
                tally.countBad(BadRow(file: path, line: reader.line, reason: widthReason(reader, width)))
            case .cells:
                guard row.passes(reader, typer.nulls) else { continue }
                tally.countRow()
                if let bad = try store(reader, row, computed, &typer) {
                    tally.countBad(BadRow(file: path, line: reader.line, column: bad.column, reason: bad.reason))
                } else {
                    lastRow += 1
                }
            }
        }
    }

    /// Compares the id with the one before it. A bad row's counts as well: that costs an index at worst.
    private func follow(_ field: Field) {
        let cell: Cell
        switch field {
        case .null: return
        case .text(let text), .number(_, let text): cell = text
        }
        guard cell.count > 0 else { return }
        let order = lastID.withUnsafeBufferPointer { last -> Int in
            let common = min(last.count, cell.count)
            let order = last.baseAddress.map { Int(memcmp(cell.start, $0, common)) } ?? 0
            return order != 0 ? order : cell.count - last.count
        }
        guard order > 0 else {
            idsAscend = false
            return
        }
        lastID.removeAll(keepingCapacity: true)
        lastID.append(contentsOf: UnsafeBufferPointer(start: cell.start, count: cell.count))
    }

    private func widthReason(_ reader: CSVReader, _ width: Int) -> String {
        let span =
            reader.lastLine > reader.line ? " (it reaches to line \(reader.lastLine) by line breaks in quotes)" : ""
        return "has \(reader.cellCount) fields, the header has \(width)\(span)"
    }

    /// Inserts the row, or says why it is bad.
    private func store(
        _ reader: CSVReader, _ row: SourceRow, _ computed: RowExpressions?, _ typer: inout RowTyper
    ) throws(LoadFailure) -> RowTyper.BadField? {
        typer.beginRow()
        if let computed, let reason = try computed.evaluate(reader, nulls: typer.nulls) {
            computed.reset()
            return RowTyper.BadField(column: computed.shownColumns, reason: reason)
        }
        defer { computed?.reset() }
        for index in row.sources.indices {
            let field: Field
            switch row.sources[index] {
            case .cell(let cell): field = .text(reader.cell(cell))
            case .nothing: field = .null
            case .constant(let bytes): field = .text(Cell(start: bytes, count: row.constantLengths[index]))
            case .expression(let result): field = computed?.field(result) ?? .null
            }
            if index == idColumn && idsAscend { follow(field) }
            if let bad = typer.put(index, field, into: insert) {
                insert.reset()
                return bad
            }
        }
        if let bad = typer.finishRow() {
            insert.reset()
            return bad
        }
        try insert.execute()
        return nil
    }
}
