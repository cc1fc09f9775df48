/// Why there is no lifetime value. The description is for the person who asked.
public enum FitFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// Fewer customers with a repeat purchase than the models can tell anything from.
    case tooFewRepeatCustomers(Int, needed: Int)
    /// Hardly any repeat customer has spent anything in the repeat purchases.
    case tooFewRepeatValues(Int)
    /// The likelihood of BG/NBD has no maximum that could be found.
    case purchasesDoNotConverge
    /// The likelihood of Gamma-Gamma has no maximum that could be found.
    case valuesDoNotConverge
    /// All repeat customers pay the same: the likelihood of Gamma-Gamma rises without end.
    case valuesDoNotVary
    /// Gamma-Gamma's q <= 1: the value of a purchase varies so much between customers that it has no mean.
    case valueHasNoMean(q: Double)
    /// A value is infinite or no number, or the result would be.
    case valueNotFinite

    public var description: String {
        switch self {
        case .tooFewRepeatCustomers(let count, let needed):
            "\(count) customers have bought again: lifetime value needs \(needed)"
        case .tooFewRepeatValues(let count):
            "only \(count) customers have spent anything when they bought again: the value of a purchase cannot be estimated"
        case .purchasesDoNotConverge:
            "the purchases of these customers fit no BG/NBD model: its likelihood has no maximum that can be found"
        case .valuesDoNotConverge:
            "the values of these purchases fit no Gamma-Gamma model: its likelihood has no maximum that can be found"
        case .valuesDoNotVary:
            "all repeat customers pay the same: Gamma-Gamma has nothing to estimate the value of a purchase from"
        case .valueHasNoMean(let q):
            "the value of a purchase varies so much between customers that it has no mean (Gamma-Gamma's q is "
                + "\((q * 1000).rounded() / 1000), it must be above 1)"
        case .valueNotFinite:
            "the value of a purchase is infinite or not a number"
        }
    }
}
