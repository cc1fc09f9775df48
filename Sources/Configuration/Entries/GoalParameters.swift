import Goals
import KPIs

/// A goal's `parameters`: settings of the KPIs that it measures.
struct GoalParameters {
    private let entry: Entry
    private let catalogue: Catalogue

    init(_ entry: Entry, _ catalogue: Catalogue) {
        self.entry = entry
        self.catalogue = catalogue
    }

    /// `kpis`: ids, the one the goal is about first. A key must be known to one of them, and right for each that knows it.
    func decode(kpis: [String]) -> [String: String] {
        let example = "write { \"basis\": \"closed\" }"
        guard let members = entry.members("an object of settings", fix: example) else { return [:] }
        var parameters: [String: String] = [:]
        for member in members {
            guard let value = member.entry.setting() else { continue }
            parameters[member.key] = value
            check(member, value, kpis.compactMap { catalogue.kpi(named: $0) })
        }
        return parameters
    }

    private func check(_ member: Entry.Member, _ value: String, _ kpis: [KPI]) {
        let knowing = kpis.filter { kpi in kpi.parameters.contains { $0.name == member.key } }
        let asked = knowing.isEmpty ? Array(kpis.prefix(1)) : knowing
        for problem in asked.flatMap({ $0.problems(with: [member.key: value]) }) {
            if knowing.isEmpty {
                member.entry.report(problem, at: member.keyOffset)
            } else {
                member.entry.report(problem)
            }
        }
    }
}

extension Entry {
    fileprivate func setting() -> String? {
        switch node.value {
        case .string(let text): return text
        case .number(_, let text): return text
        case .bool(let value): return value ? "true" : "false"
        case .null, .array, .object, .unreadable:
            reportType("a setting", fix: "write text in double quotes or a number")
            return nil
        }
    }
}
