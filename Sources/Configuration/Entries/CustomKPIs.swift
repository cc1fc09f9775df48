import Goals
import KPIs

/// The entries of `kpis`.
enum CustomKPIs {
    /// The ids of all entries, those with problems too: a condition that names one of these says nothing new by failing.
    static func names(_ entry: Entry?) -> [String] {
        guard case .object(let members) = entry?.node.value else { return [] }
        return members.map(\.key)
    }

    static let kinds: [(name: String, shape: Shape)] = [
        ("sql", .sqlKPI), ("series", .seriesKPI), ("http", .httpKPI), ("command", .commandKPI),
    ]

    /// The KPIs, and the places of their secrets.
    struct Decoded {
        var kpis: [CustomKPI] = []
        var secrets: [DeclaredSecret] = []
    }

    static func decode(_ entry: Entry, folder: String) -> Decoded {
        let example = "write { \"signups\": { \"series\": \"signups\", \"unit\": \"count\" } }"
        guard let members = entry.members("an object of KPIs by their ids", fix: example) else { return Decoded() }
        var decoded = Decoded()
        for member in members {
            if let problem = Catalogue.idProblem(member.key) {
                member.entry.report(problem, at: member.keyOffset)
            }
            guard let kind = kind(of: member.entry), let fields = Fields(member.entry, kind.shape, fix: "") else {
                continue
            }
            var kpi = CustomKPIEntry(fields, folder: folder)
            if let found = kpi.decode(member.key, kind.name) { decoded.kpis.append(found) }
            decoded.secrets += kpi.secrets
        }
        return decoded
    }

    /// By the one key that says how the number is had.
    private static func kind(of entry: Entry) -> (name: String, shape: Shape)? {
        guard let fields = Fields(keysOf: entry, fix: "write { \"series\": \"signups\", \"unit\": \"count\" }") else {
            return nil
        }
        let names = kinds.map(\.name)
        let present = fields.present(of: names)
        if Set(present).count == 1 { return kinds.first { $0.name == present[0] } }
        _ = Fields(entry, .anyKPI, fix: "")
        if present.isEmpty {
            entry.report("it is not said what is measured", fix: "add \(Entry.either(names))")
        } else {
            entry.report(
                "a KPI has one of sql, series, http and command, and this has \(present.joined(separator: " and "))",
                fix: "keep one of them")
        }
        return nil
    }

    static func seriesTables(_ kpis: [CustomKPI]) -> [String] {
        var tables: [String] = []
        for kpi in kpis {
            if case .series(let table, _) = kpi.kind, !tables.contains(table) { tables.append(table) }
        }
        return tables
    }
}
