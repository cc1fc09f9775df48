import Foundation
import Testing

/// The unit file and `Scripts/install`, judged by systemd's own tools.
@Suite struct ServiceTests {
    private static let unit = MarkdownBlock.repository.appendingPathComponent("systemd/crmgoals.service")

    @Test func systemdFindsNothingToSayAboutTheUnit() throws {
        let folder = try Folder()
        // The program is not installed where tests run: its path is the only thing that is changed.
        let text = try String(contentsOf: Self.unit, encoding: .utf8)
            .replacingOccurrences(of: "ExecStart=/usr/local/bin/crmgoals", with: "ExecStart=\(Program.path)")
        try folder.write(text, to: "crmgoals.service")
        let outcome = try Tool.run("systemd-analyze", "verify", folder.path("crmgoals.service"), in: folder)
        #expect(outcome.exitCode == 0)
        #expect(outcome.output + outcome.errors == "")
    }

    @Test func itsExposureIsAtMostTwo() throws {
        let folder = try Folder()
        let outcome = try Tool.run(
            "systemd-analyze", "security", "--offline=true", "--threshold=20", Self.unit.path, in: folder)
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("Overall exposure level"))
    }

    @Test func installingTwiceKeepsTheConfiguration() throws {
        let folder = try Folder()
        let install = MarkdownBlock.repository.appendingPathComponent("Scripts/install").path
        let environment = ["DESTDIR": folder.url.path, "BINARY": Program.path]
        #expect(try Tool.run(install, in: folder, environment: environment).exitCode == 0)
        let files = FileManager.default
        #expect(files.isExecutableFile(atPath: folder.path("usr/local/bin/crmgoals")))
        #expect(
            files.contentsEqual(
                atPath: Self.unit.path, andPath: folder.path("usr/local/lib/systemd/system/crmgoals.service")))
        let secrets = try files.attributesOfItem(atPath: folder.path("etc/crmgoals/secrets"))
        #expect(secrets[.posixPermissions] as? Int == 0o700)

        try folder.write("{}", to: "etc/crmgoals/goals.json")
        #expect(try Tool.run(install, in: folder, environment: environment).exitCode == 0)
        #expect(try folder.read("etc/crmgoals/goals.json") == "{}")
    }

    @Test func theInstalledExampleIsAConfiguration() throws {
        let folder = try Folder()
        let example = MarkdownBlock.repository.appendingPathComponent("systemd/goals.json")
        try folder.write(try String(contentsOf: example, encoding: .utf8), to: "goals.json")
        // Its exports are not there: a failed check, not a wrong configuration.
        #expect(try Program.run("check", in: folder).exitCode == 3)
    }

    @Test func theDemoShowsWhereTheGoalsStand() throws {
        let folder = try Folder()
        let demo = MarkdownBlock.repository.appendingPathComponent("Scripts/demo").path
        let outcome = try Tool.run(
            demo, folder.path("sample"), in: folder, environment: ["BINARY": Program.path])
        #expect(outcome.exitCode == 0, "\(outcome.output)\(outcome.errors)")
        #expect(outcome.output.contains("Customers stay with us"))
        #expect(outcome.output.contains("critical"))
    }
}
