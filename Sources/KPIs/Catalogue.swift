import Goals

/// All KPIs that a configuration knows: the ones below, and the user's own.
public struct Catalogue: KPIVocabulary, Sendable {
    /// In the order of the reference.
    public let all: [KPI]
    public let custom: [CustomKPI]
    private let byName: [String: KPI]
    private let customByID: [String: CustomKPI]

    public static let standard = Catalogue(custom: [])

    /// The catalogue, in the order of the reference. A new KPI is a file and a line here.
    static let kpis: [KPI] = [
        .conversionRate,
        .customerLifetimeValue,
        .clvHistoric,
        .clvPredicted,
        .churnRate,
        .customerAcquisitionCost,
        .customerRetentionRate,
        .crossUpsellRate,
        .crossSellRate,
        .upsellRate,
        .crossUpsellCustomers,
        .revenuePerCustomer,
        .responseRate,
        .surveyResponseRate,
        .leadConversionRate,
        .customerSatisfactionScore,
        .netPromoterScore,
        .timeToConversion,
        .timeToResolution,
        .revenue,
        .orders,
        .averageOrderValue,
        .newCustomers,
        .activeCustomers,
        .mrr,
        .netRevenueRetention,
        .grossRevenueRetention,
        .winRate,
        .openTickets,
        .firstResponseTime,
    ]

    /// - Parameter custom: with ids that `idProblem(_:)` finds nothing wrong with; a later one of the same id is ignored.
    public init(custom: [CustomKPI]) {
        self.custom = custom
        all = Self.kpis + custom.map { KPI(custom: $0) }
        var byName: [String: KPI] = [:]
        for kpi in all {
            for name in [kpi.id] + kpi.aliases where byName[name] == nil { byName[name] = kpi }
        }
        self.byName = byName
        customByID = Dictionary(custom.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// By id or alias.
    public func kpi(named name: String) -> KPI? { byName[name] }

    public func customKPI(_ id: String) -> CustomKPI? { customByID[id] }

    public func word(for nameOrAlias: String) -> KPIWord? {
        byName[nameOrAlias].map { KPIWord(id: $0.id, unit: $0.unit, isSum: $0.isSum) }
    }

    /// Ids and aliases.
    public var kpiNames: [String] { all.flatMap { [$0.id] + $0.aliases } }

    /// What is wrong with the id of a custom KPI; `nil` if nothing is.
    public static func idProblem(_ id: String) -> String? {
        let letters = Set("abcdefghijklmnopqrstuvwxyz")
        let others = letters.union("0123456789_")
        guard let first = id.first, letters.contains(first), id.allSatisfy(others.contains) else {
            return "\"\(id)\" is no KPI id: write small letters, digits and _, a letter first"
        }
        if ConditionWords.contains(id) {
            return "\"\(id)\" is a word of the condition language: choose another id"
        }
        if let taken = standard.kpi(named: id) {
            return "\"\(id)\" is taken by the catalogue's \(taken.id): choose another id"
        }
        return nil
    }
}

/// The words of the condition language (DESIGN 6), which no KPI can be called.
enum ConditionWords {
    /// Units and windows beside the words that the parser knows: they would read badly as names.
    private static let words: Set<String> = ConditionParser.reservedWords.union([
        "last", "this", "s", "m", "h", "d", "w", "k", "day", "week", "month", "quarter", "year", "days", "weeks",
        "months", "quarters", "years",
    ])

    static func contains(_ id: String) -> Bool {
        if words.contains(id) { return true }
        return id.first == "p" && id.count > 1 && id.dropFirst().allSatisfy { ("0"..."9").contains($0) }
    }
}
