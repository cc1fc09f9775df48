// Sums, products and what they are made of, as part of a condition.
extension ConditionReader {
    /// `sum = product { ("+" | "-") product }`
    mutating func sum() throws(SyntaxProblem) -> Part {
        var left = try product()
        while let sign = sign(among: [.plus, .minus]) {
            let first = try value(left, "is added")
            try advance()
            left = .value(try check.sum(sign, first, try value(try product(), "is added")))
        }
        return left
    }

    /// `product = unary { ("*" | "/") unary }`
    private mutating func product() throws(SyntaxProblem) -> Part {
        var left = try unary()
        while let sign = sign(among: [.times, .dividedBy]) {
            let first = try value(left, "is multiplied")
            try advance()
            left = .value(try check.product(sign, first, try value(try unary(), "is multiplied")))
        }
        return left
    }

    /// `unary = [ "-" ] primary`
    private mutating func unary() throws(SyntaxProblem) -> Part {
        guard token == .sign("-") else { return try primary() }
        let begin = range.lowerBound
        try advance()
        if token == .sign("-") { throw problem(range, "one minus is enough") }
        var term = try value(try primary(), "is negated")
        term.range = begin..<term.range.upperBound
        term.title = check.source(term.range)
        term.literal = term.literal?.negated
        if case .literal(let number, let unit) = term.expression {
            term.expression = .literal(number == 0 ? 0 : -number, unit)
        } else {
            term.expression = .negated(term.expression)
        }
        return .value(term)
    }

    /// `primary = literal | reference | function "(" arguments ")" | "(" sum ")"`, and `"(" condition ")"`.
    private mutating func primary() throws(SyntaxProblem) -> Part {
        let begin = range
        switch token {
        case .number(let literal):
            try countOperand()
            try advance()
            return .value(
                Term(
                    expression: .literal(literal.value, literal.unit ?? .count), unit: literal.unit, range: begin,
                    title: check.source(begin), literal: literal))
        case .sign("("):
            try deepen(begin)
            defer { depth -= 1 }
            try advance()
            let inner = try disjunction()
            let whole = begin.lowerBound..<range.upperBound
            try expect(")")
            switch inner {
            case .condition(let node, _): return .condition(node, whole)
            case .value(var term):
                term.range = whole
                return .value(term)
            }
        case .word(let word) where !ConditionScanner.keywords.contains(word.lowercased()):
            try countOperand()
            return .value(try name(word))
        case .text(let text):
            throw problem(begin, "a quoted text stands only in braces, as in {priority=\"\(text.prefix(20))\"}")
        case .word, .sign, .end:
            throw unexpected()
        }
    }

    /// `sum`, where only a value will do.
    mutating func sumInParentheses() throws(SyntaxProblem) -> Term {
        try value(try sum(), "has a size")
    }
}
