/// What BG/NBD asks of a customer's past (Fader, Hardie & Lee 2005, section 3), in days. Purchases of one day are one purchase.
public struct PurchaseHistory: Sendable, Hashable {
    /// x: the purchases after the first.
    public let repeats: Int
    /// From the first purchase to the last; 7 times t_x. 0 without repeats.
    public let recency: Int
    /// From the first purchase to the last full day that is known of; 7 times T.
    public let age: Int

    /// `nil` for what no customer can have: more repeats than days to buy on, a last purchase after the end, a repeat without time
    /// between or the other way round, or a past of 2,800 years.
    public init?(repeats: Int, recency: Int, age: Int) {
        guard repeats >= 0, recency >= repeats, (repeats == 0) == (recency == 0), age >= recency, age < 1 << 20 else {
            return nil
        }
        self.repeats = repeats
        self.recency = recency
        self.age = age
    }

    /// T in weeks, the unit of BG/NBD's alpha here.
    public var weeks: Double { Double(age) / 7 }
    /// t_x in weeks.
    public var weeksToLast: Double { Double(recency) / 7 }
}

extension PurchaseHistory {
    /// In one word, which orders by repeats, age, recency.
    var packed: UInt64 { UInt64(repeats) << 40 | UInt64(age) << 20 | UInt64(recency) }

    init(packed: UInt64) {
        let mask: UInt64 = 1 << 20 - 1
        repeats = Int(packed >> 40)
        age = Int(packed >> 20 & mask)
        recency = Int(packed & mask)
    }

    /// Of a customer who bought once, `age` days ago.
    init(once age: Int) {
        repeats = 0
        recency = 0
        self.age = age
    }
}
