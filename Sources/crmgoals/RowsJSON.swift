import Goals
import Status
import Warehouse

/// Rows as one JSON object, written as they come: a row a line, every key in each.
struct RowsJSON: RowSink {
    private let names: [String]
    private var output = BlockOutput()
    private var isFirst = true

    init(_ heading: RowsHeading, goal: String) throws {
        names = heading.columns.map { JSONScalar($0.name).text }
        let window =
            "{ \"start\": \(JSONScalar(Timestamp.text(heading.window.start)).text), "
            + "\"end\": \(JSONScalar(Timestamp.text(heading.window.end)).text) }"
        try output.write(
            """
            {
              "goal": \(JSONScalar(goal).text),
              "kpi": \(JSONScalar(heading.kpi).text),
              "source": \(JSONScalar(heading.source).text),
              "at": \(JSONScalar(Timestamp.text(heading.now)).text),
              "window": \(window),
              "rows": [
            """)
    }

    mutating func add(_ row: [RowCell]) throws {
        let pairs = zip(names, row).map { name, cell in "\(name): \(Self.scalar(cell).text)" }
        try output.write((isFirst ? "\n    { " : ",\n    { ") + pairs.joined(separator: ", ") + " }")
        isFirst = false
    }

    mutating func end() throws {
        try output.write(isFirst ? "]\n}\n" : "\n  ]\n}\n")
        try output.flush()
    }

    private static func scalar(_ cell: RowCell) -> JSONScalar {
        switch cell {
        case .null: .null
        case .text(let text): JSONScalar(text)
        case .number(let number): JSONScalar(number)
        case .flag(let flag): JSONScalar(flag)
        }
    }
}
