import Foundation

/// The regularised incomplete beta function I_x(a, b) for a, b > 0 and x in 0...1: the probability that a variable with the
/// distribution Beta(a, b) is at most x. NaN outside.
///
/// The continued fraction DLMF 8.17.22, evaluated from its front by Lentz's method; it converges fast below the mean
/// (a + 1) / (a + b + 2), and above I_x(a, b) = 1 - I_{1-x}(b, a) leads there (DLMF 8.17.4).
public func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    incompleteBeta(x, complement: 1 - x, a, b)
}

/// As above, with 1 - x given too, for callers that know it to more digits than the difference has.
func incompleteBeta(_ x: Double, complement: Double, _ a: Double, _ b: Double) -> Double {
    guard a > 0, b > 0, a < .infinity, b < .infinity, x >= 0, complement >= 0 else { return .nan }
    if x == 0 { return 0 }
    if complement == 0 { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBetaBelowMean(complement, complement: x, b, a) }
    return incompleteBetaBelowMean(x, complement: complement, a, b)
}

private func incompleteBetaBelowMean(_ x: Double, complement: Double, _ a: Double, _ b: Double) -> Double {
    let logX = x < 0.5 ? log(x) : log1p(-complement)
    let logComplement = x < 0.5 ? log1p(-x) : log(complement)
    let front = exp(a * logX + b * logComplement - logBeta(a, b)) / a
    // No denominator may be 0: Lentz's method puts a tiny number there.
    let tiny = 1e-300
    var fraction = 1.0
    var numerator = 1.0
    var denominator = 1 - (a + b) * x / (a + 1)
    denominator = 1 / (abs(denominator) < tiny ? tiny : denominator)
    fraction = denominator
    // The fraction needs some square root of max(a, b) of steps: this is enough for a sample of 10^12.
    for step in 1...2_000_000 {
        let m = Double(step)
        for coefficient in [
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ] {
            denominator = 1 + coefficient * denominator
            denominator = 1 / (abs(denominator) < tiny ? tiny : denominator)
            numerator = 1 + coefficient / numerator
            if abs(numerator) < tiny { numerator = tiny }
            fraction *= numerator * denominator
        }
        if abs(numerator * denominator - 1) < 1e-16 { break }
    }
    return front * fraction
}
