/// The purchase histories of a company's customers, and what their repeat purchases were worth: what lifetime value is estimated from.
///
/// A repeat customer takes 16 bytes; the others only count, by age.
public struct CustomerBase: Sendable {
    struct RepeatCustomer: Sendable {
        let history: UInt64
        /// m: the mean value of the customer's repeat purchases.
        let value: Double
    }

    public private(set) var customers = 0
    /// Those with x > 0.
    public var repeatCustomers: Int { buyers.count }
    private(set) var buyers: ContiguousArray<RepeatCustomer> = []
    /// How many customers bought once, by age in days.
    private(set) var once: [Int: Int] = [:]
    /// Whether all values are numbers.
    private(set) var isFinite = true

    public init() {}

    /// Adds customers with one history. `repeatValue` is m, the mean value of the purchases after the first, of each of them, in
    /// money; it does not matter without repeats. One that is not finite makes every estimate fail.
    public mutating func add(_ history: PurchaseHistory, repeatValue: Double = 0, customers count: Int = 1) {
        guard count > 0 else { return }
        customers += count
        guard history.repeats > 0 else {
            once[history.age, default: 0] += count
            return
        }
        let value = Self.rounded(repeatValue)
        if !value.isFinite { isFinite = false }
        for _ in 0..<count { buyers.append(RepeatCustomer(history: history.packed, value: value)) }
    }

    /// To 41 bits, some twelve digits: what engines bring back differs in the last bits, since each adds in an order of its own, and a
    /// likelihood that is flat along its ridge would show that in the eighth digit of what is predicted.
    private static func rounded(_ value: Double) -> Double {
        let unit = value.ulp * 4096
        return (value / unit).rounded() * unit
    }

    /// With the repeat customers in the order of repeats, age, recency, value: equal histories stand together, and whatever order the
    /// customers came in, sums over them round alike.
    func sorted() -> CustomerBase {
        var base = self
        base.buyers.sort { ($0.history, $0.value) < ($1.history, $1.value) }
        return base
    }
}
