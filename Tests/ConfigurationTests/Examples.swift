import Foundation

/// Every example of goals.json in the repository.
enum Examples {
    /// Whole files.
    static var files: [URL] {
        let own = Repository.root.appending(path: "goals.json")
        let all = Repository.files("json", below: Repository.root.appending(path: "Examples"))
        return (FileManager.default.fileExists(atPath: own.path) ? [own] : []) + all
    }

    /// A JSON block of the documentation.
    struct Block {
        /// `goals.md:17`
        var place: String
        /// As it stands there.
        var text: String
        /// A whole file: what the block leaves out is added.
        var file: String
    }

    /// The blocks of README and Documentation that are goals.json, a part of one, or a goal.
    static func blocks() throws -> [Block] {
        let pages =
            [Repository.root.appending(path: "README.md")]
            + Repository.files("md", below: Repository.root.appending(path: "Documentation"))
        return try pages.flatMap { page in
            try jsonBlocks(of: page).compactMap { line, text in
                let place = "\(page.lastPathComponent):\(line)"
                guard let object = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
                    return Block(place: place, text: text, file: text)
                }
                return completed(object, text).map { Block(place: place, text: text, file: $0) }
            }
        }
    }

    /// `nil`: this is the JSON of something else, such as `status --json`.
    private static func completed(_ object: [String: Any], _ text: String) -> String? {
        let frame = [
            "sources": #"{ "crm": { "type": "csv", "folder": "data" } }"#,
            "channels": #"{ "team": { "type": "console" }, "management": { "type": "console" } }"#,
            "goals": "[]",
        ]
        if object["id"] != nil, object["critical"] != nil || object["warning"] != nil {
            return
                "{ \"sources\": \(frame["sources"] ?? ""), \"channels\": \(frame["channels"] ?? ""), \"goals\": [ \(text) ] }"
        }
        if object["sources"] != nil, object["goals"] != nil || object["include"] != nil { return text }
        let keys = [
            "sources", "channels", "kpis", "notify", "include", "timezone", "currency", "language", "state", "holidays",
        ]
        let isPart = keys.contains { object[$0] != nil } || (object.count == 1 && object["goals"] != nil)
        guard isPart, let brace = text.firstIndex(of: "{") else { return nil }
        let rest = text[text.index(after: brace)...]
        let added = frame.filter { object[$0.key] == nil }.sorted { $0.key < $1.key }.map {
            "\"\($0.key)\": \($0.value), "
        }
        return "{ " + added.joined() + rest
    }

    private static func jsonBlocks(of page: URL) throws -> [(line: Int, text: String)] {
        var blocks: [(line: Int, text: String)] = []
        var open: Int?
        let lines = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "\n")
        for (index, line) in lines.enumerated() {
            if let start = open {
                if line.hasPrefix("```") {
                    blocks.append((start + 1, lines[start..<index].joined(separator: "\n")))
                    open = nil
                }
            } else if line.hasPrefix("```json") {
                open = index + 1
            }
        }
        return blocks
    }
}
