import ArgumentParser
import Daemon
import Status

struct NotifyTest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notify-test",
        abstract: "Sends a test notice to one channel and prints what the far side said.",
        discussion: """
            Example:
              crmgoals notify-test team
            """)

    @Argument(help: "A channel of goals.json.")
    var channel: String

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let application = try global.application()
        let known = application.configuration.channels.map(\.name)
        guard known.contains(channel) else {
            throw Failure.unknown("channel", channel, known: known, in: global.config)
        }
        let (isDelivered, answer) = await application.sendTest(channel: channel)
        guard isDelivered else {
            throw Failure(
                "\(channel): the test notice was not delivered: \(answer)",
                "see channels.\(channel) in \(global.config)", exitCode: 74)
        }
        try Console(noColor: global.noColor).write([TerminalText("\(channel): delivered. \(answer)")])
    }
}
