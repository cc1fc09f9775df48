import Goals

/// A definition that turns tables and a window into a measurement. DESIGN 8.
///
/// It is data: its words, and for each way in which its tables may be there a query for the rows that it counts. What is made
/// of the rows (`Aggregate`) and in which SQL (`Dialect`) is told elsewhere, so that a KPI is written once for all engines.
public struct KPI: Sendable {
    public let id: String
    public let aliases: [String]
    public let unit: Unit
    public let better: Direction
    public let name: Localized
    /// One sentence.
    public let meaning: Localized
    /// Two or three things to try when it goes wrong.
    public let advice: [Localized]
    public let defaultWindow: Window
    public let parameters: [Parameter]
    /// A count or a sum: 0, not "no data", where nothing is counted once its table has a row; `min_sample` is not asked of it.
    public let isSum: Bool
    /// Why there is no value where no row counts: "no visits in the window".
    public let emptiness: String
    /// How many rows were left out because they end before they begin.
    public let leftOut: LeftOut?
    /// Which window it is measured over, given the one asked for.
    public let span: MeasuredSpan
    /// What the reference says beside, in sentences.
    public let remarks: [String]
    /// The ways to compute it, first come first served.
    public let variants: [Variant]

    /// Which way is better.
    public enum Direction: String, Sendable, Hashable, CaseIterable {
        case higher, lower, none
    }

    public enum MeasuredSpan: Sendable, Hashable {
        /// The goal's window.
        case window
        /// Everything up to the last local midnight at or before the window's end as of now; the goal's window is ignored.
        case toLastMidnight
    }

    /// Words for the note on rows that end before they begin: "3 tickets resolved before they were opened were left out".
    public struct LeftOut: Sendable, Hashable {
        let one: String
        let many: String

        public func note(_ count: Int) -> String {
            count == 1 ? "1 \(one) was left out" : "\(count) \(many) were left out"
        }
    }

    init(
        id: String, aliases: [String] = [], unit: Unit, better: Direction, name: Localized, meaning: Localized,
        advice: [Localized], defaultWindow: Window = .rolling(.days(30)), parameters: [Parameter] = [],
        isSum: Bool = false, emptiness: String, leftOut: LeftOut? = nil,
        span: MeasuredSpan = .window, remarks: [String] = [], variants: [Variant]
    ) {
        self.id = id
        self.aliases = aliases
        self.unit = unit
        self.better = better
        self.name = name
        self.meaning = meaning
        self.advice = advice
        self.defaultWindow = defaultWindow
        self.parameters = parameters
        self.isSum = isSum
        self.emptiness = emptiness
        self.leftOut = leftOut
        self.span = span
        self.remarks = remarks
        self.variants = variants
    }

    /// What is wrong with a goal's `parameters`, each with what to write instead; empty if nothing is.
    public func problems(with parameters: [String: String]) -> [String] {
        parameters.sorted { $0.key < $1.key }.compactMap { key, value in
            if let parameter = self.parameters.first(where: { $0.name == key }) {
                return parameter.problem(with: value)
            }
            let known = self.parameters.map(\.name)
            if known.isEmpty { return "\(id) has no parameters: remove \"\(key)\"" }
            let hint = nearest(key, in: known).map { "did you mean \"\($0)\"?" }
            return "\(id) has no parameter \"\(key)\": "
                + (hint ?? "it takes \(known.map { "\"\($0)\"" }.joined(separator: ", "))")
        }
    }
}
