/// Until when something may go on: somebody still waits for it, and its own time is not over.
struct TimeLimit: Sendable {
    /// `nil`: nobody goes away.
    let deadline: Deadline?
    /// `nil`: as long as somebody waits.
    let end: ContinuousClock.Instant?

    init(_ deadline: Deadline? = nil, seconds: Double? = nil) {
        self.deadline = deadline
        end = seconds.map { ContinuousClock.now + .seconds($0) }
    }

    var hasPassed: Bool { deadline?.hasPassed == true || end.map { $0 <= ContinuousClock.now } ?? false }

    /// Milliseconds to sleep at most before asking again: a `Deadline` rings no bell.
    var patience: Int32 {
        guard let end else { return 20 }
        let left = (end - ContinuousClock.now).seconds * 1000
        return Int32(min(20, max(0, left.rounded(.up))))
    }
}
