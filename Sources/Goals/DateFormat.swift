/// A `date_format`: Unicode date fields, compiled once, so that a cell costs nanoseconds and no allocation.
///
/// Fields: `yyyy yy y M MM MMM MMMM d dd H HH h hh m mm s ss S... a EEE EEEE X XX XXX Z`, literals, and text in single
/// quotes. Month and weekday names are read in English and German. A two-digit year is 1969 to 2068, as POSIX has it. A number
/// that is followed by another number has exactly the digits of its field; any other may lack its leading zero.
/// See Unicode Technical Standard 35, part 4, "Date Field Symbol Table".
public struct DateFormat: Sendable, Hashable {
    public let text: String
    package let elements: [Element]

    package enum Element: Sendable, Hashable {
        case year(digits: Int)
        case shortYear
        case month(digits: ClosedRange<Int>)
        case monthName
        case day(digits: ClosedRange<Int>)
        case hour(digits: ClosedRange<Int>)
        /// 1...12, with `halfOfDay`.
        case hourOfHalf(digits: ClosedRange<Int>)
        case minute(digits: ClosedRange<Int>)
        case second(digits: ClosedRange<Int>)
        case fraction(digits: Int)
        case halfOfDay
        case weekdayName
        /// `Z`, `+01`, `+0100`, `+01:00`
        case offset
        case literal([UInt8])
    }

    /// Why a text is no date format, and what to write.
    public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
        public var description: String
    }

    public init(parsing text: String) throws(Problem) {
        var elements: [Element] = []
        var rest = Substring(text)
        var last: Character?
        while let first = rest.first {
            if first == "'" {
                elements.append(.literal(try Self.quoted(&rest, in: text)))
            } else if first.isASCII && first.isLetter {
                let field = rest.prefix { $0 == first }
                rest = rest.dropFirst(field.count)
                let isExact = Self.isNumber(rest.first) || Self.isNumber(last)
                elements.append(try Self.element(String(field), isExact: isExact, in: text))
                last = first
                continue
            } else {
                rest.removeFirst()
                elements.append(.literal(Array(String(first).utf8)))
            }
            last = nil
        }
        self.text = text
        self.elements = elements
        try check()
    }

    private static func isNumber(_ field: Character?) -> Bool {
        field.map { "yMdHhmsS".contains($0) } ?? false
    }

    private static func quoted(_ rest: inout Substring, in text: String) throws(Problem) -> [UInt8] {
        rest.removeFirst()
        if rest.first == "'" {
            rest.removeFirst()
            return Array("'".utf8)
        }
        var literal = ""
        while let character = rest.popFirst() {
            guard character == "'" else {
                literal.append(character)
                continue
            }
            guard rest.first == "'" else { return Array(literal.utf8) }
            literal.append("'")
            rest.removeFirst()
        }
        throw Problem(description: "\"\(text)\": the quote ' is not closed; write '' for one that is meant")
    }

    private static func element(
        _ field: String, isExact: Bool, in text: String
    ) throws(Problem) -> Element {
        let digits = isExact ? field.count...field.count : 1...2
        switch field {
        case "yyyy", "y": return .year(digits: 4)
        case "yy": return .shortYear
        case "M", "MM": return .month(digits: digits)
        case "MMM", "MMMM": return .monthName
        case "d", "dd": return .day(digits: digits)
        case "H", "HH": return .hour(digits: digits)
        case "h", "hh": return .hourOfHalf(digits: digits)
        case "m", "mm": return .minute(digits: digits)
        case "s", "ss": return .second(digits: digits)
        case "a": return .halfOfDay
        case "E", "EE", "EEE", "EEEE": return .weekdayName
        case "X", "XX", "XXX", "Z": return .offset
        default:
            if field.allSatisfy({ $0 == "S" }) && field.count <= 9 { return .fraction(digits: field.count) }
            throw Problem(description: "\"\(text)\": \(advice(for: field))")
        }
    }

    private static func advice(for field: String) -> String {
        switch field.first {
        case "Y": "Y is the year of the week; write \(field.lowercased()) for the calendar's year"
        case "D": "D is the day of the year; write dd for the day of the month"
        case "k", "K": "\(field) is not known; write HH for hours 0 to 23, hh with a for 1 to 12"
        case "n", "i", "T", "t": "\(field) is not a date field; write it in quotes if it is text: '\(field)'"
        default:
            "\(field) is not a field that can be read; known are yyyy yy M MM MMM d dd H HH h hh m mm s ss SSS a EEE XXX, "
                + "and text in quotes: 'T'"
        }
    }

    /// What makes a time without doubt: year, month and day once each, 12-hour clocks with their half of the day.
    private func check() throws(Problem) {
        func count(_ matches: (Element) -> Bool) -> Int { elements.count(where: matches) }
        func problem(_ reason: String) -> Problem { Problem(description: "\"\(text)\": \(reason)") }
        let years = count { if case .year = $0 { true } else { $0 == .shortYear } }
        let months = count { if case .month = $0 { true } else { $0 == .monthName } }
        let days = count { if case .day = $0 { true } else { false } }
        let hours = count { if case .hour = $0 { true } else { false } }
        let halfHours = count { if case .hourOfHalf = $0 { true } else { false } }
        let minutes = count { if case .minute = $0 { true } else { false } }
        let seconds = count { if case .second = $0 { true } else { false } }
        if years != 1 { throw problem("needs one year: write yyyy, or yy for two digits") }
        if months != 1 {
            throw problem(
                months == 0 && minutes > 0
                    ? "has no month; write MM for months, mm is minutes" : "needs one month: write MM (M, MMM)")
        }
        if days != 1 { throw problem("needs one day of the month: write dd (d)") }
        if hours + halfHours > 1 { throw problem("has two hours: write HH for 0 to 23, or hh with a") }
        if minutes > 1 { throw problem("has minutes (m) twice; months are MM") }
        if seconds > 1 { throw problem("has seconds (s) twice") }
        let halves = count { $0 == .halfOfDay }
        if halfHours == 1 && halves != 1 {
            throw problem("h is an hour of 1 to 12 and needs a for am or pm; write HH for 0 to 23")
        }
        if hours == 1 && halves > 0 { throw problem("a (am, pm) goes with h; HH is 0 to 23 already") }
        if minutes == 1 && hours + halfHours == 0 {
            throw problem("has minutes but no hour: write HH:mm; months are MM")
        }
        if count({ $0 == .offset }) > 1 { throw problem("has two offsets") }
    }
}
