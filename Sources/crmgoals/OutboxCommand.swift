import ArgumentParser
import Daemon
import Foundation
import Goals
import Journal
import Status

struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "Notices that are still owed, or were given up.",
        discussion: """
            Examples:
              crmgoals outbox
              crmgoals outbox retry    all that were given up
            """,
        subcommands: [List.self, Retry.self, Drop.self],
        defaultSubcommand: List.self)

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Shows what is owed, and what was given up and why.",
            discussion: """
                Example:
                  crmgoals outbox list
                """)

        @OptionGroup var global: GlobalOptions

        func run() throws {
            let configuration = try global.load()
            let console = Console(noColor: global.noColor, language: configuration.language)
            let deliveries = try Journal.read(folder: global.stateFolder(configuration)).outbox
            guard !deliveries.isEmpty else {
                try console.write(["Nothing is owed, and nothing was given up."])
                return
            }
            let time = HumaneTime(now: WallClock.now, zone: configuration.zone, language: .english)
            try console.write(deliveries.flatMap { Self.lines($0, time: time, terminal: console.terminal) })
        }

        private static func lines(_ delivery: Delivery, time: HumaneTime, terminal: Terminal) -> [TerminalText] {
            let isDead = delivery.status == .deadLetter
            var facts = delivery.events.map { TerminalText("\($0.goal) \($0.kind.rawValue)") }
            if let letter = delivery.deadLetter { facts = [TerminalText("alarm: \(letter.channel) was given up")] }
            facts.append(TerminalText(time.since(delivery.queuedAt)))
            let attempts = delivery.attempts
            if attempts > 0 { facts.append(TerminalText("\(attempts) attempt\(attempts == 1 ? "" : "s")")) }
            if !isDead, let next = delivery.nextAttemptAt { facts.append(TerminalText("next " + time.full(next))) }
            if let error = delivery.lastError { facts.append(TerminalText(error)) }
            let head =
                TerminalText(isDead ? "given up  " : "owed      ", isDead ? .bad : .worrying)
                + TerminalText(delivery.channel, .strong) + "  " + TerminalText(delivery.id, .quiet)
            return terminal.packed([head]) + terminal.packed(facts, indent: 10)
        }
    }

    struct Retry: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retry",
            abstract: "Makes notices that were given up owed again.",
            discussion: """
                The daemon tries them at once; without one they are tried now, once.

                Example:
                  crmgoals outbox retry
                """)

        @Argument(help: "Ids, as `crmgoals outbox` shows them; all that were given up if none is named.")
        var ids: [String] = []

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let changed = try await global.application().retry(ids)
            try Console(noColor: global.noColor).write(
                changed.isEmpty ? ["Nothing was given up."] : changed.map { TerminalText("owed again: \($0)") })
        }
    }

    struct Drop: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "drop",
            abstract: "Takes notices out; they are not sent any more.",
            discussion: """
                Example:
                  crmgoals outbox drop 0d3c6f52-5f5e-4d0e-9a0e-0a8b6f1f3d11
                """)

        @Argument(help: "Ids, as `crmgoals outbox` shows them.")
        var ids: [String]

        @OptionGroup var global: GlobalOptions

        func run() async throws {
            let changed = try await global.application().drop(ids)
            try Console(noColor: global.noColor).write(changed.map { TerminalText("dropped: \($0)") })
        }
    }
}
