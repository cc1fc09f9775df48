import Goals

/// The indexes of a table. Each begins with what KPIs look rows up by (the times that windows are laid over, and the customer where a
/// KPI asks for the rows of one), and holds what they want to know of these rows, so that the table itself is not read: with 10 million
/// rows a window of 30 days comes from 2 MB that lie together, not from 185,000 places.
///
/// SQLite knows nothing of how times are spread, and takes an index on a time for any comparison with it, also for "begun before",
/// which most rows are. Who is active is therefore asked of an index in the order of customers alone: in that order the answer is
/// grouped already (300,000 subscriptions: 0.2 s against 0.6 s from one on their beginnings).
struct TableIndex: Hashable {
    var columns: [String]

    /// Those of whose first column the table has; other columns that it lacks are left out.
    static func all(of table: CanonicalTable) -> [TableIndex] {
        let lists: [[String]] =
            switch table.name {
            case "customers": [["id", "created_at", "churned_at"]]
            case "orders":
                [["ordered_at", "customer_id", "amount"], ["customer_id", "product", "ordered_at", "amount"]]
            case "subscriptions": [["customer_id", "started_at", "ended_at", "mrr"]]
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
    func statement(on table: CanonicalTable, columns present: [String]) -> String? {
        guard present.contains(columns[0]) else { return nil }
        let held = columns.filter(present.contains)
        let name = quotedIdentifier("\(table.name) by \(held.joined(separator: ", "))")
        let list = held.map(quotedIdentifier).joined(separator: ", ")
        let statement = "CREATE INDEX main.\(name) ON \(quotedIdentifier(table.name))(\(list))"
        // An end that has not come is what no KPI looks for: open tickets take no room in the index on their ends.
        let isEnd = table.columns.contains { $0.name == columns[0] && $0.type == .time && !$0.required }
        return isEnd ? statement + " WHERE \(quotedIdentifier(columns[0])) IS NOT NULL" : statement
    }
}
