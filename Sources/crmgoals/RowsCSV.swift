import Status
import Warehouse

/// Rows for a spreadsheet: one line each, after the names of the columns.
struct RowsCSV: RowSink {
    private var output = BlockOutput()

    init(_ heading: RowsHeading) throws {
        try output.write(CSVText.line(heading.columns.map { .text($0.name) }))
    }

    mutating func add(_ row: [RowCell]) throws {
        try output.write(
            CSVText.line(
                row.map { cell in
                    switch cell {
                    case .null: .text("")
                    case .text(let text): .text(text)
                    case .number(let number): .number(number)
                    case .flag(let flag): .number(flag ? 1 : 0)
                    }
                }))
    }

    mutating func end() throws {
        try output.flush()
    }
}
