import ArgumentParser
import Daemon
import Foundation
import Logging

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Watches the goals and sends notices, until it is told to end.",
        discussion: """
            SIGTERM and Ctrl-C end it within ten seconds; SIGHUP, or a change of goals.json, makes it read the file again.

            Example:
              crmgoals run --config /etc/crmgoals/goals.json
            """)

    @Option(help: "How the log on standard error is written: text or json.")
    var logFormat: StandardErrorLog.Format = .text

    @OptionGroup var global: GlobalOptions

    func run() async throws {
        let application = try global.application()
        let handler = StandardErrorLog(format: logFormat, environment: ProcessInfo.processInfo.environment)
        try await application.run(logger: Logger(label: "crmgoals") { _ in handler })
    }
}

extension StandardErrorLog.Format: ExpressibleByArgument {}
