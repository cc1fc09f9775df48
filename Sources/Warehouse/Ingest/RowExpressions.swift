import Goals

/// The `{ "sql": ... }` columns of a mapping, computed row by row over the cells of one file.
///
/// One prepared `SELECT` over parameters that stand for the cells it reads: no row is stored to compute from it.
final class RowExpressions {
    private let statement: SQLStatement
    /// The cells that are bound, in the order of the parameters.
    private let cells: [Int]
    let number: NumberFunction

    /// The columns that are computed, for messages.
    let shownColumns: String

    /// A mapped column and its expression.
    struct Expression {
        var column: String
        var sql: String
    }

    init(
        _ expressions: [Expression], header: Header, file: FileSet, table: String, number: NumberFunction,
        on connection: SQLConnection
    ) throws(LoadFailure) {
        self.number = number
        shownColumns = expressions.map(\.column).joined(separator: ", ")
        let names = header.unique
        let row = quotedIdentifier(file.name)
        func select(_ cells: [Int], _ rewrite: (String) -> String) -> String {
            let results = expressions.map { "(\(rewrite($0.sql)))" }.joined(separator: ", ")
            let columns = cells.enumerated().compactMap { position, cell in
                names[cell].map { "CAST(?\(position + 1) AS TEXT) AS \(quotedIdentifier($0))" }
            }
            return
                "SELECT \(results) FROM (SELECT \(columns.isEmpty ? "NULL" : columns.joined(separator: ", "))) AS \(row)"
        }
        // A table of the file's columns, only so that SQLite says which of them are read.
        let all = names.compactMap { $0.map { "\(quotedIdentifier($0)) TEXT" } }.joined(separator: ", ")
        try connection.run("DROP TABLE IF EXISTS temp.crmgoals_row; CREATE TEMP TABLE crmgoals_row(\(all))")
        var read: Set<String> = []
        for expression in expressions {
            let sql = "SELECT (\(expression.sql)) FROM crmgoals_row AS \(row)"
            do throws(LoadFailure) {
                let (statement, reads) = try ReadColumns.prepare(sql, on: connection) { $0 == "crmgoals_row" }
                guard statement.columnCount == 1 else { throw .sql(code: 1, message: "one expression is expected") }
                read.formUnion(reads.columns)
            } catch .sql(_, let message) {
                throw .unusable(
                    "tables.\(table).columns.\(expression.column): \(message)\(Self.hint(message, header)); it is SQLite's SQL "
                        + "over the columns of \(file.name): \(header.shown)")
            }
        }
        cells = names.indices.filter { names[$0].map(read.contains) == true }
        statement = try connection.prepare(select(cells, NumericSQL.rewritten))
    }

    private static func hint(_ message: String, _ header: Header) -> String {
        guard let range = message.range(of: "no such column: ") else { return "" }
        return header.nearestName(to: String(message[range.upperBound...])).map { "; nearest is \($0)" } ?? ""
    }

    /// Computes the row whose cells `reader` has. `nil` if all cells that it calculates with are numbers.
    func evaluate(_ reader: CSVReader, nulls: [[UInt8]]) throws(LoadFailure) -> String? {
        for (position, index) in cells.enumerated() {
            let cell = reader.cell(index)
            if cell.count == 0 || nulls.contains(where: cell.isEqual) {
                statement.bindNull(position + 1)
            } else {
                statement.bind(position + 1, cell)
            }
        }
        number.forget()
        _ = try statement.step()
        return number.firstReason
    }

    /// Valid until `reset`.
    func field(_ index: Int) -> Field { statement.field(index) }
    func reset() { statement.reset() }
}
