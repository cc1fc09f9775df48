/// The state of a series as people see it in `status` and `check`.
public enum State: String, Sendable, Hashable, Codable, CaseIterable {
    case ok, pending, warning, critical
    case noData = "no_data"
    case insufficient, failed
}
extension SeriesState {
    /// As people see it. An open episode's level is the state, whatever the last evaluation found; a pending series stays
    /// pending through evaluations that gave no value.
    public var state: State {
        switch episode?.level {
        case .critical: return .critical
        case .warning: return .warning
        case nil: break
        }
        if isPending { return .pending }
        switch reading?.outcome {
        case .value: return .ok
        case .noData, nil: return .noData
        case .insufficient: return .insufficient
        case .failed: return .failed
        }
    }

    /// A level's condition holds, though not for long enough yet.
    public var isPending: Bool {
        episode == nil && (warningHeld != nil || criticalHeld != nil)
    }
}
