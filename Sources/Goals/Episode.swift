import Foundation

/// One breach of one series, while it is open.
public struct Episode: Sendable, Hashable, Codable {
    /// Made from goal, labels and slot: the same decision always gives the same id.
    public var id: String
    public var level: Level
    /// The slot at which it opened.
    public var openedAt: Date
    /// The value farthest past the threshold so far.
    public var peak: Double
    /// The channels that were told of its opening or escalation; they are owed its end.
    public var heard: [String]
    /// The slot of the last notice that asked for attention (opening, escalation, reminder).
    public var lastNoticeAt: Date

    /// By channel, the delivery that told of its beginning: mails about it answer to that.
    public var openings: [String: String]?

    public init(id: String, level: Level, openedAt: Date, peak: Double, heard: [String], lastNoticeAt: Date) {
        self.id = id
        self.level = level
        self.openedAt = openedAt
        self.peak = peak
        self.heard = heard
        self.lastNoticeAt = lastNoticeAt
    }
}
