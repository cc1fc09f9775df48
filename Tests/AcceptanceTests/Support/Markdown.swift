import Foundation
import Testing

/// The fenced blocks of a page: ```` ```json folder=demo ````.
struct MarkdownBlock: CustomTestStringConvertible, Sendable {
    var page: String
    /// Of the opening fence, from 1.
    var line: Int
    var language: String
    /// `folder=demo` after the language; a word alone has the value "".
    var attributes: [String: String]
    var text: String

    var testDescription: String { "\(page):\(line) \(language)" }

    static let repository = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Of README.md and every page in Documentation.
    static let all: [MarkdownBlock] = {
        let documentation = repository.appendingPathComponent("Documentation")
        let pages = (try? FileManager.default.contentsOfDirectory(atPath: documentation.path)) ?? []
        return (["README.md"] + pages.filter { $0.hasSuffix(".md") }.sorted().map { "Documentation/" + $0 })
            .flatMap(blocks)
    }()

    static func blocks(of page: String) -> [MarkdownBlock] {
        let text = (try? String(contentsOf: repository.appendingPathComponent(page), encoding: .utf8)) ?? ""
        var blocks: [MarkdownBlock] = []
        var open: MarkdownBlock?
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if var block = open {
                if line == "```" {
                    blocks.append(block)
                    open = nil
                } else {
                    block.text += line + "\n"
                    open = block
                }
            } else if line.hasPrefix("```") {
                let words = line.dropFirst(3).split(separator: " ").map(String.init)
                let pairs = words.dropFirst().map { word in
                    let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
                    return (parts[0], parts.count == 2 ? parts[1] : "")
                }
                open = MarkdownBlock(
                    page: page, line: number + 1, language: words.first ?? "",
                    attributes: Dictionary(pairs) { $1 }, text: "")
            }
        }
        return blocks
    }
}
