/// A number as written, `digits x 10^exponent`, so that `5%` and `1.1M` are scaled before they become a double: `5%` is the
/// double nearest to 0.05, which 5.0 times 0.01 need not be.
struct DecimalNumber: Hashable, Sendable {
    var digits: UInt128
    var exponent: Int

    /// More digits than a double can tell apart; keeps every product and sum here far from overflow.
    static let mostDigits = 18

    init(digits: UInt128, exponent: Int = 0) {
        self.digits = digits
        self.exponent = exponent
    }

    /// `12`, `1.5`, `.5`; `nil` if it is anything else or has more than 18 digits.
    init?(_ text: some Sequence<Character>) {
        var digits: UInt128 = 0
        var exponent = 0
        var count = 0
        var sawPoint = false
        for character in text {
            if character == ".", !sawPoint {
                sawPoint = true
                continue
            }
            guard let digit = character.asciiDigit, count < Self.mostDigits else { return nil }
            digits = digits * 10 + UInt128(digit)
            count += 1
            if sawPoint { exponent -= 1 }
        }
        guard count > 0 else { return nil }
        self.init(digits: digits, exponent: exponent)
    }

    static func * (left: DecimalNumber, right: Int) -> DecimalNumber {
        DecimalNumber(digits: left.digits * UInt128(right), exponent: left.exponent)
    }

    static func + (left: DecimalNumber, right: DecimalNumber) -> DecimalNumber {
        let exponent = min(left.exponent, right.exponent)
        return DecimalNumber(
            digits: left.raised(to: exponent).digits + right.raised(to: exponent).digits, exponent: exponent)
    }

    /// Times a power of ten.
    func shifted(by places: Int) -> DecimalNumber {
        DecimalNumber(digits: digits, exponent: exponent + places)
    }

    private func raised(to lower: Int) -> DecimalNumber {
        var digits = digits
        for _ in 0..<(exponent - lower) { digits *= 10 }
        return DecimalNumber(digits: digits, exponent: lower)
    }

    /// The nearest double. Swift reads decimals correctly rounded.
    var double: Double { Double("\(digits)e\(exponent)") ?? 0 }
}

extension Character {
    var asciiDigit: Int? {
        guard let value = asciiValue, value >= 48, value <= 57 else { return nil }
        return Int(value) - 48
    }
}
