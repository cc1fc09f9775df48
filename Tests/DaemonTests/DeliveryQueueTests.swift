import Foundation
import Goals
import Testing

@testable import Daemon

@Suite struct DeliveryQueueTests {
    let now = Date(timeIntervalSince1970: 1_767_225_600)

    private func delivery(_ id: String, episode: String?, next: Date? = nil, status: Delivery.Status = .owed)
        -> Delivery
    {
        Delivery(
            id: id, channel: "team", events: [Event(kind: .opened, at: now, goal: "churn", episode: episode)],
            queuedAt: now,
            nextAttemptAt: next, status: status)
    }

    @Test func theFirstThatIsDueIsNext() {
        let first = delivery("1", episode: "a")
        #expect(DeliveryQueue.next([first, delivery("2", episode: "b")], at: now) == .attempt(first))
        #expect(DeliveryQueue.next([], at: now) == .nothing)
    }

    @Test func whatTellsOfTheSameEpisodeWaitsBehindOneThatIsTriedAgainLater() {
        let waiting = delivery("1", episode: "a", next: now + 60)
        #expect(DeliveryQueue.next([waiting, delivery("2", episode: "a")], at: now) == .wait(until: now + 60))
    }

    @Test func anotherEpisodeIsNotHeldUp() {
        let other = delivery("2", episode: "b")
        #expect(DeliveryQueue.next([delivery("1", episode: "a", next: now + 60), other], at: now) == .attempt(other))
    }

    @Test func deadLettersHoldUpNothing() {
        let next = delivery("2", episode: "a")
        #expect(
            DeliveryQueue.next([delivery("1", episode: "a", status: .deadLetter), next], at: now) == .attempt(next))
    }

    @Test func whatHasNoEpisodeIsKeptInOrderPerGoal() {
        let waiting = delivery("1", episode: nil, next: now + 5)
        #expect(DeliveryQueue.next([waiting, delivery("2", episode: nil)], at: now) == .wait(until: now + 5))
    }
}
