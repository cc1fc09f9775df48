import Goals

/// A KPI of the user's own, from goals.json's `kpis`. DESIGN 4.
public struct CustomKPI: Sendable, Hashable {
    public let id: String
    public let unit: Unit
    public let better: KPI.Direction
    public let kind: Kind

    public enum Kind: Sendable, Hashable {
        /// A query in the source's dialect, with `:start`, `:end` and `:now`; its result column `value` is the KPI.
        case sql(String)
        /// Over a table with the columns `at`, `value` and any label columns.
        case series(table: String, aggregate: Aggregate)
        /// A JSON document at an address. Knows the present only.
        case http(HTTPQuery)
        /// What a program prints. Knows the present only.
        case command(CommandQuery)
    }

    /// What is made of the values in a window.
    public enum Aggregate: String, Sendable, Hashable, CaseIterable {
        case last, sum, mean, min, max
    }

    public init(id: String, unit: Unit, better: KPI.Direction = .none, kind: Kind) {
        self.id = id
        self.unit = unit
        self.better = better
        self.kind = kind
    }

    public var isSum: Bool {
        switch kind {
        case .series(_, .sum): true
        case .series, .sql, .http, .command: false
        }
    }

    /// It is asked for what is now: it cannot be measured for another time.
    public var knowsOnlyNow: Bool {
        switch kind {
        case .sql, .series: false
        case .http, .command: true
        }
    }
}
