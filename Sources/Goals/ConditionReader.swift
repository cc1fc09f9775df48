/// Reads one condition by recursive descent, one function a rule of DESIGN 6's grammar. A parenthesis may open a condition or a sum: the same
/// functions read both, and say at the end which it was, so that nothing is read twice.
struct ConditionReader {
    enum Part {
        case condition(Condition.Node, Range<Int>)
        case value(Term)

        var range: Range<Int> {
            switch self {
            case .condition(_, let range): range
            case .value(let term): term.range
            }
        }
    }

    var scanner: ConditionScanner
    var token: ConditionScanner.Token
    var range: Range<Int>
    let vocabulary: any KPIVocabulary
    let fiscalYearStart: Int
    let check: UnitCheck
    private(set) var beganAtOperator = false
    private var subject: Term?
    private var comparisons = 0
    private var operands = 0
    var depth = 0
    private let defaultKPI: String?

    static let longest = 4000
    static let mostOperands = 200
    static let deepest = 64

    init(_ text: String, parser: ConditionParser, defaultKPI: String?) throws(SyntaxProblem) {
        // Before it is taken apart: a broken file may hold megabytes here.
        if let problem = SyntaxProblem(ifLongerThan: Self.longest, text, "a condition") { throw problem }
        scanner = ConditionScanner(text, currency: parser.currency)
        vocabulary = parser.vocabulary
        fiscalYearStart = parser.fiscalYearStart
        check = UnitCheck(text: text)
        self.defaultKPI = defaultKPI
        (token, range) = try scanner.next()
        if let defaultKPI { subject = try reference(named: defaultKPI, 0..<0) }
    }

    mutating func read() throws(SyntaxProblem) -> Condition.Node {
        if token == .end { throw problem(range, "the condition is empty: write one such as churn > 5%") }
        let part = try disjunction()
        let node = try condition(part)
        if token != .end { throw unexpected() }
        return node
    }

    // MARK: Conditions

    /// `condition = and { "or" and }`
    mutating func disjunction() throws(SyntaxProblem) -> Part {
        var left = try conjunction()
        while isWord("or") {
            try advance()
            let first = try condition(left)
            let right = try conjunction()
            left = .condition(.or(first, try condition(right)), left.range.lowerBound..<right.range.upperBound)
        }
        return left
    }

    /// `and = not { "and" not }`
    private mutating func conjunction() throws(SyntaxProblem) -> Part {
        var left = try negation()
        while isWord("and") {
            try advance()
            let first = try condition(left)
            let right = try negation()
            left = .condition(.and(first, try condition(right)), left.range.lowerBound..<right.range.upperBound)
        }
        return left
    }

    /// `not = [ "not" ] comparison | "(" condition ")"`
    private mutating func negation() throws(SyntaxProblem) -> Part {
        let begin = range
        guard isWord("not") else { return try comparison() }
        try advance()
        if isWord("between"), begin.lowerBound == firstPosition, let subject {
            beganAtOperator = true
            return try between(subject, negated: true)
        }
        try deepen(begin)
        defer { depth -= 1 }
        let inner = try negation()
        return .condition(.not(try condition(inner)), begin.lowerBound..<inner.range.upperBound)
    }

    /// `comparison = sum sign sum | sum [ "not" ] "between" sum "and" sum`
    private mutating func comparison() throws(SyntaxProblem) -> Part {
        let first: Part
        if range.lowerBound == firstPosition, isWord("between") || comparisonSign != nil {
            guard let subject else {
                throw problem(
                    range, "the condition begins at the operator: name the KPI before it, or give the goal a \"kpi\"")
            }
            beganAtOperator = true
            first = .value(subject)
        } else {
            first = try sum()
        }
        guard case .value(let left) = first else {
            if comparisonSign != nil || isWord("between") {
                throw problem(range, "a comparison has a number or KPI on either side, not another comparison")
            }
            return first
        }
        if isWord("not") {
            try advance()
            guard isWord("between") else { throw problem(range, "after not comes between here") }
            return try between(left, negated: true)
        }
        if isWord("between") { return try between(left, negated: false) }
        guard let sign = comparisonSign else { return first }
        try advance()
        let right = try value(try sum(), "is compared")
        if comparisonSign != nil || isWord("between") {
            throw problem(
                range, "one comparison at a time: join two with and, or write between 1 and 2 (both ends included)")
        }
        let (fittedLeft, fittedRight) = try check.matched(left, right)
        try checkSubject(left, right, sign)
        return .condition(
            .comparison(fittedLeft.expression, sign, fittedRight.expression),
            left.range.lowerBound..<right.range.upperBound)
    }

    /// At the word `between`.
    private mutating func between(_ subject: Term, negated: Bool) throws(SyntaxProblem) -> Part {
        let begin = range
        try advance()
        let low = try value(try sum(), "is an end of between")
        guard isWord("and") else { throw problem(range, "between has two ends: write between 1 and 2") }
        try advance()
        let high = try value(try sum(), "is an end of between")
        let (left, fittedLow) = try check.matched(subject, low)
        let (_, fittedHigh) = try check.matched(left, high)
        if let low = fittedLow.constant, let high = fittedHigh.constant, low > high {
            throw problem(
                fittedLow.range.lowerBound..<fittedHigh.range.upperBound, "the lower end of between comes first",
                check.source(fittedHigh.range) + " and " + check.source(fittedLow.range))
        }
        try checkSubject(left, fittedLow, nil)
        return .condition(
            .between(left.expression, fittedLow.expression, fittedHigh.expression, negated: negated),
            min(subject.range.lowerBound, begin.lowerBound)..<high.range.upperBound)
    }

    /// The first comparison begins with what the goal reports, and each is about a KPI.
    private mutating func checkSubject(_ left: Term, _ right: Term, _ sign: Condition.Comparison?) throws(SyntaxProblem)
    {
        comparisons += 1
        guard left.constant != nil else { return }
        let whole = left.range.lowerBound..<right.range.upperBound
        if sign == nil || right.constant != nil {
            throw problem(whole, "a comparison is about a KPI, this one has only numbers")
        }
        guard comparisons == 1, let sign else { return }
        let turned = "\(check.source(right.range)) \(sign.turned.rawValue) \(check.source(left.range))"
        throw problem(whole, "a condition begins with what it watches: write \(turned)", turned)
    }

    // MARK: Steps

    /// Where the first token stands.
    private var firstPosition: Int { scanner.characters.firstIndex { !$0.isWhitespace } ?? 0 }

    mutating func advance() throws(SyntaxProblem) {
        (token, range) = try scanner.next()
    }

    mutating func expect(_ sign: String) throws(SyntaxProblem) {
        guard token == .sign(sign) else {
            if token == .end { throw problem(range, "a \(sign) is missing at the end", sign) }
            throw token == .sign(",") ? problem(range, "a \(sign) is missing before this") : unexpected()
        }
        try advance()
    }

    mutating func deepen(_ range: Range<Int>) throws(SyntaxProblem) {
        depth += 1
        if depth > Self.deepest { throw problem(range, "a condition is nested at most \(Self.deepest) deep") }
    }

    mutating func leave() { depth -= 1 }

    mutating func countOperand() throws(SyntaxProblem) {
        operands += 1
        if operands > Self.mostOperands {
            throw problem(range, "a condition has at most \(Self.mostOperands) numbers and KPIs")
        }
    }

    func isWord(_ word: String) -> Bool {
        if case .word(let written) = token { written.lowercased() == word } else { false }
    }

    private var comparisonSign: Condition.Comparison? {
        if case .sign(let sign) = token { Condition.Comparison(rawValue: sign) } else { nil }
    }

    func sign(among signs: [Expression.Operator]) -> Expression.Operator? {
        guard case .sign(let written) = token, let sign = Expression.Operator(rawValue: written), signs.contains(sign)
        else {
            return nil
        }
        return sign
    }

    private func condition(_ part: Part) throws(SyntaxProblem) -> Condition.Node {
        switch part {
        case .condition(let node, _): return node
        case .value(let term):
            if token == .end || token == .sign(")") || isWord("and") || isWord("or") {
                throw problem(term.range, "\(term.title) is neither true nor false: compare it, as in churn > 5%")
            }
            throw unexpected()
        }
    }

    func value(_ part: Part, _ use: String) throws(SyntaxProblem) -> Term {
        switch part {
        case .value(let term): return term
        case .condition(_, let range):
            throw problem(range, "a condition is true or false, and only what has a value \(use)")
        }
    }

    func problem(_ range: Range<Int>, _ message: String, _ replacement: String? = nil) -> SyntaxProblem {
        scanner.problem(range, message, replacement)
    }

    /// What to say of a token that stands in the wrong place.
    func unexpected() -> SyntaxProblem {
        switch token {
        case .end: problem(range, "the condition ends too early: a number or a KPI is missing")
        case .word(let word) where ConditionScanner.keywords.contains(word.lowercased()):
            problem(range, "\(word) cannot stand here: a number or a KPI is missing")
        case .word, .number, .text: problem(range, "an operator is missing before \(check.source(range))")
        case .sign(")"): problem(range, "there is nothing to close here: a ( is missing, or something before the )")
        case .sign(let sign) where Condition.Comparison(rawValue: sign) != nil:
            problem(range, "what is compared is missing before \(sign): name the KPI again")
        case .sign(let sign): problem(range, "\(sign) cannot stand here")
        }
    }
}

extension Condition.Comparison {
    /// With the sides exchanged.
    var turned: Condition.Comparison {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .equal: .equal
        case .notEqual: .notEqual
        }
    }
}
