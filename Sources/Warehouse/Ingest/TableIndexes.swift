import Goals

/// Which columns of a table KPIs look rows up by: the times that windows are laid over, and the customer where a KPI asks for
/// the rows of one. Each index is a third of the time that a row takes to be read, so there are no others.
enum TableIndexes {
    static func columns(of table: CanonicalTable) -> Set<String> {
        switch table.name {
        case "orders": ["ordered_at", "customer_id"]
        case "subscriptions": ["started_at", "customer_id"]
        case "leads": ["created_at", "converted_at", "lost_at"]
        case "tickets": ["opened_at", "first_response_at", "resolved_at"]
        case "surveys": ["sent_at", "answered_at"]
        default: [table.begin]
        }
    }
}
