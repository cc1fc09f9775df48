import Foundation

@testable import Statistics

/// A made-up company whose customers behave as BG/NBD and Gamma-Gamma say.
struct Market {
    var r = 0.5
    /// In weeks.
    var alpha = 5.0
    /// The chance to leave after a purchase: Beta(a, b) over customers. `a` = 0: nobody leaves.
    var a = 0.7
    var b = 2.5
    var p = 5.0
    var q = 4.0
    var v = 25.0
    var customers = 500
    /// Ages are between half of this and this.
    var days = 400
    /// Of all repeat customers, whose repeat purchases cost nothing.
    var shareWithoutValue = 0.0
    /// Purchases come at equal distances, a customer's rate being the average one.
    var isRegular = false

    func people(seed: UInt64) -> [(history: PurchaseHistory, repeatValue: Double)] {
        var chance = Chance(seed)
        return (0..<customers).compactMap { _ in
            let age = days / 2 + Int(chance.uniform() * Double(days / 2 + 1))
            let rate = isRegular ? r / alpha : chance.gamma(r) / alpha
            let leaves = a == 0 ? 0 : chance.beta(a, b)
            var bought: Set<Int> = []
            var time = isRegular ? chance.uniform() / rate : 0
            while true {
                time += isRegular ? 1 / rate : chance.exponential() / rate
                let day = max(1, Int(min(time * 7, 1e6).rounded(.up)))
                if day > age { break }
                bought.insert(day)
                if chance.uniform() < leaves { break }
            }
            let repeats = bought.count
            guard let history = PurchaseHistory(repeats: repeats, recency: bought.max() ?? 0, age: age) else {
                return nil
            }
            let total = repeats > 0 ? chance.gamma(p * Double(repeats)) / (chance.gamma(q) / v) : 0
            let isFree = chance.uniform() < shareWithoutValue
            return (history, repeats > 0 && !isFree ? total / Double(repeats) : 0)
        }
    }
}

extension Chance {
    /// Gamma(shape, 1), Marsaglia & Tsang (2000).
    mutating func gamma(_ shape: Double) -> Double {
        if shape < 1 { return gamma(shape + 1) * pow(1 - uniform(), 1 / shape) }
        let d = shape - 1 / 3
        while true {
            let x = normal()
            let cube = pow(1 + x / (9 * d).squareRoot(), 3)
            if cube > 0, log(1 - uniform()) < 0.5 * x * x + d - d * cube + d * log(cube) { return d * cube }
        }
    }

    mutating func beta(_ a: Double, _ b: Double) -> Double {
        let first = gamma(a)
        return first / (first + gamma(b))
    }

    /// Box & Muller (1958).
    mutating func normal() -> Double {
        (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
    }
}
