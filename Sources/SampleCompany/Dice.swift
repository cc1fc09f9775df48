import Foundation

/// Repeatable chance: SplitMix64 (Steele, Lea & Flood 2014). The same seed gives the same company on every machine.
struct Dice {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// 0..<1
    mutating func fraction() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// 0..<count; `count` is at least 1.
    mutating func index(_ count: Int) -> Int {
        min(count - 1, Int(fraction() * Double(count)))
    }

    mutating func number(in range: ClosedRange<Int>) -> Int {
        range.lowerBound + index(range.count)
    }

    mutating func pick<Element>(_ choices: [Element]) -> Element {
        choices[index(choices.count)]
    }
}

/// Fractions that look random one by one and are evenly spread over any few in a row (Weyl's sequence of the golden ratio).
///
/// Ratios and medians made from them barely move from day to day, so that what a goal finds in the sample company is a story
/// and not the luck of the dice.
struct Spread {
    private var value: Double

    init(from start: Double) {
        value = start
    }

    /// 0..<1
    mutating func next() -> Double {
        value += 0.618_033_988_749_894_9
        if value >= 1 { value -= 1 }
        return value
    }

    /// A log-logistic duration in the median's unit: most near the median, some several times as long.
    mutating func duration(median: Double, shape: Double) -> Double {
        let fraction = min(max(next(), 0.02), 0.98)
        return median * pow(fraction / (1 - fraction), shape)
    }
}

/// Turns a rate (1.55 new customers a day) into whole numbers a day that add up to it.
struct Pace {
    private var carry = 0.5

    mutating func count(_ expected: Double) -> Int {
        carry += expected
        let whole = Int(carry)
        carry -= Double(whole)
        return whole
    }
}
