import Daemon
import Goals

/// A backtest as DESIGN 13 has it.
struct BacktestJSON: Encodable {
    var report: BacktestReport

    enum Key: String, CodingKey {
        case events, evaluations, summary
    }

    func encode(to encoder: any Encoder) throws {
        var json = encoder.container(keyedBy: Key.self)
        try json.encode(report.events.map { EventJSON(event: $0, isFull: false) }, forKey: .events)
        try json.encode(report.evaluations, forKey: .evaluations)
        var summary = Dictionary(uniqueKeysWithValues: Event.Kind.allCases.map { ($0.rawValue, 0) })
        summary.merge(report.counts) { $1 }
        summary["notifications"] = report.notifications
        try json.encode(summary, forKey: .summary)
    }
}
