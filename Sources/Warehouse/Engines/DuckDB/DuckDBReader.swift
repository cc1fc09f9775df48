import Goals
import KPIs

/// How DuckDB reads one entry of `files`: as a view of its name.
struct DuckDBReader {
    let file: DuckDBFile
    /// The files that there are now; more than one only where the path holds `*`.
    let paths: [String]

    private enum Form {
        case csv, parquet, json
    }

    init(_ file: DuckDBFile) {
        self.file = file
        paths = FileSet.matches(file.path)
    }

    /// What keeps it from being read, as far as can be told from outside.
    var problem: String? {
        if form == nil {
            return "\(file.path): its ending does not say what it is: .csv, .tsv, .parquet, .json, .jsonl or .ndjson, "
                + "each also with .gz or .zst"
        }
        if paths.isEmpty { return "\(file.path): no file is called so" }
        return nil
    }

    private var form: Form? {
        var parts = file.path.lowercased().split(separator: ".").dropFirst()
        if parts.last == "gz" || parts.last == "zst" { parts = parts.dropLast() }
        return switch parts.last {
        case "csv", "tsv", "txt": .csv
        case "parquet", "pq": .parquet
        case "json", "jsonl", "ndjson": .json
        default: nil
        }
    }

    /// A temporary view, since nothing else can be made where a database is open for reading only.
    ///
    /// - Parameter describe: tells the columns of a SELECT.
    func view(_ describe: (String) throws -> [(name: String, type: String)]) throws -> String? {
        guard let form else { return nil }
        let list = "[\(paths.map(DuckDBText.literal).joined(separator: ", "))], union_by_name = true"
        let relation =
            switch form {
            // In a CSV file everything is text: a column of digits may be ids with leading zeros.
            case .csv: "read_csv(\(list), all_varchar = true, header = true)"
            case .parquet: "read_parquet(\(list))"
            case .json: try json(list, describe)
            }
        return "CREATE OR REPLACE TEMP VIEW \(SQLIdentifier(file.name).quoted) AS SELECT * FROM \(relation);"
    }

    /// DuckDB would read texts that look like times as times, without their zone.
    private func json(
        _ list: String, _ describe: (String) throws -> [(name: String, type: String)]
    ) throws -> String {
        let columns = try describe("SELECT * FROM read_json(\(list))")
        let times: Set = ["DATE", "TIME", "TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP WITH TIME ZONE", "UUID"]
        guard columns.contains(where: { times.contains($0.type) }) else { return "read_json(\(list))" }
        let types = columns.map { column in
            let type = times.contains(column.type) ? "VARCHAR" : column.type
            return "\(DuckDBText.literal(column.name)): \(DuckDBText.literal(type))"
        }
        return "read_json(\(list), columns = {\(types.joined(separator: ", "))})"
    }
}
