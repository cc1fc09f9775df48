import Goals

/// A few KPIs of every unit, as the catalogue has them.
struct Vocabulary: KPIVocabulary {
    static let parser = ConditionParser(vocabulary: Vocabulary(), currency: "EUR")

    private static let words: [String: KPIWord] = [
        "churn": KPIWord(id: "churn_rate", unit: .ratio, isSum: false),
        "churn_rate": KPIWord(id: "churn_rate", unit: .ratio, isSum: false),
        "resolution": KPIWord(id: "time_to_resolution", unit: .duration, isSum: false),
        "time_to_resolution": KPIWord(id: "time_to_resolution", unit: .duration, isSum: false),
        "first_response_time": KPIWord(id: "first_response_time", unit: .duration, isSum: false),
        "revenue": KPIWord(id: "revenue", unit: .money, isSum: true),
        "clv": KPIWord(id: "customer_lifetime_value", unit: .money, isSum: false),
        "cac": KPIWord(id: "customer_acquisition_cost", unit: .money, isSum: false),
        "orders": KPIWord(id: "orders", unit: .count, isSum: true),
        "open_tickets": KPIWord(id: "open_tickets", unit: .count, isSum: true),
        "nps": KPIWord(id: "net_promoter_score", unit: .score, isSum: false),
    ]

    func word(for nameOrAlias: String) -> KPIWord? { Self.words[nameOrAlias] }
    var kpiNames: [String] { Self.words.keys.sorted() }
}
