import Foundation
import Goals

/// Reads files of one name into one table: whole, or what was added to them.
///
/// The files are split and typed in one pass each; memory does not grow with them. A file that turns out not to be UTF-8, or
/// that changes meanwhile, is read again from its start, and what was read of it is taken out before.
final class FileLoad {
    let connection: SQLConnection
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
    private let idColumn: Int?
    /// Of all rows so far.
    private(set) var sequence: IDSequence
    /// Looks ids up that the sequence does not prove to be new; `nil` while a table is filled from nothing: its ids are compared at
    /// the end.
    private var index: IDIndex?
    private let looksUpIDs: Bool
    private(set) var bytesRead = 0
    /// Rows put into the table, less those taken out.
    private(set) var rowsAdded = 0
    var replaced: Int { index?.replaced ?? 0 }

    // Of the file that is being read.
    private var row = 0
    private var tally = RowTally()
    private var repeated = 0
    private var firstRow = 0
    private var ending: LoadedFile.Ending?

    private static let attempts = 3

    /// - Parameters:
    ///   - hasIDs: of rows with the same `id` the last holds.
    ///   - sequence: of the ids in the table; `nil`: the table is made anew.
    init(
        table: String, name: String, file: FileSet, columns: TableColumns, filters: [TableMapping.Filter], hasIDs: Bool,
        zone: Zone, currency: String?, number: NumberFunction, connection: SQLConnection,
        addingTo sequence: IDSequence?,
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
        idColumn = hasIDs ? columns.targets.firstIndex { $0.name == CanonicalTable.identifier } : nil
        self.sequence = sequence ?? IDSequence()
        looksUpIDs = sequence != nil && idColumn != nil
        if sequence == nil { try connection.makeTable(table, columns.targets) }
        insert = try connection.prepareInsert(table, columns.targets)
    }

    // MARK: Files

    /// Reads a file from its beginning.
    func load(_ path: String, slot: Int) throws(LoadFailure) -> LoadedFile {
        let before = sequence
        var settings = file.settings
        for attempt in 1...Self.attempts {
            do throws(LoadFailure) {
                return try loadOnce(path, settings, slot)
            } catch .notUTF8 {
                settings.encoding = .windows1252
            } catch .changed where attempt < Self.attempts {
                // Somebody writes it: once more.
            } catch .changed {
                break
            }
            sequence = before
            if index != nil { throw .needsAll }
            try remove(rowsFrom: slot << LoadedFile.rowsOfSlot + 1, through: row)
        }
        throw .unusable(
            "\(path) kept changing while it was read; write an export under another name and rename it when it is done")
    }

    private func loadOnce(_ path: String, _ settings: CSVFile, _ slot: Int) throws(LoadFailure) -> LoadedFile {
        let open = try OpenFile(path)
        let reader = try CSVReader(open, settings: settings)
        let header = try Header(of: reader, settings: settings, path: path)
        firstRow = slot << LoadedFile.rowsOfSlot + 1
        begin(row: firstRow - 1, RowTally(), repeated: 0)
        let canGoOn = reader.tentative == nil
        try read(reader, header, path)
        var file = LoadedFile(
            path: path, signature: open.signature, slot: slot, lastRow: row, tally: tally, repeated: repeated,
            header: header,
            form: LoadedFile.TextForm(decoding: reader.decoding, delimiter: reader.delimiter), proof: open.proof,
            ending: canGoOn ? ending : nil)
        let grew = try open.checkUnchanged()
        bytesRead += open.proof.length
        if grew { try leaveTentativeRows(&file) }
        return file
    }

    /// Reads what was written behind what was read before; the table holds none of the file's tentative rows.
    ///
    /// - Parameter leavesTentativeRows: who writes the file may still be writing its last line.
    /// - Throws: `rewritten` if the text goes on otherwise than it began.
    func goOn(_ known: LoadedFile, in open: OpenFile, leavesTentativeRows: Bool) throws(LoadFailure) -> LoadedFile {
        do throws(LoadFailure) {
            return try goOnAsBefore(known, in: open, leavesTentativeRows)
        } catch .notUTF8 {
            throw .rewritten
        }
    }

    private func goOnAsBefore(
        _ known: LoadedFile, in open: OpenFile, _ leavesTentativeRows: Bool
    ) throws(LoadFailure) -> LoadedFile {
        var settings = file.settings
        if known.form.decoding == .windows1252 { settings.encoding = .windows1252 }
        let reader = try CSVReader(open, settings: settings)
        let header = try Header(of: reader, settings: settings, path: known.path)
        let form = LoadedFile.TextForm(decoding: reader.decoding, delimiter: reader.delimiter)
        guard let place = known.ending?.place, form == known.form, header == known.header else { throw .rewritten }
        reader.goOn(at: place)
        reader.leavesTentativeRows = leavesTentativeRows
        try open.goOn(behind: known.proof)
        firstRow = known.firstRow
        begin(row: known.lastRow, known.tally, repeated: known.repeated)
        try read(reader, header, known.path)
        var file = known
        file.signature = open.signature
        file.proof = open.proof
        file.lastRow = row
        file.tally = tally
        file.repeated = repeated
        file.ending = ending
        file.isWaiting = reader.hasLeftRows
        let grew = try open.checkUnchanged()
        bytesRead += open.proof.length - place.offset
        if grew { try leaveTentativeRows(&file) }
        return file
    }

    /// Takes the tentative rows of a file out of the table.
    func leaveTentativeRows(_ file: inout LoadedFile) throws(LoadFailure) {
        guard let ending = file.ending, file.hasTentativeRows else { return }
        if replaced > 0 { throw .needsAll }
        try remove(rowsFrom: ending.lastRow + 1, through: file.lastRow)
        file.dropTentativeRows()
        file.isWaiting = true
        try followLastRow()
    }

    private func followLastRow() throws(LoadFailure) {
        if idColumn != nil { sequence = try connection.sequence(of: table, flags: sequence.flags) }
    }

    func remove(_ file: LoadedFile) throws(LoadFailure) {
        try remove(rowsFrom: file.firstRow, through: file.lastRow)
        try followLastRow()
    }

    /// - Parameter isLast: no file comes behind it; else greater ids than all before prove nothing.
    func beginFile(isLast: Bool) {
        if !isLast { sequence.giveUp() }
    }

    private func remove(rowsFrom first: Int, through last: Int) throws(LoadFailure) {
        guard last >= first else { return }
        let name = quotedIdentifier(table)
        try connection.run("DELETE FROM main.\(name) WHERE _rowid_ BETWEEN \(first) AND \(last)")
        rowsAdded -= connection.changes
    }

    private func begin(row: Int, _ tally: RowTally, repeated: Int) {
        self.row = row
        self.tally = tally
        self.repeated = repeated
        ending = nil
    }

    // MARK: Rows

    private func read(_ reader: CSVReader, _ header: Header, _ path: String) throws(LoadFailure) {
        try columns.check(header, path: path, file: file.name, table: name)
        let expressions = columns.expressions
        let computed =
            expressions.isEmpty
            ? nil
            : try RowExpressions(expressions, header: header, file: file, table: name, number: number, on: connection)
        let source = try SourceRow(columns, filters, header: header, table: name, path: path)
        let width = source.width
        var count = 0
        // Held here, not in the object: the runtime would check each access for exclusivity.
        var typer = typer
        while true {
            count += 1
            if count & 0xFFF == 0 && isCancelled() { throw .cancelled }
            let found = try reader.next()
            if ending == nil, let place = reader.tentative {
                ending = LoadedFile.Ending(place: place, lastRow: row, read: tally.read, bad: tally.bad)
            }
            switch found {
            case .end: return
            case .bad(let reason):
                tally.countRow()
                tally.countBad(BadRow(file: path, line: reader.line, reason: reason))
            case .cells where reader.cellCount != width:
                tally.countRow()
                tally.countBad(BadRow(file: path, line: reader.line, reason: widthReason(reader, width)))
            case .cells:
                guard source.passes(reader, typer.nulls) else { continue }
                tally.countRow()
                if let bad = try store(reader, source, computed, &typer) {
                    tally.countBad(BadRow(file: path, line: reader.line, column: bad.column, reason: bad.reason))
                } else {
                    row += 1
                    rowsAdded += 1
                }
            }
        }
    }

    private func widthReason(_ reader: CSVReader, _ width: Int) -> String {
        let span =
            reader.lastLine > reader.line ? " (it reaches to line \(reader.lastLine) by line breaks in quotes)" : ""
        return "has \(reader.cellCount) fields, the header has \(width)\(span)"
    }

    /// Inserts the row, or says why it is bad.
    private func store(
        _ reader: CSVReader, _ source: SourceRow, _ computed: RowExpressions?, _ typer: inout RowTyper
    ) throws(LoadFailure) -> RowTyper.BadField? {
        typer.beginRow()
        if let computed, let reason = try computed.evaluate(reader, nulls: typer.nulls) {
            computed.reset()
            return RowTyper.BadField(column: computed.shownColumns, reason: reason)
        }
        defer { computed?.reset() }
        var id = Cell.empty
        for index in source.sources.indices {
            let field: Field
            switch source.sources[index] {
            case .cell(let cell): field = .text(reader.cell(cell))
            case .nothing: field = .null
            case .constant(let bytes): field = .text(Cell(start: bytes, count: source.constantLengths[index]))
            case .expression(let result): field = computed?.field(result) ?? .null
            }
            if index == idColumn { id = typer.text(of: field) }
            if let bad = typer.put(index, field, into: insert) {
                insert.reset()
                return bad
            }
        }
        if let bad = typer.finishRow() {
            insert.reset()
            return bad
        }
        if id.count > 0, !sequence.follow(id), looksUpIDs { try replace(id) }
        insert.bind(columns.targets.count + 1, row + 1)
        try insert.execute()
        return nil
    }

    private func replace(_ id: Cell) throws(LoadFailure) {
        if index == nil { index = try IDIndex(on: table, connection) }
        guard let earlier = try index?.makeRoom(id, for: row + 1) else { return }
        rowsAdded -= 1
        if earlier >= firstRow { repeated += 1 }
    }
}
