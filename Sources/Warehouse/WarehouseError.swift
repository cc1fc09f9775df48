import KPIs

/// Why there is no measurement: the check failed. Says what to do.
public enum WarehouseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// No source of that name.
    case unknownSource(String)
    /// No KPI of that id.
    case unknownKPI(String)
    /// It took longer than the check may take. `seconds`: what it was given.
    case timeout(source: String, seconds: Double)
    /// The caller went away.
    case cancelled(source: String)
    /// The source could not be read at all.
    case ingest(source: String, IngestError)
    /// The source was not read yet.
    case unread(source: String)
    /// A table that the KPI uses could not be read, or not well enough.
    case table(source: String, reason: String)
    /// The KPI cannot be computed from what the source has.
    case kpi(KPIError)
    /// No source has what the KPI needs: what each lacks.
    case nowhere(kpi: String, reasons: [String])
    /// More series than the goal allows.
    case tooManySeries(kpi: String, by: [String], count: Int, limit: Int)
    /// A KPI of the user's own is wrong, or its result is. `what`: where to look for it, such as "the SQL of KPI arpu".
    case custom(what: String, reason: String)
    /// A server, or a database of somebody else's, cannot be used: it is not there, lets nobody in, or lets too much happen.
    case server(source: String, reason: String)
    /// The warehouse's file cannot be read.
    case database(source: String, reason: String)

    public var description: String {
        switch self {
        case .unknownSource(let name): "no source \"\(name)\": declare it in sources"
        case .unknownKPI(let id): "no KPI \"\(id)\": see crmgoals kpi"
        case .timeout(let source, let seconds):
            "source \(source) took longer than \(Self.text(seconds)) s: see whether its files can be reached, "
                + "or narrow the window"
        case .cancelled(let source): "the check of source \(source) was stopped before it was done"
        case .ingest(let source, let error): "source \(source): \(error)"
        case .unread(let source): "source \(source) has not been read yet: run crmgoals check"
        case .table(let source, let reason): "source \(source): \(reason)"
        case .kpi(let error): error.description
        case .nowhere(_, let reasons): reasons.joined(separator: "; ")
        case .tooManySeries(let kpi, let by, let count, let limit):
            "\(kpi) by \(by.joined(separator: ", ")) gives \(count) series and max_series allows \(limit): "
                + "split by fewer columns, filter with where, or raise max_series"
        case .custom(let what, let reason): "\(what): \(reason)"
        case .server(let source, let reason): "source \(source): \(reason)"
        case .database(let source, let reason):
            "the warehouse of source \(source): \(reason); delete its file in the state folder: it is made anew from the source"
        }
    }

    static func custom(_ kpi: CustomKPI, _ reason: String) -> WarehouseError {
        switch kpi.kind {
        case .sql: .custom(what: "the SQL of KPI \(kpi.id)", reason: reason)
        case .command: .custom(what: "the command of KPI \(kpi.id)", reason: reason)
        case .series, .http: .custom(what: "KPI \(kpi.id)", reason: reason)
        }
    }

    private static func text(_ seconds: Double) -> String {
        seconds == seconds.rounded() && abs(seconds) < 1e9 ? String(Int(seconds)) : String(seconds)
    }
}
