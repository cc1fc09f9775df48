import Goals

extension Configuration {
    /// Reads and checks the file at `path` and those it includes.
    ///
    /// - Throws: every problem at once, in the files' order.
    public static func load(path: String) throws(ConfigurationError) -> Configuration {
        let path = FilePath.absolute(path)
        let name = FilePath.lastComponent(path)
        let report = Report()
        guard let root = Document.open(path: path, name: name, report: report) else {
            throw ConfigurationError(problems: report.problems)
        }
        let configuration = TopLevel(path: path, root: root, report: report).decode()
        if let configuration, report.problems.isEmpty { return configuration }
        throw ConfigurationError(problems: inOrder(report.problems, mainFile: name))
    }

    /// By file, goals.json first and the others as they were met, then by place.
    static func inOrder(_ problems: [Problem], mainFile: String) -> [Problem] {
        var rank = [mainFile: 0]
        for problem in problems where rank[problem.file] == nil { rank[problem.file] = rank.count }
        return problems.enumerated().sorted { left, right in
            let (a, b) = (left.element, right.element)
            return (rank[a.file] ?? 0, a.line, a.column, left.offset) < (
                rank[b.file] ?? 0, b.line, b.column, right.offset
            )
        }.map(\.element)
    }
}

extension Document {
    /// The root of the file at `path`; `nil` if there is nothing that can be decoded. What is wrong with it is reported.
    static func open(path: String, name: String, report: Report) -> Entry? {
        let bytes: [UInt8]
        do {
            bytes = try FilePath.read(path)
        } catch {
            report.add(Problem(file: name, message: error.message, fix: error.fix))
            return nil
        }
        let document = Document(name: name, text: JSONText(bytes), report: report)
        if let encoding = utf16(bytes) {
            report.add(Problem(file: name, message: "the file is saved as \(encoding)", fix: "save it as UTF-8"))
            return nil
        }
        if bytes.dropFirst(document.text.start).allSatisfy({ $0 <= UInt8(ascii: " ") }) {
            report.add(
                Problem(
                    file: name, message: "the file is empty (\(path))",
                    fix: "write sources, channels and goals into it; crmgoals init writes one to begin with"))
            return nil
        }
        let (root, faults) = JSONReader.read(document.text)
        for fault in faults {
            report.add(document.problem(fault.offset, path: "", fault.message, fix: fault.fix))
        }
        return root.map { Entry(document: document, path: .root, node: $0) }
    }

    private static func utf16(_ bytes: [UInt8]) -> String? {
        bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) ? "UTF-16" : nil
    }
}
