/// Cuts a condition into words, numbers and signs, one at a time.
struct ConditionScanner {
    enum Token: Hashable {
        case word(String)
        case number(Literal)
        /// A quoted text, unescaped.
        case text(String)
        case sign(String)
        case end
    }

    let text: String
    let currency: String
    private(set) var cursor: TextCursor

    static let keywords: Set<String> = ["and", "or", "not", "between"]

    init(_ text: String, currency: String) {
        self.text = text
        self.currency = currency
        cursor = TextCursor(text)
    }

    var characters: [Character] { cursor.characters }

    mutating func next() throws(SyntaxProblem) -> (token: Token, range: Range<Int>) {
        cursor.skipBlanks()
        let begin = cursor.position
        guard let character = cursor.current else { return (.end, begin..<begin) }
        let token: Token
        if character.asciiDigit != nil || (character == "." && cursor.peek(1)?.asciiDigit != nil) {
            token = .number(try number())
        } else if character.beginsWord {
            token = .word(cursor.take { $0.belongsToWord })
        } else if character == "\"" || character == "'" {
            token = .text(try quoted(by: character))
        } else {
            token = .sign(try sign())
        }
        return (token, begin..<cursor.position)
    }

    /// Everything up to one of `ends`, which is not taken, and where it begins.
    mutating func raw(until ends: Set<Character>) -> (text: String, offset: Int) {
        let begin = cursor.position
        return (cursor.take { !ends.contains($0) }, begin)
    }

    /// The sign after a filter's column, which is `=` if all is well.
    mutating func takeFilterSign() -> (text: String, range: Range<Int>)? {
        cursor.skipBlanks()
        let begin = cursor.position
        let text = cursor.take { "=!<>~:".contains($0) }
        return text.isEmpty ? nil : (text, begin..<cursor.position)
    }

    func problem(_ range: Range<Int>, _ message: String, _ replacement: String? = nil) -> SyntaxProblem {
        SyntaxProblem(
            text: text, offset: range.lowerBound, length: range.count, message: message, replacement: replacement)
    }

    // MARK: Signs and texts

    /// What people write for what we call otherwise; longer ones first.
    private static let corrections = [
        ("===", "=="), ("&&", "and"), ("||", "or"), ("=<", "<="), ("=>", ">="), ("<>", "!="), ("=", "=="), ("!", "not"),
        ("&", "and"),
        ("|", "or"), ("≤", "<="), ("≥", ">="), ("≠", "!="), ("−", "-"), ("–", "-"), ("×", "*"), ("÷", "/"), ("·", "*"),
        ("“", "\""),
        ("”", "\""), ("„", "\""), ("‘", "\""), ("’", "\""),
    ]

    private mutating func sign() throws(SyntaxProblem) -> String {
        let begin = cursor.position
        let signs = ["<", ">", "(", ")", "{", "}", "[", "]", ",", "+", "-", "*", "/"]
        // Most signs are spaced out, as in `churn > 5%`, and need no look at what people write for others.
        if let next = cursor.peek(1), next.isBlank,
            let sign = signs.first(where: { characters[begin] == Character($0) })
        {
            cursor.position += 1
            return sign
        }
        let rest = cursor.text(begin..<min(begin + 3, characters.count))
        if let sign = ["<=", ">=", "==", "!="].first(where: rest.hasPrefix), rest != "===" {
            cursor.position += 2
            return sign
        }
        for (written, meant) in Self.corrections where rest.hasPrefix(written) {
            let isWord = meant.first?.isLetter == true
            throw problem(
                begin..<(begin + written.count), "write \(meant) for \(written)", isWord ? " \(meant) " : meant)
        }
        guard let sign = signs.first(where: { rest.hasPrefix($0) }) else {
            throw problem(begin..<(begin + 1), "\(characters[begin]) has no meaning here")
        }
        cursor.position += sign.count
        return sign
    }

    private mutating func quoted(by quote: Character) throws(SyntaxProblem) -> String {
        let begin = cursor.position
        cursor.position += 1
        var text = ""
        while let character = cursor.current, character != quote {
            cursor.position += 1
            guard character == "\\" else {
                text.append(character)
                continue
            }
            switch cursor.current {
            case "\\", "\"", "'": text.append(cursor.current ?? quote)
            case "n": text.append("\n")
            case "t": text.append("\t")
            case let other?:
                throw problem(
                    (cursor.position - 1)..<(cursor.position + 1),
                    "\\\(other) is no escape: write \\\\ for a backslash, \\\" for a quotation mark", "\\\\\(other)")
            case nil: break
            }
            cursor.position += 1
        }
        guard cursor.current == quote else {
            throw problem(begin..<characters.count, "the closing \(quote) is missing")
        }
        cursor.position += 1
        return text
    }

    // MARK: Numbers

    private mutating func number() throws(SyntaxProblem) -> Literal {
        let begin = cursor.position
        let (digits, decimal) = try self.digits()
        let afterDigits = cursor.position
        cursor.skipBlanks()
        if cursor.current == "%" {
            cursor.position += 1
            return Literal(value: decimal.shifted(by: -2).double, unit: .ratio, digits: digits, suffix: "%")
        }
        if let sign = cursor.current, "€$£¥".contains(sign) {
            throw problem(
                begin..<(cursor.position + 1), "write the currency as a code after the number: \(digits) \(currency)",
                "\(digits) \(currency)")
        }
        let wordBegin = cursor.position
        let word = cursor.take { $0.isLetter }
        guard !word.isEmpty, !Self.keywords.contains(word.lowercased()) else {
            cursor.position = afterDigits
            return Literal(value: decimal.double, unit: nil, digits: digits, suffix: "")
        }
        if let unit = SpanUnit(word) { return try duration(unit, decimal, digits, from: begin) }
        if word == "k" || word == "K" || word == "M" {
            let scaled = decimal.shifted(by: word == "M" ? 6 : 3).double
            let isMoney = try takeCurrency()
            return Literal(value: scaled, unit: isMoney ? .money : nil, digits: digits, suffix: word == "M" ? "M" : "k")
        }
        if try isCurrency(word, wordBegin..<cursor.position) {
            return Literal(value: decimal.double, unit: .money, digits: digits, suffix: "")
        }
        if let meant = SpanUnit.suggestion(for: word), meant.seconds != nil, word.count > 1 {
            throw problem(
                wordBegin..<cursor.position, "\(word) is not a unit: write \(digits)\(meant.suffix)", meant.suffix)
        }
        throw problem(
            wordBegin..<cursor.position,
            "\(word) is not a unit: after a number may stand %, s, m, h, d, w, k, M or \(currency)")
    }

    private mutating func digits() throws(SyntaxProblem) -> (String, DecimalNumber) {
        let begin = cursor.position
        let digits = cursor.take { $0.asciiDigit != nil || $0 == "." || $0 == "_" }
        if cursor.current == ",", cursor.peek(1)?.asciiDigit != nil {
            var end = cursor.position
            while end < characters.count, characters[end].asciiDigit != nil || ",.".contains(characters[end]) {
                end += 1
            }
            let written = String(characters[begin..<end])
            let groups = written.split(separator: ",", omittingEmptySubsequences: false)
            let isGrouped = groups.count > 2 || (groups.last?.prefix { $0 != "." }.count == 3 && groups[0] != "0")
            let meant = isGrouped ? groups.joined() : groups.joined(separator: ".")
            throw problem(
                begin..<end, "numbers have a point for decimals and no mark for thousands: write \(meant)", meant)
        }
        guard let decimal = DecimalNumber(digits) else {
            let plain = digits.filter { $0 != "_" }
            let message =
                digits.contains("_")
                ? "write \(plain)"
                : digits.filter { $0 == "." }.count > 1
                    ? "\(digits) is not a number" : "a number has at most \(DecimalNumber.mostDigits) digits"
            throw problem(begin..<cursor.position, message, digits.contains("_") ? plain : nil)
        }
        return (digits, decimal)
    }

    /// `1h30m`, `2 days 3 h`: the longest unit first, each once.
    private mutating func duration(
        _ first: SpanUnit, _ decimal: DecimalNumber, _ digits: String, from begin: Int
    ) throws(SyntaxProblem) -> Literal {
        var unit = first
        var total = DecimalNumber(digits: 0)
        var part = decimal
        var isCompound = false
        while true {
            guard let seconds = unit.seconds else {
                throw problem(
                    begin..<cursor.position, "a \(unit) has no fixed length: count in days or weeks, such as 30d")
            }
            total = total + part * seconds
            let end = cursor.position
            cursor.skipBlanks()
            let partBegin = cursor.position
            guard cursor.current?.asciiDigit != nil else {
                cursor.position = end
                break
            }
            let (_, next) = try self.digits()
            cursor.skipBlanks()
            let word = cursor.take { $0.isLetter }
            guard let smaller = SpanUnit(word), smaller.rawValue < unit.rawValue else {
                throw problem(partBegin..<cursor.position, "write the longest unit first and each once, as in 1h30m")
            }
            (unit, part, isCompound) = (smaller, next, true)
        }
        return Literal(
            value: total.double, unit: .duration, digits: isCompound ? nil : digits,
            suffix: isCompound ? "" : first.suffix)
    }

    private mutating func takeCurrency() throws(SyntaxProblem) -> Bool {
        let begin = cursor.position
        cursor.skipBlanks()
        let wordBegin = cursor.position
        let word = cursor.take { $0.isLetter }
        if !word.isEmpty, !Self.keywords.contains(word.lowercased()) {
            if try isCurrency(word, wordBegin..<cursor.position) { return true }
            throw problem(wordBegin..<cursor.position, "\(word) is not a unit: after k and M may stand \(currency)")
        }
        cursor.position = begin
        return false
    }

    /// Whether the word is the currency; another one is a problem.
    private func isCurrency(_ word: String, _ range: Range<Int>) throws(SyntaxProblem) -> Bool {
        if word.uppercased() == currency.uppercased() { return true }
        guard word.count == 3, word.allSatisfy({ $0.isASCII && $0.isUppercase }) else { return false }
        let here =
            currency.isEmpty
            ? "no currency is set: give the file a \"currency\""
            : "money is in \(currency) here, and nothing is converted: write \(currency)"
        throw problem(range, here, currency.isEmpty ? nil : currency)
    }
}
