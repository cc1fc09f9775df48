import Foundation
import GRDBSQLite
import Goals

/// Fills one table by a query over files, which lie as text in tables of their own.
final class QueryLoad {
    private let connection: SQLConnection
    private let table: CanonicalTable
    private let sql: String
    private let files: [FileSet]
    private let number: NumberFunction
    private let currency: String?
    private let zone: Zone
    private let isCancelled: () -> Bool
    private(set) var tally = RowTally()
    private(set) var columns: [TargetColumn] = []

    init(
        table: CanonicalTable, sql: String, files: [FileSet], zone: Zone, currency: String?, number: NumberFunction,
        connection: SQLConnection, isCancelled: @escaping () -> Bool
    ) {
        self.table = table
        self.sql = sql
        self.files = files
        self.zone = zone
        self.currency = currency
        self.number = number
        self.connection = connection
        self.isCancelled = isCancelled
    }

    /// - Parameter allFiles: for messages: every file name that a query could use.
    func run(allFiles: [String]) throws(LoadFailure) {
        let (query, read) = try prepare(allFiles)
        try setColumns(query)
        var typer = RowTyper(columns: columns, zone: zone, currency: currency)
        typer.formats = try formats(read)
        let numbers = Set(read.map(\.settings.decimal)).sorted().map {
            NumberFormat(decimal: $0, currency: currency, allowsPercent: CanonicalTable.named(table.name) == nil)
        }
        typer.numbers = numbers.isEmpty ? [NumberFormat()] : numbers
        number.formats = typer.numbers
        let order = try order(of: query)
        try connection.makeTable(table.name, columns)
        let insert = try connection.prepareInsert(table.name, columns)
        let collects = try collectsRows()
        number.forget()
        while try query.step() {
            if tally.read & 0xFFF == 0 && isCancelled() { throw .cancelled }
            tally.countRow()
            let unreadable = number.firstReason
            if let unreadable {
                for _ in 0..<(collects ? number.unreadable : 1) { countBad(nil, unreadable) }
                number.forget()
                // A row made of many stays, without the cells that could not be read.
                if !collects { continue }
            }
            if let bad = try store(query, order, &typer, insert) { countBad(bad.column, bad.reason) }
        }
    }

    private func countBad(_ column: String?, _ reason: String) {
        let line = tally.read
        tally.countBad(BadRow(file: "the query of \(table.name)", line: line, column: column, reason: reason))
    }

    private func store(
        _ query: SQLStatement, _ order: [Int], _ typer: inout RowTyper, _ insert: SQLStatement
    ) throws(LoadFailure) -> RowTyper.BadField? {
        typer.beginRow()
        for (index, column) in order.enumerated() {
            if let bad = typer.put(index, query.field(column), into: insert) { return bad }
        }
        if let bad = typer.finishRow() { return bad }
        try insert.execute()
        return nil
    }

    /// The query over views of the files, with its calculations made numeric, and the files that it reads.
    private func prepare(_ allFiles: [String]) throws(LoadFailure) -> (SQLStatement, [FileSet]) {
        do throws(LoadFailure) {
            let isAllowed = { (table: String) in
                table.hasPrefix(FileSet.rawPrefix) || self.files.contains { $0.name.lowercased() == table.lowercased() }
            }
            // As the user wrote it, so that SQLite's message is about what the user wrote.
            _ = try ReadColumns.prepare(sql, on: connection, allowed: isAllowed)
            let (query, reads) = try ReadColumns.prepare(NumericSQL.rewritten(sql), on: connection, allowed: isAllowed)
            return (query, files.filter { reads.tables.contains($0.rawTable) })
        } catch .sql(let code, let message) where code & 0xFF != SQLITE_INTERRUPT {
            throw .unusable(
                "tables.\(table.name).sql: \(message); it is SQLite's SQL over the source's files (\(allFiles.joined(separator: ", ")))"
                    + " and the columns of their headers")
        }
    }

    private func setColumns(_ query: SQLStatement) throws(LoadFailure) {
        var names: [String] = []
        for index in 0..<query.columnCount {
            let name = query.columnName(index)
            if names.contains(where: { $0.lowercased() == name.lowercased() }) {
                throw .unusable(
                    "tables.\(table.name).sql gives the column \(name) twice; give one of them another name with AS")
            }
            names.append(name)
        }
        for column in table.columns where column.required && !names.contains(where: { $0.lowercased() == column.name })
        {
            let near = nearest(column.name, in: names).map { " (\"\($0)\"?)" } ?? ""
            throw .unusable(
                "tables.\(table.name).sql gives no column \(column.name), which \(table.name) needs; it gives: "
                    + "\(names.joined(separator: ", ")); name one with AS \(column.name)\(near)")
        }
        let canonical = table.columns.filter { column in names.contains { $0.lowercased() == column.name } }
        let extra = names.filter { name in !table.columns.contains { $0.name == name.lowercased() } }
        columns =
            canonical.map { TargetColumn(canonical: $0, of: table.name) }
            + extra.map { TargetColumn(extra: $0, of: table.name) }
    }

    /// For each of `columns` its place in the result.
    private func order(of query: SQLStatement) throws(LoadFailure) -> [Int] {
        let names = (0..<query.columnCount).map { query.columnName($0).lowercased() }
        return columns.compactMap { names.firstIndex(of: $0.name.lowercased()) }
    }

    private func formats(_ read: [FileSet]) throws(LoadFailure) -> [DateFormat] {
        var formats: [DateFormat] = []
        for file in read {
            guard let text = file.settings.dateFormat, !formats.contains(where: { $0.text == text }) else { continue }
            do throws(DateFormat.Problem) {
                formats.append(try DateFormat(parsing: text))
            } catch {
                throw .unusable("files.\(file.name).date_format: \(error)")
            }
        }
        return formats
    }

    /// Whether the query makes rows of many (`GROUP BY`, `DISTINCT`, `ORDER BY`): then a cell that cannot be read belongs to no
    /// row that could be left out. SQLite's own program for the query tells.
    private func collectsRows() throws(LoadFailure) -> Bool {
        let program = try connection.prepare("EXPLAIN " + NumericSQL.rewritten(sql))
        while try program.step() {
            let operation = program.text(1)
            if operation.hasPrefix("Agg") || operation.hasPrefix("Sorter") || operation == "OpenEphemeral" {
                return true
            }
        }
        return false
    }
}
