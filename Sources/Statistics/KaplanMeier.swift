import Foundation

/// The product-limit estimate of how long something lasts, from durations of which some are only known to be at least so long
/// (censored): Kaplan & Meier 1958. Times in any one unit, all >= 0.
public struct KaplanMeier: Sendable, Hashable {
    /// A time at which something ended, and the curve from there on.
    public struct Step: Sendable, Hashable {
        public let time: Double
        /// How many lasted at least until just before `time`, and how many of them ended at it.
        public let atRisk: Int
        public let ended: Int
        /// The share that lasts longer than `time`: the product of 1 - ended / atRisk up to here.
        public let survival: Double
        /// Greenwood's sum Σ ended / (atRisk (atRisk - ended)) up to here: the variance of ln `survival`. Infinite at 0.
        public let greenwood: Double
    }

    /// In order of time, one for each time at which something ended.
    public let steps: [Step]
    public let sample: Int

    /// `ended`: durations that are over; `open`: durations so far of what goes on. What ends at the same time as another is
    /// censored ends before it. `nil` if one is negative or NaN.
    public init?(ended: [Double], open: [Double]) {
        guard ended.allSatisfy({ $0 >= 0 }), open.allSatisfy({ $0 >= 0 }) else { return nil }
        let ended = ended.sorted()
        let open = open.sorted()
        sample = ended.count + open.count
        var steps: [Step] = []
        var survival = 1.0
        var greenwood = 0.0
        var censored = 0
        var first = 0
        while first < ended.count {
            let time = ended[first]
            var next = first
            while next < ended.count, ended[next] == time { next += 1 }
            while censored < open.count, open[censored] < time { censored += 1 }
            let atRisk = sample - first - censored
            let count = next - first
            survival *= Double(atRisk - count) / Double(atRisk)
            greenwood += Double(count) / (Double(atRisk) * Double(atRisk - count))
            steps.append(
                Step(time: time, atRisk: atRisk, ended: count, survival: survival, greenwood: greenwood))
            first = next
        }
        self.steps = steps
    }

    /// The first time at which the curve is at or below 1 - `share` (0.5: the median), with a tolerance of 1e-12 for the rounding of
    /// the product; `nil` where it does not come so low: too many are still open.
    public func quantile(_ share: Double) -> Double? {
        guard share > 0, share <= 1 else { return nil }
        return steps.first { $0.survival <= 1 - share + Self.tolerance }?.time
    }

    /// The interval of `quantile(share)` (Brookmeyer & Crowley 1982): the first times at which the lower and the upper bound of the
    /// curve's pointwise band are at or below 1 - `share`; `nil` where a bound does not come so low. The band is the log-log one,
    /// S^exp(± z √greenwood / ln S) (Kalbfleisch & Prentice); it has no bounds where the curve is 1 or 0.
    public func quantileInterval(_ share: Double, confidence: Double) -> (low: Double?, high: Double?) {
        guard share > 0, share <= 1, let z = twoSided(confidence) else { return (nil, nil) }
        let level = 1 - share + Self.tolerance
        var low: Double?
        for step in steps where step.survival > 0 {
            let band = step.band(z)
            if low == nil, band.lower <= level { low = step.time }
            if band.upper <= level { return (low, step.time) }
        }
        return (low, nil)
    }

    /// 1 - 1/2 - 1/4 ... is what it should be only up to rounding.
    private static let tolerance = 1e-12
}

extension KaplanMeier.Step {
    /// The pointwise band of the curve from this step on; where `survival` is 0, NaN.
    func band(_ z: Double) -> (lower: Double, upper: Double) {
        let logarithm = log(survival)
        let reach = z * greenwood.squareRoot() / logarithm
        return (exp(logarithm * exp(-reach)), exp(logarithm * exp(reach)))
    }
}
