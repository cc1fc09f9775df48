import Foundation

/// The likelihood of Gamma-Gamma (Fader & Hardie 2013, equation 1a) of the repeat customers who spent something, with its gradient, as
/// the mean over them. Of the mean value m of x purchases, with s = x m and v = q w / p,
///
///     -ln B(px, q) - px ln(1 + v/s) - q ln(1 + s/v) - ln m.
///
/// The terms in B are one per distinct x, and one logarithm does for many customers. w, about the mean, stands for v: where p or q
/// grow without end (customers who always pay the same, or customers who do not differ) w stays, and so do the terms of this form.
struct ValueLikelihood {
    /// p, q, w, as logarithms.
    typealias Point = SIMD4<Double>

    /// Values are divided by this, so that those of the likelihood are about 1: the geometric mean of m.
    let scale: Double
    let customers: Int
    /// Whether all values are the same, but for rounding.
    let isConstant: Bool
    /// s = x m and its logarithm, by x.
    private var totals: ContiguousArray<(value: Double, logarithm: Double)> = []
    private var runs: [Run] = []
    /// Σ ln m.
    private var sumOfLogarithms = 0.0

    private struct Run {
        let repeats: Double
        let range: Range<Int>
    }

    /// `base` in its order.
    init(_ base: CustomerBase) {
        let buyers = base.buyers.lazy.filter { $0.value > 0 }
        var logarithms = 0.0
        var count = 0
        var least = Double.infinity
        var most = 0.0
        for buyer in buyers {
            logarithms += log(buyer.value)
            count += 1
            least = min(least, buyer.value)
            most = max(most, buyer.value)
        }
        customers = count
        scale = count > 0 ? exp(logarithms / Double(count)) : 1
        isConstant = most - least <= 1e-9 * most
        totals.reserveCapacity(count)
        var first = 0
        var repeatsOfRun = 0
        for buyer in buyers {
            let x = PurchaseHistory(packed: buyer.history).repeats
            if x != repeatsOfRun {
                close(repeatsOfRun, from: first)
                first = totals.count
                repeatsOfRun = x
            }
            let total = Double(x) * (buyer.value / scale)
            totals.append((total, log(total)))
        }
        sumOfLogarithms = logarithms - Double(count) * log(scale)
        close(repeatsOfRun, from: first)
    }

    private mutating func close(_ repeats: Int, from first: Int) {
        if first < totals.count { runs.append(Run(repeats: Double(repeats), range: first..<totals.count)) }
    }

    func value(_ point: Point) -> (value: Double, gradient: Point) {
        let (p, q, w) = (exp(point[0]), exp(point[1]), exp(point[2]))
        let v = q * w / p
        var sum = -sumOfLogarithms
        // By p, q and ln v.
        var slopes = (p: 0.0, q: 0.0, v: 0.0)
        let ofQ = digamma(q)
        for run in runs {
            let shape = p * run.repeats
            let count = Double(run.range.count)
            // A product of many has lost some digits, which a large factor would show.
            let spread = Spread(totals[run.range], v: v, oneByOne: max(p, q) > 1000)
            let ofWhole = digamma(shape + q)
            sum -= count * logBeta(shape, q) + shape * spread.below + q * spread.above
            slopes.p += run.repeats * (count * (ofWhole - digamma(shape)) - spread.below)
            slopes.q += count * (ofWhole - ofQ) - spread.above
            slopes.v += q * spread.shareAbove - shape * spread.shareBelow
        }
        let gradient = Point(p * slopes.p - slopes.v, q * slopes.q + slopes.v, slopes.v, 0)
        return (sum / Double(customers), gradient / Double(customers))
    }

    /// Sums over the customers of a run.
    private struct Spread {
        /// Σ ln(1 + v/s) and Σ ln(1 + s/v).
        var below = 0.0
        var above = 0.0
        /// Σ v / (v + s) and Σ s / (v + s).
        var shareBelow = 0.0
        var shareAbove = 0.0

        init(
            _ totals: ContiguousArray<(value: Double, logarithm: Double)>.SubSequence, v: Double, oneByOne: Bool
        ) {
            let inverse = 1 / v
            let logV = log(v)
            // Both logarithms are that of 1 + the smaller ratio, at most 2, and one of them has ln(s/v) besides.
            var shared = 0.0
            var product = 1.0
            for total in totals {
                let ratio = total.value * inverse
                let smaller: Double
                if ratio > 1 {
                    smaller = v / total.value
                    above += total.logarithm - logV
                } else {
                    smaller = ratio
                    below += logV - total.logarithm
                }
                let lesserShare = smaller / (1 + smaller)
                shareBelow += ratio > 1 ? lesserShare : 1 - lesserShare
                shareAbove += ratio > 1 ? 1 - lesserShare : lesserShare
                if oneByOne {
                    shared += log1p(smaller)
                } else {
                    product *= 1 + smaller
                    if product > 1e200 {
                        shared += log(product)
                        product = 1
                    }
                }
            }
            shared += log(product)
            below += shared
            above += shared
        }
    }
}
