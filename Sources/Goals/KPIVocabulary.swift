/// The KPIs that a condition may name, as far as its grammar and its units need to know them. The catalogue is one.
public protocol KPIVocabulary: Sendable {
    /// `nil` if no KPI has this id or alias.
    func word(for nameOrAlias: String) -> KPIWord?
    /// Every id and alias, for "did you mean".
    var kpiNames: [String] { get }
}

public struct KPIWord: Sendable, Hashable {
    /// The KPI's id, never an alias.
    public var id: String
    public var unit: Unit
    /// A count or a sum, which is 0 where nothing is counted. DESIGN 8.
    public var isSum: Bool

    public init(id: String, unit: Unit, isSum: Bool) {
        self.id = id
        self.unit = unit
        self.isSum = isSum
    }
}
