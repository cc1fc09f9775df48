import Goals

/// Texts in the languages of spans, windows, schedules and conditions.
extension Entry {
    func span() -> Span? {
        parsed("30d") { text throws(SyntaxProblem) in try Span(parsing: text) }
    }

    func window(fiscalYearStart: Int) -> Window? {
        parsed("30d") { text throws(SyntaxProblem) in
            try Window(parsing: text, fiscalYearStart: fiscalYearStart)
        }
    }

    /// Text that `parse` understands; what it does not is shown with a caret.
    func parsed<Value>(_ example: String, _ parse: (String) throws(SyntaxProblem) -> Value) -> Value? {
        guard let text = filledText(example) else { return nil }
        do {
            return try parse(text)
        } catch {
            report(error)
            return nil
        }
    }

    func report(_ problem: SyntaxProblem) {
        let byte = String(problem.text.prefix(problem.offset)).utf8.count
        report(
            problem.message, fix: problem.fix.map { "write \"\($0)\"" }, at: offset(ofTextByte: byte),
            excerpt: problem.pointer)
    }
}
