import Goals

/// Finds the row that an id has already, while rows are added to a table: the new one takes its place. DESIGN 5: "the last row wins".
final class IDIndex {
    private let find: SQLStatement
    private let delete: SQLStatement
    /// Rows that a later one replaced.
    private(set) var replaced = 0

    static func name(of table: String) -> String { quotedIdentifier("\(table) by id") }

    /// Makes the index, where rows were proved to be different without one so far.
    init(on table: String, _ connection: SQLConnection) throws(LoadFailure) {
        let name = quotedIdentifier(table)
        try connection.run("CREATE INDEX IF NOT EXISTS main.\(Self.name(of: table)) ON \(name)(id)")
        find = try connection.prepare("SELECT _rowid_ FROM main.\(name) WHERE id = ?")
        delete = try connection.prepare("DELETE FROM main.\(name) WHERE _rowid_ = ?")
    }

    /// Makes room for the row `row` with this id.
    ///
    /// - Returns: the row that it replaced.
    /// - Throws: `needsAll` if one behind it has the id: which of those before it held is not known any more.
    func makeRoom(_ id: Cell, for row: Int) throws(LoadFailure) -> Int? {
        find.bind(1, id)
        defer { find.reset() }
        guard try find.step() else { return nil }
        let earlier = find.integer(0)
        guard earlier < row else { throw .needsAll }
        find.reset()
        delete.bind(1, earlier)
        try delete.execute()
        replaced += 1
        return earlier
    }
}
