/// The state of a series as people see it in `status` and `check`.
public enum State: String, Sendable, Hashable, Codable, CaseIterable {
    case ok, pending, warning, critical
    case noData = "no_data"
    case insufficient, failed
}
