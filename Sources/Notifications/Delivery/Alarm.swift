import Foundation
import Goals

/// The channel that hears of a dead letter: the first other one in the `notify` of the goals it was about, else any other, one that
/// reaches people before the console. `nil` where there is no other, or where the dead letter was such an alarm itself.
public func alarmChannel(
    for dead: Delivery, recipients: (_ goal: String) -> [String], channels: [ChannelDeclaration]
) -> String? {
    guard dead.deadLetter == nil else { return nil }
    let known = Set(channels.map(\.name))
    let named = dead.events.flatMap { recipients($0.goal) }
    if let other = named.first(where: { $0 != dead.channel && known.contains($0) }) { return other }
    let others = channels.filter { $0.name != dead.channel }
    let reaching = others.first { channel in
        if case .console = channel.kind { false } else { true }
    }
    return (reaching ?? others.first)?.name
}

/// The message that tells `channel` of a dead letter.
public func alarm(about dead: Delivery, to channel: String, id: String, at now: Date) -> Delivery {
    Delivery(
        id: id, channel: channel, events: dead.events, queuedAt: now,
        deadLetter: Delivery.DeadLetter(
            id: dead.id, channel: dead.channel, error: dead.lastError ?? "no reason is known"))
}
