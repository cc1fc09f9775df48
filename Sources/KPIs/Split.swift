import Goals

/// Where the columns of a request's `by` and `where` are found, for one variant of a KPI. DESIGN 8, "`by` and `where`".
struct Split: Sendable {
    let by: [Column]
    let filters: [(column: Column, values: [String])]

    struct Column: Sendable {
        let name: String
        let place: Place
    }

    enum Place: Sendable {
        /// A column of each of the KPI's tables: splits their rows, history included. By table, as the source spells it.
        case own([String: String])
        /// A column of `customers`, joined over `customer_id`: describes the customer.
        case customer(String)
    }

    static let none = Split(by: [], filters: [])

    private init(by: [Column], filters: [(column: Column, values: [String])]) {
        self.by = by
        self.filters = filters
    }

    init(_ request: MeasurementRequest, of variant: Variant, kpi: String, in layout: Layout) throws(KPIError) {
        func column(_ name: String) throws(KPIError) -> Column {
            Column(name: name, place: try Self.place(of: name, in: variant, kpi: kpi, layout: layout))
        }
        var by: [Column] = []
        for name in request.by { by.append(try column(name)) }
        var filters: [(Column, [String])] = []
        for filter in request.filters { filters.append((try column(filter.column), filter.values)) }
        self.by = by
        self.filters = filters
    }

    var usesCustomers: Bool {
        (by + filters.map(\.column)).contains { if case .customer = $0.place { true } else { false } }
    }

    /// A column of the KPI's own tables splits or filters their rows.
    var usesOwnColumns: Bool {
        (by + filters.map(\.column)).contains { if case .own = $0.place { true } else { false } }
    }

    private static func place(
        of name: String, in variant: Variant, kpi: String, layout: Layout
    ) throws(KPIError) -> Place {
        let tables = variant.tables.map(\.table)
        var own: [String: String] = [:]
        for table in tables { own[table] = layout.column(name, of: table) }
        let customer = layout.column(name, of: "customers")
        let isEverywhere = own.count == tables.count

        switch variant.relation {
        case .sideBySide:
            if isEverywhere { return .own(own) }
        case .byCustomer:
            if tables.count == 1, isEverywhere { return .own(own) }
            if let customer {
                if tables == ["customers"] { return .own(own) }
                let links = tables.filter { $0 != "customers" }
                if links.contains(where: { layout.column("customer_id", of: $0) != nil }) { return .customer(customer) }
                throw .column(
                    "\(kpi): \"\(name)\" is a column of customers, but \(links.joined(separator: ", ")) has no customer_id "
                        + "that leads there: map customer_id, or use a column of \(links.joined(separator: ", "))")
            }
            if isEverywhere { return .own(own) }
        }
        if let (owner, _) = own.sorted(by: { $0.key < $1.key }).first {
            let others = tables.filter { own[$0] == nil }.joined(separator: ", ")
            throw .column(
                "\(kpi) joins \(tables.joined(separator: " and ")), and only \(owner) has the column \"\(name)\": "
                    + "without it in \(others) the parts cannot be told apart; use a column that each of them has"
                    + (variant.relation == .byCustomer ? ", or one of customers" : ""))
        }
        throw .column(unknown(name, in: tables, kpi: kpi, layout: layout))
    }

    private static func unknown(_ name: String, in tables: [String], kpi: String, layout: Layout) -> String {
        var places = tables
        if layout.has("customers"), !places.contains("customers") { places.append("customers") }
        let known = places.flatMap { layout.tables[$0] ?? [] }
        let hint =
            nearest(name, in: known).map { "did you mean \"\($0)\"?" }
            ?? "there are \(Set(known).sorted().map { "\"\($0)\"" }.joined(separator: ", "))"
        return "\(kpi): no column \"\(name)\" in \(places.joined(separator: " or ")): \(hint)"
    }
}
