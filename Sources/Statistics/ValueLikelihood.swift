import Foundation

/// The likelihood of Gamma-Gamma (Fader & Hardie 2013, equation 1a) of the repeat customers who spent something, with its gradient, as
/// the mean over them. Of the mean value m of x purchases, with s = x m and v = q w / p,
///
///     ln Γ(px+q) - ln Γ(px) - ln Γ(q) + px ln(s/v) - (px+q) ln(1 + s/v) - ln m.
///
/// The terms in ln Γ are one per distinct x, and one logarithm does for many customers. w, about the mean, stands for v: where p or q
/// grow without end (customers who always pay the same, or customers who do not differ) w stays.
struct ValueLikelihood {
    /// p, q, w, as logarithms.
    typealias Point = SIMD4<Double>

    /// Values are divided by this, so that those of the likelihood are about 1: the geometric mean of m.
    let scale: Double
    let customers: Int
    /// Whether all values are the same, but for rounding.
    let isConstant: Bool
    /// x m, by x.
    private var totals: ContiguousArray<Double> = []
    private var runs: [Run] = []
    private var sumOfLogarithms = 0.0
    /// Σ x ln(x m).
    private var weightedLogarithms = 0.0
    private var repeats = 0.0

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
            totals.append(total)
            weightedLogarithms += Double(x) * log(total)
            repeats += Double(x)
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
        let logV = log(v)
        var sum = -sumOfLogarithms + p * (weightedLogarithms - repeats * logV)
        // By p, q and ln v.
        var slopes = (p: weightedLogarithms - repeats * logV, q: 0.0, v: 0.0)
        let ofQ = (logarithm: logGamma(q), digamma: digamma(q))
        for run in runs {
            let shape = p * run.repeats
            let count = Double(run.range.count)
            let spread = Spread(totals[run.range], v: v)
            let ofWhole = digamma(shape + q)
            sum += count * (logGamma(shape + q) - logGamma(shape) - ofQ.logarithm)
            sum -= (shape + q) * spread.logarithms
            slopes.p += run.repeats * (count * (ofWhole - digamma(shape)) - spread.logarithms)
            slopes.q += count * (ofWhole - ofQ.digamma) - spread.logarithms
            slopes.v += count * q - (shape + q) * spread.shares
        }
        let gradient = Point(p * slopes.p - slopes.v, q * slopes.q + slopes.v, slopes.v, 0)
        return (sum / Double(customers), gradient / Double(customers))
    }

    /// Σ ln(1 + s/v) and Σ v / (v + s).
    private struct Spread {
        var logarithms = 0.0
        var shares = 0.0

        init(_ totals: ContiguousArray<Double>.SubSequence, v: Double) {
            let inverse = 1 / v
            var product = 1.0
            for total in totals {
                let factor = 1 + total * inverse
                product *= factor
                shares += 1 / factor
                if product > 1e150 || factor > 1e150 {
                    logarithms += log(product)
                    product = 1
                }
            }
            logarithms += log(product)
        }
    }
}
