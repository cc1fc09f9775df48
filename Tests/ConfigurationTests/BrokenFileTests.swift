import Configuration
import Foundation
import Testing

/// Each file of Fixtures/broken is refused, with exactly the messages beside it: the `.expected` files are what users read.
@Suite struct BrokenFileTests {
    static let files = Repository.files("json", below: Repository.fixtures.appending(path: "broken"))

    @Test(arguments: files)
    func everyProblemIsToldAtOnce(_ file: URL) throws {
        let name = file.lastPathComponent
        let error = #expect(throws: ConfigurationError.self, "\(name)") { try Configuration.load(path: file.path) }
        let told = try #require(error).description + "\n"
        let expected = file.deletingPathExtension().appendingPathExtension("expected")
        #expect(told == (try String(contentsOf: expected, encoding: .utf8)), "\(name)")
    }

    @Test(arguments: files)
    func noMessageShowsASecret(_ file: URL) throws {
        let error = #expect(throws: ConfigurationError.self) { try Configuration.load(path: file.path) }
        #expect(try #require(error).description.contains("hunter2") == false)
    }
}
