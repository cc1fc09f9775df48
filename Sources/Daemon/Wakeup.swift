import Foundation

/// Lets one task sleep until a time, or until another wakes it.
actor Wakeup {
    private var isDue = false
    private var sleeper: CheckedContinuation<Void, Never>?
    private var turn = 0

    /// The sleeper goes on; one that is awake does not sleep the next time.
    func wake() {
        guard let sleeper else {
            isDue = true
            return
        }
        self.sleeper = nil
        turn += 1
        sleeper.resume()
    }

    /// Returns after so many seconds, when woken, or when the task is cancelled, whichever comes first. `nil`: no time.
    func sleep(seconds: Double?) async {
        if isDue || Task.isCancelled {
            isDue = false
            return
        }
        let turn = turn
        let timer = seconds.map { seconds in
            Task {
                try await Task.sleep(for: .seconds(max(0, seconds)))
                expire(turn)
            }
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled || self.turn != turn {
                    continuation.resume()
                } else {
                    sleeper = continuation
                }
            }
        } onCancel: {
            Task { await self.expire(turn) }
        }
        timer?.cancel()
    }

    private func expire(_ turn: Int) {
        guard turn == self.turn else { return }
        self.turn += 1
        sleeper?.resume()
        sleeper = nil
    }
}
