import Foundation
import Goals

/// What is still to be done of a delivery whose mail server took it for some recipients only: each that it refused for good is a
/// dead letter of its own, those that it refused for now are owed it together. The delivery itself counts as delivered.
///
/// - Parameter id: makes an id for a new delivery.
public func remainders(
    of delivery: Delivery, refused: [Outcome.Refusal], id: () -> String, at now: Date
) -> [Delivery] {
    func rest(_ recipients: [String], _ status: Delivery.Status, _ error: String) -> Delivery {
        var rest = delivery
        rest.id = id()
        rest.recipients = recipients
        rest.status = status
        rest.lastError = error
        rest.nextAttemptAt = nil
        return rest
    }
    var rests = refused.filter(\.isPermanent).map { rest([$0.recipient], .deadLetter, $0.reason) }
    let later = refused.filter { !$0.isPermanent }
    if let first = later.first { rests.append(rest(later.map(\.recipient), .owed, first.reason)) }
    return rests
}
