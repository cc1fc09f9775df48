/// The problems and warnings found while a configuration is loaded. Lives as long as one `load`.
final class Report {
    private(set) var problems: [Problem] = []
    private(set) var warnings: [Problem] = []

    func add(_ problem: Problem) {
        problems.append(problem)
    }

    func warn(_ problem: Problem) {
        warnings.append(problem)
    }
}

/// One file while it is decoded.
final class Document {
    /// As messages name it.
    let name: String
    let text: JSONText
    let report: Report

    init(name: String, text: JSONText, report: Report) {
        self.name = name
        self.text = text
        self.report = report
    }

    func problem(_ offset: Int, path: String, _ message: String, excerpt: String? = nil, fix: String?) -> Problem {
        let (line, column) = text.position(of: offset)
        return Problem(
            file: name, path: path, line: line, column: column, message: message, excerpt: excerpt, fix: fix)
    }
}
