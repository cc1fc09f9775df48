// KPIs by name, with their filters and windows, as part of a condition.
extension ConditionReader {
    /// A KPI by name, with its filters and window if they are read too.
    mutating func reference(named word: String, _ nameRange: Range<Int>, readingTail: Bool = false)
        throws(SyntaxProblem) -> Term
    {
        guard let kpi = vocabulary.word(for: word) ?? vocabulary.word(for: word.lowercased()) else {
            throw unknownKPI(word, nameRange)
        }
        var reference = Expression.Reference(kpi: kpi.id, unit: kpi.unit)
        var end = nameRange.upperBound
        if readingTail {
            if token == .sign("{") { (reference.filters, end) = try filters() }
            if token == .sign("[") { (reference.window, end) = try window() }
            if token == .sign("{") { throw problem(range, "filters stand before the window: \(word){...}[...]") }
        }
        return Term(
            expression: .kpi(reference), unit: kpi.unit, range: nameRange.lowerBound..<end, title: reference.title)
    }

    private func unknownKPI(_ word: String, _ range: Range<Int>) -> SyntaxProblem {
        let names = vocabulary.kpiNames
        guard let meant = nearest(word, in: names) else {
            return problem(range, "there is no KPI \(word.prefix(60)): crmgoals kpi lists them")
        }
        return problem(range, "there is no KPI \(word): did you mean \(meant)?", meant)
    }

    /// At `{`.
    private mutating func filters() throws(SyntaxProblem) -> ([MeasurementRequest.Filter], end: Int) {
        var filters: [MeasurementRequest.Filter] = []
        while true {
            try advance()
            let column: String
            switch token {
            case .word(let word): column = word
            case .text(let text): column = text
            case .number, .sign, .end: throw problem(range, "a filter names a column, as in {priority=\"urgent\"}")
            }
            if filters.contains(where: { $0.column == column }) {
                throw problem(
                    range,
                    "\(column) stands twice: no row has both values; join two conditions, or use the goal's \"where\"")
            }
            try advanceToFilterSign()
            filters.append(MeasurementRequest.Filter(column: column, values: [try filterValue()]))
            try advance()
            guard token == .sign(",") else { break }
        }
        let end = range.upperBound
        if case .word = token { throw problem(range, "filters are joined by a comma", ",") }
        try expect("}")
        return (filters.sorted { $0.column < $1.column }, end)
    }

    /// From a column's name to its `=`, which only here is one sign.
    private mutating func advanceToFilterSign() throws(SyntaxProblem) {
        guard let sign = scanner.takeFilterSign() else {
            try advance()
            throw problem(range, "a filter is column=\"value\", equality only")
        }
        if sign.text != "=" { throw problem(sign.range, "a filter is column=\"value\": write =", "=") }
        try advance()
    }

    private func filterValue() throws(SyntaxProblem) -> String {
        switch token {
        case .text(let text): return text
        case .word, .number:
            let written = check.source(range)
            throw problem(range, "put the value in quotation marks: \"\(written)\"", "\"\(written)\"")
        case .sign, .end: throw problem(range, "a filter has a value in quotation marks, as in {priority=\"urgent\"}")
        }
    }

    /// At `[`.
    private mutating func window() throws(SyntaxProblem) -> (Window, end: Int) {
        let open = range
        let (raw, offset) = scanner.raw(until: ["]"])
        guard scanner.cursor.current != nil else { throw problem(open, "the closing ] is missing") }
        let window: Window
        do {
            window = try Window(parsing: raw, fiscalYearStart: fiscalYearStart)
        } catch {
            throw error.placed(in: scanner.text, at: offset)
        }
        try advance()
        let end = range.upperBound
        try expect("]")
        return (window, end)
    }
}

extension Expression.Reference {
    /// What messages call it: the id, with the statistic and `previous` round it.
    var title: String {
        var title = kpi
        switch statistic {
        case .mean: title = "mean(\(title))"
        case .median: title = "median(\(title))"
        case .percentile(let rank): title = "p\(rank)(\(title))"
        case nil: break
        }
        switch shift {
        case .none: break
        case .oneWindow: title = "previous(\(title))"
        case .by(let span): title = "previous(\(title), \(span.text))"
        }
        return title
    }
}
