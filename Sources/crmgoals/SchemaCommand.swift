import ArgumentParser
import Configuration

struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Prints the JSON Schema of goals.json.",
        discussion: """
            An editor that knows it completes and explains keys.

            Example:
              crmgoals schema > goals.schema.json
            """)

    @OptionGroup var global: GlobalOptions

    func run() throws {
        try Console(noColor: global.noColor).write(Configuration.schema)
    }
}
