/// Why a KPI cannot be computed from what a source has.
public enum KPIError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Tables or columns are missing: which, and how to map them.
    case missing(String)
    /// A column of `by` or `where` is unknown, or cannot split this KPI.
    case column(String)
    /// What was asked of it makes no sense for it, such as a percentile of a ratio.
    case request(String)

    public var description: String {
        switch self {
        case .missing(let text), .column(let text), .request(let text): text
        }
    }
}
