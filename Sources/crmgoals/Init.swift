import ArgumentParser
import Foundation
import SampleCompany

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Writes a goals.json to begin with, or a whole sample company.",
        discussion: """
            Nothing is overwritten.

            Example:
              crmgoals init --demo acme && cd acme && crmgoals check
            """)

    @Argument(help: "The folder to write to; made if it is not there.", completion: .directory)
    var folder = "."

    @Flag(help: "A year and a half of a company of 2,000 customers: goals.json and data/, up to yesterday.")
    var demo = false

    @OptionGroup var global: GlobalOptions

    func run() throws {
        let console = Console(noColor: global.noColor)
        let here = folder == "." ? "" : "cd \(folder) && "
        if demo {
            let progress = Progress()
            progress.show("writing the sample company ...")
            defer { progress.end() }
            try SampleCompany.write(to: folder, asOf: WallClock.now)
            progress.end()
            try console.write([
                "Wrote goals.json and data/. Next:", "", "  \(here)crmgoals check",
                "  \(here)crmgoals rows churn    which customers left", "  \(here)crmgoals run",
            ])
        } else {
            try writeMinimal()
            try console.write([
                "Wrote goals.json. Put your exports into data/ (customers.csv, subscriptions.csv, tickets.csv ...). Next:",
                "",
                "  \(here)crmgoals validate", "  \(here)crmgoals check",
            ])
        }
    }

    private func writeMinimal() throws {
        let path = folder + "/goals.json"
        if FileManager.default.fileExists(atPath: path) {
            throw Failure("\(path) is already there", "nothing is overwritten: choose another folder", exitCode: 73)
        }
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(SampleCompany.minimalGoals.utf8).write(
                to: URL(fileURLWithPath: path), options: .withoutOverwriting)
        } catch {
            throw Failure(
                "cannot write \(path): \(error.localizedDescription)", "choose a folder that you may write to",
                exitCode: 74)
        }
    }
}
