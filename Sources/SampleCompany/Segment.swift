enum Segment: String, CaseIterable {
    case smb
    case midMarket = "mid-market"
    case enterprise

    /// The segment of the customer at `share` (0..<1) of all.
    init(share: Double) {
        self = share < 0.62 ? .smb : share < 0.89 ? .midMarket : .enterprise
    }
}

enum Plan: String {
    case starter, team, business, enterprise

    /// EUR a month for the smallest contract of the plan.
    func price(on day: Int, _ stories: Stories) -> Double {
        switch self {
        case .starter: day >= stories.priceRise ? 95 : 79
        case .team: 199
        case .business: 490
        case .enterprise: 1900
        }
    }

    init(_ segment: Segment, share: Double) {
        self =
            switch segment {
            case .smb: share < 0.7 ? .starter : .team
            case .midMarket: share < 0.3 ? .team : .business
            case .enterprise: .enterprise
            }
    }
}
