import Foundation
import Goals
import Testing

@testable import Journal

@Suite struct JournalTests {
    @Test func whatWasCommittedIsThereAfterARestart() throws {
        let folder = TemporaryFolder()
        let journal = try folder.open()
        try journal.commit(Sample.quiet(hour: 0))
        try journal.commit(Sample.opening(hour: 1))
        try journal.record(DeliveryOutcome("churn-1-opened-team", at: Sample.slot(1), .delivered))
        try journal.record(
            DeliveryOutcome(
                "churn-1-opened-mail", at: Sample.slot(1), .retry(nextAttemptAt: Sample.slot(2), error: "503")))
        let state = journal.state
        #expect(state.seq == 3)
        #expect(state.outbox.map(\.id) == ["churn-1-opened-mail"])
        #expect(state.outbox.first?.attempts == 1)
        #expect(try Journal.read(folder: folder.path) == state)
        try journal.close()
        #expect(try Journal.read(folder: folder.path) == state)
        #expect(try folder.open().state == state)
    }
}
