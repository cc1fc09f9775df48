import Foundation
import Goals

/// SplitMix64 (Steele, Lea & Flood 2014): the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A small company with every oddity that the KPIs must bear: times on the very edge of windows, ends before beginnings, nothing
/// where something is expected, tables that are missing.
struct RandomCompany {
    static let origin = time("2026-01-01T00:00:00Z")
    /// Times lie on a grid of six hours over sixty days, so that many coincide with windows' edges.
    static let days = 60

    private var random: SeededGenerator
    private var company = TestCompany()

    static func company(seed: UInt64) -> TestCompany {
        var maker = RandomCompany(random: SeededGenerator(seed: seed))
        maker.fill()
        return maker.company
    }

    private mutating func fill() {
        let customers = (0..<number(2, 25)).map { "c\($0)" }
        let segments: [String?] = ["smb", "mid", "O'Brien & \"Co\"", nil]
        add("customers", ["id", "created_at", "churned_at", "segment", "Region"], customers.count) { maker, row in
            [
                customers[row], maker.when(before: 40), maker.maybe(0.4) { $0.when() }, maker.one(of: segments),
                maker.one(of: ["north", "south"]),
            ]
        }
        if maybe(0.6) {
            add("subscriptions", ["id", "customer_id", "plan", "mrr", "started_at", "ended_at", "area"], number(0, 50))
            {
                maker, row in
                [
                    "s\(row)", maker.customer(customers), maker.one(of: ["basic", "pro", nil]),
                    maker.maybe(0.9) { maker in String(maker.number(0, 6) * 10) }, maker.when(),
                    maker.maybe(0.4) { $0.when() }, maker.one(of: ["x", "y"]),
                ]
            }
        }
        add("orders", ["id", "customer_id", "ordered_at", "product", "amount", "area"], number(0, 90)) { maker, row in
            [
                "o\(row)", maker.customer(customers), maker.when(), maker.one(of: ["ink", "pen", "desk", nil]),
                maker.maybe(0.9) { maker in String(Double(maker.number(-2_000, 30_000)) / 100) },
                maker.one(of: ["x", "y"]),
            ]
        }
        add("leads", ["id", "created_at", "converted_at", "lost_at", "customer_id", "source"], number(0, 60)) {
            maker, row in
            [
                "l\(row)", maker.when(), maker.maybe(0.5) { $0.when() }, maker.maybe(0.3) { $0.when() },
                maker.customer(customers), maker.one(of: ["web", "fair", nil]),
            ]
        }
        add("visits", ["visited_at", "visitor_id", "converted_at", "goal"], number(0, 80)) { maker, _ in
            [
                maker.when(), maker.maybe(0.9) { maker in "v\(maker.number(0, 12))" }, maker.maybe(0.4) { $0.when() },
                maker.one(of: ["buy", "sign-up"]),
            ]
        }
        add(
            "tickets", ["id", "opened_at", "first_response_at", "resolved_at", "customer_id", "priority"], number(0, 70)
        ) { maker, row in
            [
                "t\(row)", maker.when(), maker.maybe(0.7) { $0.when() }, maker.maybe(0.7) { $0.when() },
                maker.customer(customers), maker.one(of: ["high", "low", nil]),
            ]
        }
        add("surveys", ["id", "kind", "customer_id", "sent_at", "answered_at", "score"], number(0, 90)) { maker, row in
            let isNPS = maker.maybe(0.5)
            return [
                "a\(row)", isNPS ? "nps" : "csat", maker.customer(customers), maker.when(),
                maker.maybe(0.7) { $0.when() },
                maker.maybe(0.85) { maker in String(isNPS ? maker.number(0, 10) : maker.number(1, 5)) },
            ]
        }
        add("sends", ["id", "campaign", "customer_id", "sent_at", "responded_at"], number(0, 60)) { maker, row in
            [
                "m\(row)", maker.one(of: ["spring", "autumn"]), maker.customer(customers), maker.when(),
                maker.maybe(0.4) { $0.when() },
            ]
        }
        add("costs", ["id", "spent_at", "category", "amount", "Region"], number(0, 12)) { maker, row in
            [
                "k\(row)", maker.when(), maker.one(of: ["ads", "fair"]),
                maker.maybe(0.8) { maker in String(maker.number(0, 500)) }, maker.one(of: ["north", "south", nil]),
            ]
        }
    }

    private mutating func add(
        _ table: String, _ columns: [String], _ count: Int, row: (inout RandomCompany, Int) -> [String?]
    ) {
        var rows: [[String?]] = []
        for index in 0..<count { rows.append(row(&self, index)) }
        company[table] = TestCompany.Table(columns: columns, rows: rows)
    }

    private mutating func number(_ low: Int, _ high: Int) -> Int { Int.random(in: low...high, using: &random) }

    private mutating func maybe(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

    private mutating func maybe(_ share: Double, _ value: (inout RandomCompany) -> String?) -> String? {
        maybe(share) ? value(&self) : nil
    }

    private mutating func one(of values: [String?]) -> String? { values[number(0, values.count - 1)] }

    private mutating func customer(_ customers: [String]) -> String? {
        // One who is not among the customers, too.
        maybe(0.9) { maker in maker.one(of: customers + ["stranger"]) }
    }

    private mutating func when(before day: Int = days) -> String {
        Timestamp.text(Self.origin.addingTimeInterval(Double(number(0, day * 4)) * 21_600))
    }
}
