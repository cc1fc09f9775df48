import Foundation

/// How many purchases a customer makes in t further weeks who has not dropped out by T, under BG/NBD.
///
/// Fader, Hardie & Lee (2005, equation 10) have (a+b+x-1)/(a-1) (1 - (1-z)^(r+x) 2F1(r+x, b+x; a+b+x-1; z)), z = t/(alpha+T+t),
/// which loses its digits near a = 1 and where a/b is near 0. With Euler's transformation the 1 becomes
/// (1-z)^(r+x) 2F1(r+x, a+b+x-1; a+b+x-1; z), and the difference term by term is
///
///     Σ_n NB(n) d_n,   NB(n) = (1-z)^(r+x) (r+x)_n z^n / n!,   d_n = Σ_{k<n} (b+x)_k / (a+b+x)_k :
///
/// the negative binomial chances of n occasions to buy, times the purchases that are expected of n occasions when the customer may
/// drop out at each. All terms are positive, so that no digit is lost for any a, b, and a/b -> 0 gives the mean (r+x) t/(alpha+T).
struct ExpectedPurchases {
    private let shape: Double
    private let stay: Double
    private let whole: Double
    private var terms: ContiguousArray<Term> = []
    private var next = Term()

    private struct Term {
        var n = 0.0
        /// d_n.
        var purchases = 0.0
        /// (b+x)_n / (a+b+x)_n.
        var survival = 1.0
        /// (r+x+n)/(n+1): what NB(n+1) / NB(n) is, times z.
        var growth = 0.0
    }

    /// Of customers with `repeats` x. Many ages may be asked: the terms are kept.
    init(r: Double, a: Double, b: Double, repeats: Int) {
        shape = r + Double(repeats)
        stay = b + Double(repeats)
        whole = a + b + Double(repeats)
        next.growth = shape
    }

    /// `z` = t/(alpha+T+t), in 0..<1. To 1e-13; takes some 36 / (1 - z) steps.
    mutating func expected(_ z: Double) -> Double {
        var weight = 1.0
        var weights = 0.0
        var sum = 0.0
        var n = 0
        // Beyond what is kept.
        var beyond = next
        while true {
            let term: Term
            if n < terms.count {
                term = terms[n]
            } else if n < Self.kept {
                term = next
                terms.append(next)
                next = following(next)
                beyond = next
            } else {
                term = beyond
                beyond = following(beyond)
            }
            weights += weight
            sum += weight * term.purchases
            let ratio = z * term.growth
            // The weights fall by this at least from here on, and d_n rises by at most 1 a step.
            let fall = max(ratio, z)
            if fall < 1, weight * (term.purchases + 1 / (1 - fall)) * fall / (1 - fall) <= 1e-14 * sum {
                return sum / weights
            }
            weight *= ratio
            if weight > 1e250 {
                weight *= 1e-250
                weights *= 1e-250
                sum *= 1e-250
            }
            n += 1
        }
    }

    private static let kept = 1 << 15

    private func following(_ term: Term) -> Term {
        let n = term.n + 1
        return Term(
            n: n, purchases: term.purchases + term.survival,
            survival: term.survival * (stay + term.n) / (whole + term.n), growth: (shape + n) / (n + 1))
    }
}
