/// Writes random conditions over counts, one function a rule of DESIGN 6, and works out beside each what it comes to. All its numbers are
/// sums of halves, so that no rounding depends on the order.
struct Grammar {
    var random: SeededRandom

    static let values: [String: Double] = ["orders": 12, "open_tickets": 5]

    mutating func condition(_ depth: Int) -> (text: String, truth: Bool) {
        var (text, truth) = conjunction(depth)
        for _ in 0..<number(0...1) {
            let next = conjunction(depth)
            (text, truth) = ("\(text) or \(next.text)", truth || next.truth)
        }
        return (text, truth)
    }

    private mutating func conjunction(_ depth: Int) -> (text: String, truth: Bool) {
        var (text, truth) = negation(depth)
        for _ in 0..<number(0...1) {
            let next = negation(depth)
            (text, truth) = ("\(text) and \(next.text)", truth && next.truth)
        }
        return (text, truth)
    }

    private mutating func negation(_ depth: Int) -> (text: String, truth: Bool) {
        let inner = depth > 0 && number(0...2) == 0 ? condition(depth - 1) : nil
        let (text, truth) = inner.map { ("(\($0.text))", $0.truth) } ?? comparison(depth)
        return number(0...3) == 0 ? ("not \(text)", !truth) : (text, truth)
    }

    private mutating func comparison(_ depth: Int) -> (text: String, truth: Bool) {
        let tail = sum(depth)
        // A condition is about a KPI, so one stands first.
        let left = (text: "orders + \(tail.text)", value: 12 + tail.value)
        let right = sum(depth)
        switch number(0...6) {
        case 0: return ("\(left.text) < \(right.text)", left.value < right.value)
        case 1: return ("\(left.text) <= \(right.text)", left.value <= right.value)
        case 2: return ("\(left.text) > \(right.text)", left.value > right.value)
        case 3: return ("\(left.text) >= \(right.text)", left.value >= right.value)
        case 4: return ("\(left.text) == \(right.text)", left.value == right.value)
        case 5: return ("\(left.text) != \(right.text)", left.value != right.value)
        default:
            let isInside = left.value >= right.value && left.value <= right.value + 9
            let isNegated = number(0...1) == 0
            // A sum in parentheses, so that adding 9 to it binds as it should.
            return (
                "\(left.text) \(isNegated ? "not " : "")between \(right.text) and (\(right.text)) + 9",
                isInside != isNegated
            )
        }
    }

    private mutating func sum(_ depth: Int) -> (text: String, value: Double) {
        var (text, value) = product(depth)
        for _ in 0..<number(0...2) {
            let next = product(depth)
            let isPlus = number(0...1) == 0
            text += " \(isPlus ? "+" : "-") \(next.text)"
            value += isPlus ? next.value : -next.value
        }
        return (text, value)
    }

    private mutating func product(_ depth: Int) -> (text: String, value: Double) {
        var (text, value) = unary(depth)
        for _ in 0..<number(0...1) {
            if number(0...1) == 0 {
                (text, value) = ("\(text)/2", value / 2)
            } else {
                let next = unary(depth)
                (text, value) = ("\(text) * \(next.text)", value * next.value)
            }
        }
        return (text, value)
    }

    private mutating func unary(_ depth: Int) -> (text: String, value: Double) {
        let (text, value) = primary(depth)
        return number(0...4) == 0 ? ("-\(text)", -value) : (text, value)
    }

    private mutating func primary(_ depth: Int) -> (text: String, value: Double) {
        switch number(0...5) {
        case 0 where depth > 0:
            let inner = sum(depth - 1)
            return ("(\(inner.text))", inner.value)
        case 1 where depth > 0:
            let inner = sum(depth - 1)
            return ("abs(\(inner.text))", abs(inner.value))
        case 0...2: return ("orders", 12)
        case 3: return ("open_tickets", 5)
        default:
            let value = number(0...20)
            return ("\(value)", Double(value))
        }
    }

    private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
}
