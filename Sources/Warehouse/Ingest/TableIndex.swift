import Goals

/// The indexes of a table. Each begins with what KPIs look rows up by (the times that windows are laid over, and the customer where a
/// KPI asks for the rows of one), and holds what they want to know of these rows, so that the table itself is not read: with 10 million
/// rows a window of 30 days comes from 2 MB that lie together, not from 185,000 places.
///
/// SQLite knows nothing of how times are spread, and takes an index on a time for any comparison with it, also for "begun before",
/// which most rows are. That costs little where the index holds all that is asked for, and 5 times the rest where it does not.
struct TableIndex: Hashable {
    var columns: [String]

    /// Those of whose first column the table has; other columns that it lacks are left out.
    static func all(of table: CanonicalTable) -> [TableIndex] {
        let lists: [[String]] =
            switch table.name {
            case "customers": [["created_at", "churned_at", "id"]]
            case "orders":
                [["ordered_at", "customer_id", "amount"], ["customer_id", "product", "ordered_at", "amount"]]
            case "subscriptions":
                [["started_at", "ended_at", "customer_id", "mrr"], ["customer_id", "started_at", "ended_at", "mrr"]]
            case "leads":
                [["created_at", "converted_at"], ["converted_at", "created_at"], ["lost_at", "created_at"]]
            case "visits": [["visited_at", "converted_at"]]
            case "tickets":
                [["opened_at", "resolved_at"], ["resolved_at", "opened_at"], ["first_response_at", "opened_at"]]
            case "surveys": [["sent_at", "answered_at", "score"], ["answered_at", "kind", "score"]]
            case "sends": [["sent_at", "responded_at"]]
            case "costs": [["spent_at", "amount"]]
            default: [[table.begin, "value"]]
            }
        return lists.map(TableIndex.init)
    }

    /// The statement that makes it; `nil` where the table lacks its first column.
    func statement(on table: String, columns present: [String]) -> String? {
        guard present.contains(columns[0]) else { return nil }
        let key = quotedIdentifier(columns[0])
        let list = columns.filter(present.contains).map(quotedIdentifier).joined(separator: ", ")
        let name = quotedIdentifier("\(table) by \(columns[0])")
        // What KPIs look for is never NULL; open tickets, say, take no room in the index on their ends.
        return "CREATE INDEX main.\(name) ON \(quotedIdentifier(table))(\(list)) WHERE \(key) IS NOT NULL"
    }
}
