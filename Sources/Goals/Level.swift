/// How bad a breach is.
public enum Level: String, Codable, Sendable, CaseIterable, Comparable, Hashable {
    case warning
    case critical

    public static func < (left: Level, right: Level) -> Bool {
        left == .warning && right == .critical
    }
}
