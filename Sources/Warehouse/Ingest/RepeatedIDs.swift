import GRDBSQLite
import Goals

/// Rows of one table with the same id: the last holds. DESIGN 5.
struct RepeatedIDs {
    /// Rows that a later one replaced.
    private(set) var replaced = 0
    /// The same, where both stand in one file; by the file's place in `ranges`.
    private(set) var within: [Int]
    private let ranges: [FileLoad.FileRange]

    /// Deletes the earlier ones, by an index on the ids. Where no id is there twice, that index is all it costs.
    ///
    /// - Parameter keepsIndex: KPIs look rows up by it.
    ///
    /// Goes through an index in the order of ids, so that memory does not grow with the rows.
    init(
        removingFrom table: String, ranges: [FileLoad.FileRange], keepsIndex: Bool, on connection: SQLConnection
    ) throws(LoadFailure) {
        self.ranges = ranges
        within = Array(repeating: 0, count: ranges.count)
        let name = quotedIdentifier(table)
        let index = quotedIdentifier("\(table) by id")
        do throws(LoadFailure) {
            try connection.run("CREATE UNIQUE INDEX main.\(index) ON \(name)(id)")
            if !keepsIndex { try connection.run("DROP INDEX main.\(index)") }
            return
        } catch .sql(let code, _) where code & 0xFF == SQLITE_CONSTRAINT {
            try connection.run("CREATE INDEX main.\(index) ON \(name)(id)")
        }
        try connection.run(
            "DROP TABLE IF EXISTS temp.crmgoals_gone; CREATE TEMP TABLE crmgoals_gone(row INTEGER PRIMARY KEY)")
        let gone = try connection.prepare("INSERT INTO crmgoals_gone VALUES(?)")
        let rows = try connection.prepare(
            """
            SELECT earlier, rowid FROM (SELECT rowid, id, lag(rowid) OVER same AS earlier FROM main.\(name)
            WHERE id IS NOT NULL WINDOW same AS (PARTITION BY id ORDER BY rowid)) WHERE earlier IS NOT NULL
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
            try connection.run("DELETE FROM main.\(name) WHERE rowid IN (SELECT row FROM crmgoals_gone)")
        }
        try connection.run("DROP TABLE temp.crmgoals_gone; DROP INDEX main.\(index)")
        if keepsIndex { try connection.run("CREATE UNIQUE INDEX main.\(index) ON \(name)(id)") }
    }

    private func file(of row: Int) -> Int? {
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].lastRow < row { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count ? low : nil
    }

    /// DESIGN 5: in `orders` more than 1 % of repeated ids within one file are a mistake of the mapping.
    func failure(of table: String, allowed: Bool) -> String? {
        guard table == "orders", !allowed else { return nil }
        for (range, count) in zip(ranges, within) where range.readRows > 0 && count * 100 > range.readRows {
            return
                "\(range.path): \(count) of \(range.readRows) orders repeat the id of another in the same file, so only the "
                + "last of each would count. Order lines? leave `id` unmapped; if the last row of an id holds, say "
                + "\"allow_repeated_ids\": true"
        }
        return nil
    }
}
