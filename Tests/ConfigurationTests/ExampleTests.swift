import Configuration
import Foundation
import Testing

@Suite struct ExampleTests {
    @Test(arguments: Examples.files)
    func everyExampleLoads(_ file: URL) throws {
        if file.path.contains("/goals.d/") { return }
        let configuration = try Configuration.load(path: file.path)
        #expect(!configuration.goals.isEmpty)
        #expect(configuration.warnings.map(\.description) == [])
    }

    /// What a reader copies works.
    @Test func everyBlockOfTheDocumentationLoads() throws {
        let blocks = try Examples.blocks()
        #expect(blocks.count > 20)
        for block in blocks {
            let folder = try Folder()
            let path = try folder.write(block.file)
            #expect(throws: Never.self, "\(block.place)") { try Configuration.load(path: path) }
        }
    }

    /// Every key of the schema is explained in goals.md, in a table or in a sentence, as `key`.
    @Test func theReferenceExplainsEveryKey() throws {
        let page = try String(
            contentsOf: Repository.root.appending(path: "Documentation/goals.md"), encoding: .utf8)
        let schema = try #require(
            try JSONSerialization.jsonObject(with: Data(Configuration.schema.utf8)) as? [String: Any])
        for key in keys(of: schema) where key != "$schema" {
            #expect(page.contains("`\(key)`"), "goals.md does not explain \(key)")
        }
    }

    private func keys(of node: Any) -> Set<String> {
        if let list = node as? [Any] { return list.reduce(into: []) { $0.formUnion(keys(of: $1)) } }
        guard let object = node as? [String: Any] else { return [] }
        var found: Set<String> = []
        if let properties = object["properties"] as? [String: Any] { found.formUnion(properties.keys) }
        return object.values.reduce(into: found) { $0.formUnion(keys(of: $1)) }
    }
}
