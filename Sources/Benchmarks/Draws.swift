import Foundation

/// Random numbers that are the same in every run: SplitMix64 (Steele, Lea & Flood 2014).
struct Draws: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func uniform(_ range: Range<Double> = 0..<1) -> Double { Double.random(in: range, using: &self) }

    mutating func count(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

    mutating func happens(_ probability: Double) -> Bool { uniform() < probability }

    mutating func exponential() -> Double { -log(1 - uniform()) }

    /// Box & Muller (1958).
    mutating func normal() -> Double { (2 * exponential()).squareRoot() * cos(2 * .pi * uniform()) }
}
