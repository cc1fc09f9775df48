import Goals

/// What tells that a customer is active just before a time t. DESIGN 8, "Active at t".
enum Activity: Sendable, CaseIterable {
    /// An order in [t - inactive_after, t).
    case orders
    /// A subscription started before t and not ended before t.
    case subscriptions
    /// Created before t and not churned before t.
    case customers

    var table: String {
        switch self {
        case .orders: "orders"
        case .subscriptions: "subscriptions"
        case .customers: "customers"
        }
    }

    /// Whether the goal's parameters are for this one.
    @Sendable func applies(_ parameters: Parameters) -> Bool {
        switch self {
        case .orders: parameters.text("inactive_after") != nil
        case .subscriptions, .customers: parameters.text("inactive_after") == nil
        }
    }

    /// - Parameter knowsEnds: without the column that tells the end everybody would be active for ever, which is the answer to
    ///   no question about those who leave.
    func need(knowsEnds: Bool) -> Variant.TableNeed {
        switch self {
        case .orders: .orders()
        case .subscriptions: knowsEnds ? .subscriptions("ended_at") : .subscriptions()
        case .customers: knowsEnds ? .customers("churned_at") : .customers()
        }
    }

    /// The row makes its customer active at an end of the window.
    func condition(_ row: Scope.Alias, at edge: Instants.Edge, in scope: Scope) -> SQL {
        let time = scope.instants.at(edge)
        switch self {
        case .orders:
            let span = scope.parameters.span("inactive_after") ?? .zero
            let earliest = scope.instants.before(edge, by: span)
            return
                "\(row.customer) IS NOT NULL AND \(row["ordered_at"]) >= \(earliest) AND \(row["ordered_at"]) < \(time)"
        case .subscriptions:
            let ended = row["ended_at"]
            return """
                \(row.customer) IS NOT NULL AND \(row["started_at"]) < \(time) AND (\(ended) IS NULL OR \(ended) >= \(time))
                """
        case .customers:
            let churned = row["churned_at"]
            return "\(row["created_at"]) < \(time) AND (\(churned) IS NULL OR \(churned) >= \(time))"
        }
    }

    /// One row a customer (and labels) active at an end of the window.
    func rows(_ scope: Scope, at edge: Instants.Edge, _ columns: SQL = "1 AS counted") -> SQL {
        scope.rows(of: table, id: \.customer, grouped: true) { _ in
            columns
        } where: { row in
            condition(row, at: edge, in: scope)
        }
    }

    /// The customers active at an end of the window, whatever their labels.
    func customers(_ scope: Scope, at edge: Instants.Edge) -> SQL {
        let row = scope.alias(table, "k")
        return "SELECT \(row.customer) FROM \(row.source) WHERE \(condition(row, at: edge, in: scope))"
    }

    /// One row a customer (and labels) active at the start of the window, with `counted` 1 if they are active at its end under any label, and
    /// 0 if not; or the other way round.
    ///
    /// Labels and filters on customers say the same of all rows of one, so that one pass over the rows of each tells both. Where they are
    /// on the rows themselves, who is active at the end is asked of all rows.
    func retained(_ scope: Scope, counting isKept: Bool) -> SQL {
        let (kept, gone): (SQL, SQL) = isKept ? ("1", "0") : ("0", "1")
        guard scope.description.columns.isEmpty, table == "customers" || !scope.split.usesOwnColumns else {
            let active = customers(scope, at: .end)
            return scope.rows(of: table, id: \.customer, grouped: true) { row in
                "CASE WHEN \(row.customer) IN (\(active)) THEN \(kept) ELSE \(gone) END AS counted"
            } where: { row in
                condition(row, at: .start, in: scope)
            }
        }
        func isActive(_ row: Scope.Alias, at edge: Instants.Edge) -> SQL {
            "max(CASE WHEN \(condition(row, at: edge, in: scope)) THEN 1 ELSE 0 END) = 1"
        }
        return scope.rows(of: table, id: \.customer, grouped: true) { row in
            "CASE WHEN \(isActive(row, at: .end)) THEN \(kept) ELSE \(gone) END AS counted"
        } where: { row in
            concerned(row, scope)
        } kept: { row in
            isActive(row, at: .start)
        }
    }

    /// All rows that can tell who is active at either end of the window.
    private func concerned(_ row: Scope.Alias, _ scope: Scope) -> SQL {
        switch self {
        case .orders:
            let earliest = scope.instants.before(.start, by: scope.parameters.span("inactive_after") ?? .zero)
            return """
                \(row.customer) IS NOT NULL AND \(row["ordered_at"]) >= \(earliest) AND \(row["ordered_at"]) < \(scope.end)
                """
        case .subscriptions: return "\(row.customer) IS NOT NULL AND \(row["started_at"]) < \(scope.end)"
        case .customers: return condition(row, at: .start, in: scope)
        }
    }

    /// One variant for each way to tell who is active.
    static func variants(
        knowsEnds: Bool, _ aggregate: Aggregate, rows: @escaping @Sendable (Scope, Activity) -> SQL
    ) -> [Variant] {
        allCases.map { activity in
            Variant(of: [activity.need(knowsEnds: knowsEnds)], aggregate, where: activity.applies) {
                scope in
                rows(scope, activity)
            }
        }
    }
}
