import Goals

/// The `files` of a source of type `duckdb`: paths by names.
enum DuckDBFileEntry {
    /// What DuckDB tells by the ending; `.gz` or `.zst` may follow.
    private static let endings = ["csv", "tsv", "txt", "parquet", "json", "jsonl", "ndjson"]

    static func decodeAll(_ entry: Entry, folder: String) -> [DuckDBFile] {
        let example = "write { \"orders\": \"exports/orders-*.parquet\" }"
        guard let members = entry.members("an object of files by their names", fix: example) else { return [] }
        if members.isEmpty { entry.report("there is no file in it", fix: example) }
        return members.compactMap { member in
            member.reportUnlessName("a file")
            if case .object = member.entry.node.value {
                member.entry.report(
                    "a file of DuckDB's is its path alone",
                    fix: "write the path in double quotes; what CSV files look like, DuckDB finds out itself")
                return nil
            }
            guard let path = member.entry.path(in: folder) else { return nil }
            if !isReadable(path) {
                member.entry.report(
                    "\(Shown.text(FilePath.lastComponent(path))) does not say what it is",
                    fix: "name a file that ends in \(endings.map { "." + $0 }.joined(separator: ", "))")
            }
            return DuckDBFile(name: member.key, path: path)
        }
    }

    private static func isReadable(_ path: String) -> Bool {
        var parts = FilePath.lastComponent(path).lowercased().split(separator: ".", omittingEmptySubsequences: false)
        if let last = parts.last, ["gz", "zst"].contains(last) { parts.removeLast() }
        return parts.count > 1 && parts.last.map { endings.contains(String($0)) } == true
    }
}
