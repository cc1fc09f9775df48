import Foundation
import Goals

/// What the command line asks of a running daemon over the control socket: one JSON line there, one back.
public enum ControlRequest: Codable, Sendable {
    /// `check --notify`
    case check(goals: [String], at: Date?)
    /// `outbox retry`; no ids: every dead letter.
    case retry(ids: [String])
    /// `outbox drop`
    case drop(ids: [String])
    case reload
}

/// The daemon's answer.
public enum ControlReply: Codable, Sendable {
    case checked([CheckedGoal])
    /// The deliveries that were changed.
    case changed(ids: [String])
    case done
    /// It could not be done; nothing was changed.
    case refused(what: String, remedy: String)
}
