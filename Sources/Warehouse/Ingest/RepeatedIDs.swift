import GRDBSQLite
import Goals

/// Rows of one table with the same id: the last holds. DESIGN 5.
struct RepeatedIDs {
    /// Rows that a later one replaced.
    private(set) var replaced = 0
    /// The same, where both stand in one file; by the file's place in `files`.
    private(set) var within: [Int]
    private let files: [LoadedFile]

    /// Deletes the earlier ones, by an index on the ids, which stays: by it later readings find the rows that theirs replace. Where no
    /// id is there twice, that index is all it costs.
    ///
    /// Goes through an index in the order of ids, so that memory does not grow with the rows.
    init(removingFrom table: String, files: [LoadedFile], on connection: SQLConnection) throws(LoadFailure) {
        self.files = files
        within = Array(repeating: 0, count: files.count)
        let name = quotedIdentifier(table)
        let index = IDIndex.name(of: table)
        let makeUnique = "CREATE UNIQUE INDEX main.\(index) ON \(name)(id)"
        do throws(LoadFailure) {
            try connection.run(makeUnique)
            return
        } catch .sql(let code, _) where code & 0xFF == SQLITE_CONSTRAINT {
            try connection.run("CREATE INDEX main.\(index) ON \(name)(id)")
        }
        try connection.run(
            "DROP TABLE IF EXISTS temp.crmgoals_gone; CREATE TEMP TABLE crmgoals_gone(row INTEGER PRIMARY KEY)")
        let gone = try connection.prepare("INSERT INTO crmgoals_gone VALUES(?)")
        let rows = try connection.prepare(
            """
            SELECT earlier, _rowid_ FROM (SELECT _rowid_, id, lag(_rowid_) OVER same AS earlier FROM main.\(name)
            WHERE id IS NOT NULL WINDOW same AS (PARTITION BY id ORDER BY _rowid_)) WHERE earlier IS NOT NULL
            """)
        while try rows.step() {
            let earlier = rows.integer(0)
            gone.bind(1, earlier)
            try gone.execute()
            replaced += 1
            let file = file(of: earlier)
            if let file, file == self.file(of: rows.integer(1)) { within[file] += 1 }
        }
        rows.reset()
        if replaced > 0 {
            try connection.run("DELETE FROM main.\(name) WHERE _rowid_ IN (SELECT row FROM crmgoals_gone)")
        }
        try connection.run("DROP TABLE temp.crmgoals_gone; DROP INDEX main.\(index)")
        try connection.run(makeUnique)
    }

    private func file(of row: Int) -> Int? {
        var low = 0
        var high = files.count
        while low < high {
            let middle = (low + high) / 2
            if files[middle].lastRow < row { low = middle + 1 } else { high = middle }
        }
        return low < files.count ? low : nil
    }
}
