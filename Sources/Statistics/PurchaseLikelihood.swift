import Foundation

/// The likelihoods of BG/NBD (Fader, Hardie & Lee 2005, equation 6) and of the plain NBD that is its limit, of a customer base, with
/// their gradients, as the mean over the customers.
///
/// With L(t) = ln(1 + t/alpha), all but the last term of BG/NBD's
///
///     ln Γ(r+x) - ln Γ(r) - x ln alpha - (r+x) L(T) + ln B(a, b+x) - ln B(a, b) + ...
///         = Σ_{i<x} ( ln((r+i) / alpha) - ln(1 + a/(b+i)) ) - (r+x) L(T)
///           + ln(1 + a/(b+x-1) e^{(r+x) (L(T) - L(t_x))}), the last where x > 0,
///
/// need only how many customers have x > i, and per T how many customers and repeats there are. So one exponential per distinct
/// history is what an evaluation costs. In this form nothing cancels where r and alpha, or b, are large.
struct PurchaseLikelihood {
    /// r/alpha (purchases a week), r, a/b, b, as logarithms: where customers hardly differ (r and alpha, or a and b, grow without end),
    /// where nobody leaves (a/b -> 0), or some leave at once and others never (a and b -> 0), one of the four alone runs away.
    typealias Point = SIMD4<Double>

    static func point(r: Double, alpha: Double, a: Double, b: Double) -> Point {
        [log(r / alpha), log(r), log(a / b), log(b)]
    }

    static func parameters(_ point: Point) -> (r: Double, alpha: Double, a: Double, b: Double) {
        (exp(point[1]), exp(point[1] - point[0]), exp(point[2] + point[3]), exp(point[3]))
    }

    /// From the slopes by ln r, ln alpha, ln a, ln b.
    private static func gradient(_ slopes: SIMD4<Double>) -> Point {
        [-slopes[1], slopes[0] + slopes[1], slopes[2], slopes[2] + slopes[3]]
    }

    /// By i: how many customers have more than i repeats.
    private var beyond: ContiguousArray<Double> = []
    /// By days: customers of that age, and their repeats.
    private var aged: ContiguousArray<(weeks: Double, customers: Double, repeats: Double)> = []
    private var runs: [Run] = []
    private var histories: ContiguousArray<History> = []
    private let customers: Double

    /// Histories with the same number of repeats.
    private struct Run {
        let repeats: Double
        let range: Range<Int>
    }

    /// The days of a distinct history, and how many customers have it.
    private struct History {
        let age: Int32
        let recency: Int32
        var customers: Double
    }

    /// Which days occur in `histories`.
    private var days: ContiguousArray<Int> = []

    /// `base` in its order.
    init(_ base: CustomerBase) {
        customers = Double(base.customers)
        var ages: [Int: (Double, Double)] = base.once.mapValues { (Double($0), 0) }
        var withRepeats: [Int: Int] = [:]
        var present: Set<Int> = []
        var last: UInt64?
        var firstOfRun = 0
        var repeatsOfRun = 0
        for buyer in base.buyers {
            let history = PurchaseHistory(packed: buyer.history)
            ages[history.age, default: (0, 0)].0 += 1
            ages[history.age, default: (0, 0)].1 += Double(history.repeats)
            withRepeats[history.repeats, default: 0] += 1
            if buyer.history == last {
                histories[histories.count - 1].customers += 1
                continue
            }
            last = buyer.history
            if history.repeats != repeatsOfRun {
                closeRun(repeatsOfRun, from: firstOfRun)
                firstOfRun = histories.count
                repeatsOfRun = history.repeats
            }
            present.insert(history.age)
            present.insert(history.recency)
            histories.append(History(age: Int32(history.age), recency: Int32(history.recency), customers: 1))
        }
        closeRun(repeatsOfRun, from: firstOfRun)
        days = ContiguousArray(present.sorted())
        aged = ContiguousArray(ages.sorted { $0.key < $1.key }.map { (Double($0.key) / 7, $0.value.0, $0.value.1) })
        beyond = ContiguousArray(repeating: 0, count: withRepeats.keys.max() ?? 0)
        var more = 0
        for i in beyond.indices.reversed() {
            more += withRepeats[i + 1] ?? 0
            beyond[i] = Double(more)
        }
    }

    private mutating func closeRun(_ repeats: Int, from first: Int) {
        if first < histories.count { runs.append(Run(repeats: Double(repeats), range: first..<histories.count)) }
    }

    /// Purchases a week, by which customers differ, of the average customer: repeats by weeks.
    var rate: Double {
        aged.reduce(0) { $0 + $1.repeats } / aged.reduce(0) { $0 + $1.weeks * $1.customers }
    }

    /// Of the NBD: nobody drops out. Of the point only r and alpha count.
    func stayers(_ point: Point) -> (value: Double, gradient: Point) {
        let (sum, slopes) = sumOfStayers(point)
        return (sum / customers, Self.gradient(slopes / customers))
    }

    private func sumOfStayers(_ point: Point) -> (sum: Double, slopes: SIMD4<Double>) {
        let (r, alpha, _, _) = Self.parameters(point)
        var sum = 0.0
        var slopes = SIMD4<Double>.zero
        for (i, count) in beyond.enumerated() {
            sum += count * log((r + Double(i)) / alpha)
            slopes[0] += count * r / (r + Double(i))
            slopes[1] -= count
        }
        for age in aged {
            let logarithm = log1p(age.weeks / alpha)
            let exponent = r * age.customers + age.repeats
            sum -= exponent * logarithm
            slopes[0] -= r * age.customers * logarithm
            slopes[1] += exponent * age.weeks / (alpha + age.weeks)
        }
        return (sum, slopes)
    }

    /// Of BG/NBD.
    func leavers(_ point: Point) -> (value: Double, gradient: Point) {
        var (sum, slopes) = sumOfStayers(point)
        let (r, alpha, a, b) = Self.parameters(point)
        for (i, count) in beyond.enumerated() {
            let before = b + Double(i)
            sum -= count * log1p(a / before)
            slopes[2] -= count * a / (a + before)
            slopes[3] += count * a * b / (before * (a + before))
        }
        var curve = ContiguousArray(repeating: (logarithm: 0.0, share: 0.0), count: (days.last ?? -1) + 1)
        for day in days {
            let weeks = Double(day) / 7
            curve[day] = (log1p(weeks / alpha), weeks / (alpha + weeks))
        }
        for run in runs {
            let exponent = r + run.repeats
            let offset = log(a / (b + run.repeats - 1))
            let gone = Gone(histories[run.range], curve: curve, exponent: exponent, offset: offset)
            sum += gone.logarithms
            slopes[0] += r * gone.distance
            slopes[1] -= exponent * gone.shares
            slopes[2] += gone.expected
            slopes[3] -= gone.expected * b / (b + run.repeats - 1)
        }
        return (sum / customers, Self.gradient(slopes / customers))
    }

    /// How steeply the likelihood rises from the NBD's limit where a grows from 0, per a: Σ e^{(r+x)(L(T) - L(t_x))} / (b+x-1) over the
    /// customers with repeats, less Σ_{i<x} 1/(b+i).
    func rise(_ point: Point, b: Double) -> Double {
        let (r, alpha, _, _) = Self.parameters(point)
        var sum = 0.0
        for (i, count) in beyond.enumerated() { sum -= count / (b + Double(i)) }
        for run in runs {
            for history in histories[run.range] {
                let ratio = (alpha + Double(history.age) / 7) / (alpha + Double(history.recency) / 7)
                sum += history.customers * exp((r + run.repeats) * log(ratio)) / (b + run.repeats - 1)
            }
        }
        return sum / customers
    }

    /// Sums over the histories of a run of what their last term, ln(1 + e^d), brings: d = `offset` + `exponent` (L(T) - L(t_x)).
    private struct Gone {
        /// Σ ln(1 + e^d).
        var logarithms = 0.0
        /// Σ of the probability to have left, e^d / (1 + e^d), and the same times L(T) - L(t_x), and times the difference of t/(alpha + t).
        var expected = 0.0
        var distance = 0.0
        var shares = 0.0

        init(
            _ histories: ContiguousArray<History>.SubSequence,
            curve: ContiguousArray<(logarithm: Double, share: Double)>, exponent: Double, offset: Double
        ) {
            // One logarithm for many: each factor is at most 2.
            var product = 1.0
            for history in histories {
                let end = curve[Int(history.age)]
                let last = curve[Int(history.recency)]
                let distance = end.logarithm - last.logarithm
                let d = offset + exponent * distance
                let e = exp(-abs(d))
                let gone = history.customers * (d > 0 ? 1 : e) / (1 + e)
                if d > 0 { logarithms += history.customers * d }
                if history.customers == 1 {
                    product *= 1 + e
                    if product > 1e200 {
                        logarithms += log(product)
                        product = 1
                    }
                } else {
                    logarithms += history.customers * log1p(e)
                }
                expected += gone
                self.distance += gone * distance
                shares += gone * (end.share - last.share)
            }
            logarithms += log(product)
        }
    }
}
