extension KPI {
    /// Whether a measurement of it says where the true value lies. Sums and counts are what they are; of a KPI of the user's own the spread of its
    /// rows is not known.
    public var hasInterval: Bool {
        variants.contains { variant in
            switch variant.aggregate {
            case .ratio, .quotient, .mean, .duration, .survival, .netPromoter: true
            case .sum, .count, .lifetime, .series: false
            }
        }
    }
}
