import Testing

@testable import Daemon

@Suite struct WakeupTests {
    @Test func aSleeperIsWoken() async {
        let wakeup = Wakeup()
        let sleeper = Task { await wakeup.sleep(seconds: nil) }
        await wakeup.wake()
        await wakeup.wake()
        await sleeper.value
    }

    @Test func oneThatWasWokenWhileAwakeDoesNotSleepTheNextTime() async {
        let wakeup = Wakeup()
        await wakeup.wake()
        await wakeup.sleep(seconds: nil)
    }

    @Test func timeAndCancellationEndASleep() async {
        let wakeup = Wakeup()
        await wakeup.sleep(seconds: 0)
        let sleeper = Task { await wakeup.sleep(seconds: nil) }
        sleeper.cancel()
        await sleeper.value
    }
}
