import Goals

/// One way to compute a KPI: which tables it reads, which rows it counts, and what is made of them.
public struct Variant: Sendable {
    /// Whether the goal's parameters ask for it.
    let applies: @Sendable (Parameters) -> Bool
    /// The KPI's own tables. `customers` need not be among them for a split by one of its columns.
    public let tables: [TableNeed]
    let relation: Relation
    public let aggregate: Aggregate
    /// Why there is no value where no row counts; the KPI's own reason unless given.
    let emptiness: String?
    /// What the KPI's median or percentile is of, where it may lie beyond all that has ended: "tickets are resolved".
    let ending: String?
    /// The counted rows: an `id`, the labels, and the columns that `aggregate` reads.
    let rows: @Sendable (Scope) -> SQL
    /// The same rows with `value` and the local `day` on which they ended, to notice a day on which old ones were ended in bulk.
    let endings: (@Sendable (Scope) -> SQL)?

    /// A table and the columns of it that must be there.
    public struct TableNeed: Sendable, Hashable {
        public let table: String
        public let columns: [String]
    }

    /// How its tables hang together, which tells what a column of one of them can split.
    enum Relation: Sendable {
        /// Through `customer_id`: a column of `customers` describes the customer.
        case byCustomer
        /// Only through the labels: each of them needs the column.
        case sideBySide
    }

    init(
        of tables: [TableNeed], relation: Relation = .byCustomer, _ aggregate: Aggregate,
        where applies: @escaping @Sendable (Parameters) -> Bool = { _ in true }, emptiness: String? = nil,
        ending: String? = nil, endings: (@Sendable (Scope) -> SQL)? = nil, rows: @escaping @Sendable (Scope) -> SQL
    ) {
        self.applies = applies
        self.tables = tables
        self.relation = relation
        self.aggregate = aggregate
        self.emptiness = emptiness
        self.ending = ending
        self.endings = endings
        self.rows = rows
    }
}

extension Variant.TableNeed {
    static func visits(_ columns: String...) -> Self { Self(table: "visits", columns: ["visited_at"] + columns) }
    static func customers(_ columns: String...) -> Self {
        Self(table: "customers", columns: ["id", "created_at"] + columns)
    }
    static func subscriptions(_ columns: String...) -> Self {
        Self(table: "subscriptions", columns: ["customer_id", "started_at"] + columns)
    }
    static func orders(_ columns: String...) -> Self {
        Self(table: "orders", columns: ["customer_id", "ordered_at"] + columns)
    }
    static func leads(_ columns: String...) -> Self { Self(table: "leads", columns: ["created_at"] + columns) }
    static func tickets(_ columns: String...) -> Self { Self(table: "tickets", columns: ["opened_at"] + columns) }
    static func surveys(_ columns: String...) -> Self { Self(table: "surveys", columns: ["kind"] + columns) }
    static func sends(_ columns: String...) -> Self { Self(table: "sends", columns: ["sent_at"] + columns) }
    static func costs(_ columns: String...) -> Self { Self(table: "costs", columns: ["spent_at"] + columns) }
}
