import ArgumentParser
import Configuration
import Daemon
import Foundation

/// What every command takes.
struct GlobalOptions: ParsableArguments {
    @Option(help: "The file that declares the goals.", completion: .file(extensions: ["json"]))
    var config = "goals.json"

    @Option(
        help:
            "The folder of the program's memory. Default: $STATE_DIRECTORY, else what goals.json says, else state/ beside it.",
        completion: .directory)
    var state: String?

    @Flag(help: "No colours. They are only used on a terminal, and not where NO_COLOR is set.")
    var noColor = false

    func load() throws -> Configuration {
        try Configuration.load(path: config)
    }

    /// Absolute.
    func stateFolder(_ configuration: Configuration) -> String {
        StateFolder.path(
            option: state, environment: ProcessInfo.processInfo.environment, configuration: configuration)
    }

    /// All that evaluates, sends or runs.
    func application() throws -> Application {
        let configuration = try load()
        return Application(
            configuration: configuration, stateFolder: stateFolder(configuration),
            environment: ProcessInfo.processInfo.environment)
    }
}
