/// Reads conditions (DESIGN 6): `churn > 5% and nps < 40`.
///
/// Keywords, function names and KPI names may be written in capitals. A condition has at most 4000 characters, 200 numbers and KPIs, and is nested
/// at most 64 deep.
public struct ConditionParser: Sendable {
    let vocabulary: any KPIVocabulary
    let currency: String
    let fiscalYearStart: Int

    /// - Parameters:
    ///   - currency: the code of the configuration's currency, such as `EUR`.
    ///   - fiscalYearStart: 1...12, the month in which the company's year starts, for windows such as `[last quarter]`.
    public init(vocabulary: any KPIVocabulary, currency: String, fiscalYearStart: Int = 1) {
        self.vocabulary = vocabulary
        self.currency = currency
        self.fiscalYearStart = fiscalYearStart
    }

    /// - Parameter defaultKPI: the goal's `kpi`, an id or alias; with it `text` may begin at the operator: `> 5%`.
    public func parse(_ text: String, defaultKPI: String?) throws(SyntaxProblem) -> Condition {
        let trimmed = text.trimmingBlanks
        var reader = try ConditionReader(text, parser: self, defaultKPI: defaultKPI)
        let root = try reader.read()
        return Condition(text: reader.beganAtOperator ? "\(defaultKPI ?? "") \(trimmed)" : trimmed, root: root)
    }

    /// The words of the language, lower case: none of them can name a KPI.
    public static let reservedWords: Set<String> = ConditionScanner.keywords.union(ConditionFunction.allNames)
}
