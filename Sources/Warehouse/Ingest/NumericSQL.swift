/// Makes SQL over cells calculate with numbers as the file writes them.
///
/// Cells are text, and SQLite reads from a text what looks like a number to it: `Menge * Preis` with `1,50` calculates with 1,
/// with `n/a` with 0, and `Menge > 10` compares letters; no error, a wrong number. So every name that an expression calculates
/// with (`+ - * / %`, `sum avg total abs round`, `CAST AS` a number, a comparison of size with a literal number) becomes
/// `number(name)`, which reads it by the file's `decimal`, and makes the row bad where it is no number. What is a number already
/// stays what it is, so that one `number` too many changes nothing. Results of other functions are left alone: `replace` makes
/// text in SQL's own form.
struct NumericSQL {
    private let tokens: [SQLTokens.Token]
    /// Tokens before which, and behind which, a call stands; `true` where the result must not be an integer.
    private var marks: [Range<Int>: Bool] = [:]

    static func rewritten(_ sql: String) -> String {
        var rewriter = NumericSQL(tokens: SQLTokens(sql).tokens)
        rewriter.mark()
        return rewriter.text
    }

    private init(tokens: [SQLTokens.Token]) {
        self.tokens = tokens
    }

    private var text: String {
        var opened: [Int: Bool] = [:]
        var closed: Set<Int> = []
        for (range, isReal) in marks {
            opened[range.lowerBound] = isReal
            closed.insert(range.upperBound - 1)
        }
        var words: [String] = []
        for index in tokens.indices {
            if let isReal = opened[index] { words.append(isReal ? "crmgoals_real(" : "number(") }
            words.append(String(tokens[index].text))
            if closed.contains(index) { words.append(")") }
        }
        return words.joined(separator: " ")
    }

    private static let aggregates: Set<String> = ["sum", "avg", "total", "abs", "round"]
    /// Functions that give one of their arguments.
    private static let transparent: Set<String> = ["coalesce", "ifnull", "iif", "nullif", "min", "max"]

    private mutating func mark() {
        for index in tokens.indices {
            let word = tokens[index].text.lowercased()
            switch tokens[index].kind {
            case .sign where ["+", "-", "*", "/", "%"].contains(word): markOperands(at: index, isReal: word == "/")
            case .sign where ["<", "<=", ">", ">="].contains(word): markComparison(at: index)
            case .keyword where word == "between": markBetween(at: index)
            case .keyword where word == "cast": markCast(at: index)
            case .name where Self.aggregates.contains(word): markArguments(at: index, isReal: word == "avg")
            case .sign, .keyword, .name, .number, .text: break
            }
        }
    }

    private mutating func markOperands(at index: Int, isReal: Bool) {
        let left = operand(endingAt: index - 1)
        if let left { mark(left, isReal) }
        // With nothing in front, a star means all columns and a plus nothing.
        guard left != nil || isLiteral(index - 1) || tokens[index].text == "-" else { return }
        if let right = operand(startingAt: index + 1) { mark(right, isReal) }
    }

    private mutating func markComparison(at index: Int) {
        if isNumber(startingAt: index + 1), let left = operand(endingAt: index - 1) { mark(left, false) }
        if isLiteral(index - 1), tokens[index - 1].kind == .number, let right = operand(startingAt: index + 1) {
            mark(right, false)
        }
    }

    private mutating func markBetween(at index: Int) {
        guard isNumber(startingAt: index + 1) else { return }
        let isNegated = index > 0 && isWord(index - 1, "not")
        if let left = operand(endingAt: index - (isNegated ? 2 : 1)) { mark(left, false) }
    }

    private mutating func markCast(at index: Int) {
        guard let close = closing(of: index + 1), let operand = operand(startingAt: index + 2) else { return }
        guard isWord(operand.upperBound, "as") else { return }
        let type = tokens[(operand.upperBound + 1)..<close].map { $0.text.uppercased() }.joined()
        if ["INT", "REAL", "FLOA", "DOUB", "NUM", "DEC"].contains(where: type.contains) { mark(operand, false) }
    }

    private mutating func markArguments(at index: Int, isReal: Bool) {
        guard let close = closing(of: index + 1) else { return }
        var start = index + 2
        let isChoice = isWord(index, "iif")
        var number = 0
        while start < close {
            if isWord(start, "distinct") { start += 1 }
            let end = endOfArgument(from: start, to: close)
            if let argument = operand(startingAt: start), argument.upperBound == end, !(isChoice && number == 0) {
                mark(argument, isReal)
            }
            start = end + 1
            number += 1
        }
    }

    /// Marks what an operand's value comes from.
    private mutating func mark(_ operand: Range<Int>, _ isReal: Bool) {
        let first = operand.lowerBound
        // `||` binds closer than calculation: its sides are text.
        if isSign(first - 1, "||") || isSign(operand.upperBound, "||") { return }
        if isWord(first, "case") {
            markResults(of: operand, isReal)
        } else if isSign(first, "(") {
            if isWord(first + 1, "select") || isWord(first + 1, "with") {
                marks[operand] = isReal || marks[operand] == true
            } else if let inner = self.operand(startingAt: first + 1), inner.upperBound == operand.upperBound - 1 {
                mark(inner, isReal)
            }
        } else if isSign(operand.upperBound - 1, ")") {
            let name = tokens[first].text.lowercased()
            if Self.transparent.contains(name) || Self.aggregates.contains(name) {
                markArguments(at: first, isReal: isReal)
            }
        } else if tokens[first].kind == .name {
            marks[operand] = isReal || marks[operand] == true
        }
    }

    private mutating func markResults(of operand: Range<Int>, _ isReal: Bool) {
        var depth = 0
        for index in operand {
            if isWord(index, "case") || isSign(index, "(") { depth += 1 }
            if isWord(index, "end") || isSign(index, ")") { depth -= 1 }
            guard depth == 1, isWord(index, "then") || isWord(index, "else") else { continue }
            guard let result = self.operand(startingAt: index + 1) else { continue }
            if ["when", "else", "end"].contains(where: { isWord(result.upperBound, $0) }) { mark(result, isReal) }
        }
    }
}

// MARK: Operands

extension NumericSQL {
    private func isWord(_ index: Int, _ word: String) -> Bool {
        tokens.indices.contains(index) && tokens[index].kind != .text && tokens[index].text.lowercased() == word
    }

    private func isSign(_ index: Int, _ sign: String) -> Bool {
        tokens.indices.contains(index) && tokens[index].kind == .sign && tokens[index].text == sign
    }

    private func isName(_ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].kind == .name }

    private func isLiteral(_ index: Int) -> Bool {
        tokens.indices.contains(index) && (tokens[index].kind == .number || tokens[index].kind == .text)
    }

    private func isNumber(startingAt index: Int) -> Bool {
        let start = isSign(index, "-") || isSign(index, "+") ? index + 1 : index
        return tokens.indices.contains(start) && tokens[start].kind == .number
    }

    /// A column, a call, something in parentheses or a `CASE`; literals are none.
    private func operand(endingAt end: Int) -> Range<Int>? {
        guard tokens.indices.contains(end) else { return nil }
        if isName(end) {
            var start = end
            while isSign(start - 1, "."), isName(start - 2) { start -= 2 }
            return start..<end + 1
        }
        if isSign(end, ")"), let open = opening(of: end), !isWord(open - 1, "over") {
            return (isName(open - 1) || isWord(open - 1, "cast") ? open - 1 : open)..<end + 1
        }
        guard isWord(end, "end") else { return nil }
        var depth = 0
        for index in stride(from: end, through: 0, by: -1) {
            if isWord(index, "end") { depth += 1 }
            if isWord(index, "case") { depth -= 1 }
            if depth == 0 { return index..<end + 1 }
        }
        return nil
    }

    private func operand(startingAt index: Int) -> Range<Int>? {
        let start = isSign(index, "-") || isSign(index, "+") ? index + 1 : index
        guard tokens.indices.contains(start) else { return nil }
        if isSign(start, "(") { return closing(of: start).map { start..<$0 + 1 } }
        if isWord(start, "case") {
            var depth = 0
            for index in start..<tokens.count {
                if isWord(index, "case") { depth += 1 }
                if isWord(index, "end") { depth -= 1 }
                if depth == 0 { return start..<index + 1 }
            }
            return nil
        }
        guard isName(start) || isWord(start, "cast") else { return nil }
        if isSign(start + 1, "(") { return closing(of: start + 1).map { start..<$0 + 1 } }
        var end = start
        while isSign(end + 1, "."), isName(end + 2) { end += 2 }
        return start..<end + 1
    }

    private func closing(of open: Int) -> Int? {
        guard isSign(open, "(") else { return nil }
        var depth = 0
        for index in open..<tokens.count {
            if isSign(index, "(") { depth += 1 }
            if isSign(index, ")") { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    private func opening(of close: Int) -> Int? {
        var depth = 0
        for index in stride(from: close, through: 0, by: -1) {
            if isSign(index, ")") { depth += 1 }
            if isSign(index, "(") { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }

    private func endOfArgument(from start: Int, to close: Int) -> Int {
        var depth = 0
        for index in start..<close {
            if isSign(index, "(") { depth += 1 }
            if isSign(index, ")") { depth -= 1 }
            if depth == 0 && isSign(index, ",") { return index }
        }
        return close
    }
}
