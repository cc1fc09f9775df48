/// The CRM tables that a source fills and KPIs read. DESIGN 5.
public struct CanonicalTable: Sendable, Hashable {
    public var name: String
    public var columns: [Column]

    public struct Column: Sendable, Hashable {
        public var name: String
        public var type: ColumnType
        /// The column must exist (`*`).
        public var required: Bool
    }

    public enum ColumnType: Sendable, Hashable {
        case text
        /// An instant.
        case time
        case number
    }

    /// The column whose value, where it is mapped, tells one row from another.
    public static let identifier = "id"

    /// The time that decides whether a row is known yet; the first required time of the table.
    public var begin: String {
        switch name {
        case "customers", "leads": "created_at"
        case "subscriptions": "started_at"
        case "orders": "ordered_at"
        case "visits": "visited_at"
        case "tickets": "opened_at"
        case "surveys": "answered_at"
        case "sends": "sent_at"
        case "costs": "spent_at"
        default: "at"
        }
    }

    public static let all: [CanonicalTable] = [
        table("customers", "id*", "created_at* time", "churned_at time"),
        table("subscriptions", "id", "customer_id*", "plan", "mrr number", "started_at* time", "ended_at time"),
        table("orders", "id", "customer_id*", "ordered_at* time", "product", "quantity number", "amount* number"),
        table(
            "leads", "id", "created_at* time", "converted_at time", "lost_at time", "customer_id", "status", "source"),
        table("visits", "id", "visited_at* time", "visitor_id", "converted_at time", "goal"),
        table(
            "tickets", "id", "opened_at* time", "first_response_at time", "resolved_at time", "customer_id", "priority",
            "channel"),
        table("surveys", "id", "kind*", "customer_id", "sent_at time", "answered_at time", "score number"),
        table("sends", "id", "campaign*", "customer_id", "sent_at* time", "responded_at time"),
        table("costs", "id", "spent_at* time", "category", "amount* number"),
    ]

    public static func named(_ name: String) -> CanonicalTable? {
        all.first { $0.name == name }
    }

    /// A table of the user's own for a custom KPI of kind `series`.
    public static func series(_ name: String) -> CanonicalTable {
        table(name, "at* time", "value* number")
    }

    private static func table(_ name: String, _ columns: String...) -> CanonicalTable {
        CanonicalTable(
            name: name,
            columns: columns.map { text in
                let words = text.split(separator: " ")
                let type: ColumnType = words.count == 1 ? .text : words[1] == "time" ? .time : .number
                let required = words[0].hasSuffix("*")
                return Column(name: String(required ? words[0].dropLast() : words[0]), type: type, required: required)
            })
    }
}
