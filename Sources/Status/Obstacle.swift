import struct Foundation.Date
import Goals

/// Why the last evaluation of a series does not say how it stands.
public enum Obstacle: Sendable, Hashable {
    case neverEvaluated
    /// `since`: the first evaluation without, else the last that gave a value, where one is remembered.
    case noData(since: Date?, detail: String?)
    case failed(detail: String?)
    /// Fewer rows than the goal's `min_sample`; or what else is too little to judge by.
    case insufficient(sample: Int?, needed: Int, detail: String?)

    /// `nil` where the reading is a value.
    init?(_ reading: Reading?, goal: Goal, silentSince: Date? = nil) {
        guard let reading else {
            self = .neverEvaluated
            return
        }
        switch reading.outcome {
        case .value: return nil
        case .noData: self = .noData(since: silentSince, detail: reading.reason)
        case .failed: self = .failed(detail: reading.reason)
        case .insufficient:
            self = .insufficient(
                sample: reading.measurement?.sample, needed: goal.minSample, detail: reading.reason)
        }
    }

    /// In words, to stand beside a state; `time` writes an instant the way the reader wants it.
    func text(_ language: Language, beside state: State, time: (Date) -> String) -> String {
        switch self {
        case .neverEvaluated:
            return language.say("never evaluated", "noch nie ausgewertet")
        case .noData(let since, let detail):
            // Where the state says it, the reason need not.
            if since == nil, state == .noData, let detail { return detail }
            let head =
                since.map {
                    language.say("no data since \(time($0))", "keine Daten seit \(time($0))")
                } ?? language.say("no data", "keine Daten")
            return head + (detail.map { ": " + $0 } ?? "")
        case .failed(let detail):
            return language.say("check failed", "Prüfung fehlgeschlagen") + (detail.map { ": " + $0 } ?? "")
        case .insufficient(let sample, let needed, let detail):
            if let detail { return detail }
            guard let sample else { return language.say("too small a sample", "Stichprobe zu klein") }
            return language.say("sample of \(sample), needs \(needed)", "Stichprobe von \(sample), nötig \(needed)")
        }
    }
}

extension Language {
    /// One of two wordings of the same thing.
    func say(_ english: String, _ german: String) -> String {
        switch self {
        case .english: english
        case .german: german
        }
    }
}
