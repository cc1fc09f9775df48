import Foundation

/// P(X <= successes) for X of `trials` independent trials that each succeed with `probability`: 0 below 0, 1 from `trials` on,
/// NaN for a probability outside 0...1 or fewer than 0 trials.
///
/// P(X <= k) = I_{1-p}(n - k, k + 1) (DLMF 8.17.5 the other way round).
public func binomialCDF(_ successes: Int, trials: Int, probability: Double) -> Double {
    guard trials >= 0, probability >= 0, probability <= 1 else { return .nan }
    if successes < 0 { return 0 }
    if successes >= trials { return 1 }
    return incompleteBeta(
        1 - probability, complement: probability, Double(trials - successes), Double(successes) + 1)
}

/// P(X > successes), to its own digits: not as one minus the other.
func binomialTail(_ successes: Int, trials: Int, probability: Double) -> Double {
    if successes < 0 { return 1 }
    if successes >= trials { return 0 }
    return incompleteBeta(probability, complement: 1 - probability, Double(successes) + 1, Double(trials - successes))
}
