// Names, and functions of KPIs, as part of a condition.
extension ConditionReader {
    /// At a word that is no keyword.
    mutating func name(_ word: String) throws(SyntaxProblem) -> Term {
        let begin = range
        try advance()
        guard token == .sign("(") else {
            if ConditionFunction(word) != nil, vocabulary.word(for: word) == nil {
                throw problem(begin, "\(word) needs what it is of in parentheses, as in \(word)(resolution)")
            }
            return try reference(named: word, begin, readingTail: true)
        }
        guard let function = ConditionFunction(word) else { throw unknownFunction(word, begin) }
        try deepen(begin)
        try advance()
        let term = try call(function, word.lowercased(), from: begin.lowerBound)
        leave()
        return term
    }

    private func unknownFunction(_ word: String, _ range: Range<Int>) -> SyntaxProblem {
        if vocabulary.word(for: word) != nil || vocabulary.word(for: word.lowercased()) != nil {
            return problem(range, "\(word) is a KPI and takes no parentheses: filters stand in { }, a window in [ ]")
        }
        if word.lowercased().hasPrefix("p"), word.dropFirst().allSatisfy({ $0.asciiDigit != nil }), word.count > 1 {
            return problem(range, "percentiles go from p50 to p99")
        }
        guard let meant = ConditionFunction.suggestion(for: word) else {
            return problem(
                range,
                "there is no function \(word): there are mean, median, p50 to p99, previous, change, min, max, avg and abs"
            )
        }
        return problem(range, "there is no function \(word): did you mean \(meant)?", meant)
    }

    /// After the opening parenthesis.
    private mutating func call(_ function: ConditionFunction, _ name: String, from begin: Int) throws(SyntaxProblem)
        -> Term
    {
        let term: Term
        switch function {
        case .statistic, .previous:
            let (reference, end) = try referenceOfCall(function, name, from: begin)
            return Term(
                expression: .kpi(reference), unit: reference.unit, range: begin..<end, title: reference.title)
        case .change:
            let (past, end) = try referenceOfCall(.previous, name, from: begin)
            var present = past
            present.shift = .none
            // Spelled out, so that nothing else has to know of it.
            let quotient = Expression.arithmetic(.dividedBy, .kpi(present), .kpi(past))
            return Term(
                expression: .arithmetic(.minus, quotient, .literal(1, .ratio)), unit: .ratio, range: begin..<end,
                title: check.source(begin..<end))
        case .recorded(let which):
            let reference = try argument(of: name)
            guard reference.shift == .none else {
                throw problem(
                    begin..<range.upperBound, "\(name) looks at what the goal recorded, not at previous windows")
            }
            guard token == .sign(",") else {
                throw problem(
                    range, "\(name) needs how far back it looks: write \(name)(\(reference.title), 7d)",
                    token == .sign(")") ? ", 7d)" : nil)
            }
            let span = try self.span()
            let end = range.upperBound
            try expect(")")
            term = Term(
                expression: .recorded(which, reference, span), unit: reference.unit, range: begin..<end,
                title: check.source(begin..<end))
        case .abs:
            term = try absolute(from: begin)
        case .forecast, .anomaly:
            throw problem(
                begin..<(begin + name.count), "\(name) is not available yet: leave it out until a later version")
        }
        return term
    }

    private mutating func absolute(from begin: Int) throws(SyntaxProblem) -> Term {
        var term = try sumInParentheses()
        let end = range.upperBound
        try expect(")")
        term.range = begin..<end
        term.title = check.source(begin..<end)
        term.literal = nil
        if case .literal(let value, let unit) = term.expression {
            term.expression = .literal(Swift.abs(value), unit)
        } else {
            term.expression = .absolute(term.expression)
        }
        return term
    }

    /// `p90(k)`, `previous(k)`, `previous(k, 1 year)` and each of the other, up to the closing parenthesis.
    private mutating func referenceOfCall(
        _ function: ConditionFunction, _ name: String, from begin: Int
    ) throws(SyntaxProblem) -> (Expression.Reference, end: Int) {
        var reference = try argument(of: name)
        switch function {
        case .statistic(let statistic):
            guard reference.unit == .duration else {
                throw problem(
                    begin..<range.upperBound,
                    "\(name) is for KPIs that are durations, such as time_to_resolution; \(reference.kpi) is \(reference.unit.title)"
                )
            }
            guard reference.statistic == nil else {
                throw problem(begin..<range.upperBound, "only one of mean, median and p50 to p99 at a time")
            }
            reference.statistic = statistic
        case .previous, .change:
            guard reference.shift == .none else {
                throw problem(
                    begin..<range.upperBound,
                    "only one previous at a time; previous(\(reference.kpi), 1 year) looks farther back")
            }
            reference.shift = token == .sign(",") ? .by(try span()) : .oneWindow
        case .recorded, .abs, .forecast, .anomaly: break
        }
        let end = range.upperBound
        if token == .sign(",") { throw problem(range, "\(name) takes nothing after this") }
        if token != .sign(")"), token != .end {
            throw problem(range, "\(name) is of a KPI alone: a ) is missing before this")
        }
        try expect(")")
        return (reference, end)
    }

    /// The KPI that a function is of: one by name, or a statistic of one, or an earlier one.
    private mutating func argument(of name: String) throws(SyntaxProblem) -> Expression.Reference {
        let begin = range
        guard case .word(let word) = token, !ConditionScanner.keywords.contains(word.lowercased()) else {
            throw problem(
                begin,
                "\(name) is of a KPI, as in \(name)(resolution\(name == "min" || name == "max" || name == "avg" ? ", 7d" : ""))"
            )
        }
        let term = try self.name(word)
        guard case .kpi(let reference) = term.expression else {
            throw problem(term.range, "\(name) is of a KPI, not of something computed")
        }
        return reference
    }

    /// At a comma; ends at the closing parenthesis.
    private mutating func span() throws(SyntaxProblem) -> Span {
        let (raw, offset) = scanner.raw(until: [",", ")"])
        guard scanner.cursor.current != nil else {
            let end = scanner.characters.count
            throw problem(end..<end, "a ) is missing at the end", ")")
        }
        let span: Span
        do {
            span = try Span(parsing: raw)
        } catch {
            throw error.placed(in: scanner.text, at: offset)
        }
        guard !span.isZero else { throw problem(offset..<(offset + raw.count), "a length of time over zero is needed") }
        try advance()
        return span
    }
}
