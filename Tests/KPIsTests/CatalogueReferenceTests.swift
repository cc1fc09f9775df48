import Foundation
import Testing

@testable import KPIs

@Suite struct CatalogueReferenceTests {
    /// To make it anew: `CRMGOALS_WRITE_DOCUMENTATION=1 swift test --filter CatalogueReferenceTests`.
    @Test func theReferenceInDocumentationIsThatOfTheCatalogue() throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Documentation/kpis.md").standardized
        if ProcessInfo.processInfo.environment["CRMGOALS_WRITE_DOCUMENTATION"] != nil {
            try Data(CatalogueReference.markdown.utf8).write(to: file)
        }
        let written = try String(contentsOf: file, encoding: .utf8)
        #expect(written == CatalogueReference.markdown, "see the command above this test")
    }
}
