/// A double in decimal digits, rounded as people round (halves away from zero) and grouped. It starts from the shortest digits that
/// tell the double from its neighbours, so 0.07 is 7 %, not 7.000000000000001 %.
struct NumberText {
    private var isNegative: Bool
    /// The digits, without leading zeros; empty for zero.
    private var digits: [UInt8]
    /// The value is `0.digits x 10^point`.
    private var point: Int

    /// The caller has checked that `value` is finite.
    init(_ value: Double, scaledByPowerOfTen scale: Int = 0) {
        isNegative = value < 0
        digits = []
        point = 0
        var sawPoint = false
        var exponent = 0
        var rest = Substring(value.magnitude.description)
        if let mark = rest.firstIndex(where: { $0 == "e" || $0 == "E" }) {
            exponent = Int(rest[rest.index(after: mark)...]) ?? 0
            rest = rest[..<mark]
        }
        for byte in rest.utf8 {
            if byte == UInt8(ascii: ".") {
                sawPoint = true
            } else if byte >= 48, byte <= 57 {
                if !sawPoint { point += 1 }
                digits.append(byte - 48)
            }
        }
        point += exponent + scale
        while digits.first == 0 {
            digits.removeFirst()
            point -= 1
        }
        while digits.last == 0 { digits.removeLast() }
        if digits.isEmpty { point = 0 }
    }

    /// How many decimals it has in full.
    var decimals: Int { max(0, digits.count - point) }

    /// How many decimals show `count` digits of it that count.
    func decimals(significant count: Int) -> Int { digits.isEmpty ? 0 : max(0, count - point) }

    /// Rounded to at most so many decimals (`nil`: in full), those after the last that is not zero left out unless `padded`.
    /// Never `-0`.
    func text(
        decimals wanted: Int?, padded: Bool = false, point separator: String = ".", grouping: String = ""
    ) -> String {
        let places = max(0, wanted ?? decimals)
        var (whole, fraction) = rounded(to: places)
        if !padded {
            while fraction.last == 0 { fraction.removeLast() }
        }
        let isZero = whole.allSatisfy { $0 == 0 } && fraction.allSatisfy { $0 == 0 }
        var text = isNegative && !isZero ? "-" : ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { text += grouping }
            text += String(digit)
        }
        if !fraction.isEmpty { text += separator + fraction.map { String($0) }.joined() }
        return text
    }

    /// Digits before and after the point; at least one before it.
    private func rounded(to places: Int) -> (whole: [UInt8], fraction: [UInt8]) {
        // One digit more than is kept, and a zero in front for a carry.
        var kept: [UInt8] = [0]
        let wholeLength = max(point, 0)
        for place in 0..<(wholeLength + places) {
            let index = place - (wholeLength - point)
            kept.append(index >= 0 && index < digits.count ? digits[index] : 0)
        }
        let next = wholeLength + places - (wholeLength - point)
        if next >= 0, next < digits.count, digits[next] >= 5 {
            var index = kept.count - 1
            while kept[index] == 9 {
                kept[index] = 0
                index -= 1
            }
            kept[index] += 1
        }
        var whole = Array(kept[..<(1 + wholeLength)])
        while whole.count > 1, whole[0] == 0 { whole.removeFirst() }
        return (whole, Array(kept[(1 + wholeLength)...]))
    }
}
