import struct Foundation.Date
import Goals

/// What stands now: the answer of `status` and of `check`, for people and for programs. DESIGN 13.
public struct StatusReport: Sendable, Hashable {
    public var generatedAt: Date
    /// Goals in the file's order, one entry a series, those of a goal in the order of their labels.
    public var entries: [StatusEntry]
    /// `nil` for `check`, which has no memory and no daemon.
    public var machinery: Machinery?

    public init(generatedAt: Date, entries: [StatusEntry], machinery: Machinery? = nil) {
        self.generatedAt = generatedAt
        self.entries = entries
        self.machinery = machinery
    }

    /// How many entries are in a state.
    public func count(_ state: State) -> Int {
        entries.reduce(0) { $0 + ($1.state == state ? 1 : 0) }
    }

    /// As monitoring plugins do: 2 critical, 1 warning, 3 no data or a failed check, 0 otherwise; the worst that any entry has.
    ///
    /// A pending series that lost its data counts among those without: nobody knows whether it is well.
    public var exitCode: Int32 {
        if count(.critical) > 0 { return 2 }
        if count(.warning) > 0 { return 1 }
        return entries.contains(where: \.lacksData) ? 3 : 0
    }
}

extension StatusReport: Encodable {
    private enum Key: String, CodingKey {
        case generatedAt = "generated_at"
        case summary, goals, daemon, outbox
    }

    public func encode(to encoder: any Encoder) throws {
        var json = encoder.container(keyedBy: Key.self)
        try json.encode(generatedAt, forKey: .generatedAt)
        let counts = State.allCases.map { ($0.rawValue, count($0)) }
        try json.encode(Dictionary(uniqueKeysWithValues: counts), forKey: .summary)
        try json.encode(entries, forKey: .goals)
        if let machinery {
            try json.encode(machinery.daemon, forKey: .daemon)
            try json.encode(machinery.outbox, forKey: .outbox)
        }
    }
}
