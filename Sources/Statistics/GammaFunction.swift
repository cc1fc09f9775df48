import Foundation

/// ln Γ(x) for x > 0, to 1e-15 of max(1, |ln Γ(x)|); infinite at 0 and at infinity, NaN for what is negative or NaN.
///
/// Stirling's series (DLMF 5.11.1) from 10 on; below, Γ(x) = Γ(x + n) / (x (x + 1) ... (x + n - 1)) (DLMF 5.5.1).
public func logGamma(_ x: Double) -> Double {
    guard x > 0 else { return x == 0 ? .infinity : .nan }
    guard x < .infinity else { return x }
    var shifted = x
    var product = 1.0
    while shifted < 10 {
        product *= shifted
        shifted += 1
    }
    return (shifted - 0.5) * log(shifted) - shifted + halfLogTwoPi + stirlingRemainder(shifted) - log(product)
}

/// ψ(x) = d ln Γ(x) / dx for x > 0; NaN for what is not.
///
/// The asymptotic series (DLMF 5.11.2) from 10 on; below, ψ(x) = ψ(x + 1) - 1/x (DLMF 5.5.2).
public func digamma(_ x: Double) -> Double {
    guard x > 0 else { return .nan }
    guard x < .infinity else { return x }
    var shifted = x
    var sum = 0.0
    while shifted < 10 {
        sum += 1 / shifted
        shifted += 1
    }
    let square = 1 / (shifted * shifted)
    let series =
        square
        * (1 / 12 - square
            * (1 / 120 - square * (1 / 252 - square * (1 / 240 - square * (1 / 132 - square * 691 / 32760)))))
    return log(shifted) - 0.5 / shifted - series - sum
}

/// ln B(a, b) = ln Γ(a) + ln Γ(b) - ln Γ(a + b) for a, b > 0. Keeps its digits where one of them, or both, are large: there the
/// three logarithms agree in most of theirs.
public func logBeta(_ a: Double, _ b: Double) -> Double {
    guard a >= 0, b >= 0 else { return .nan }
    let (small, large) = a < b ? (a, b) : (b, a)
    guard small > 0, large < .infinity else { return small == 0 ? .infinity : -.infinity }
    if large < 10 { return logGamma(small) + logGamma(large) - logGamma(small + large) }
    let sum = small + large
    let ofLarge = stirlingRemainder(large) - stirlingRemainder(sum)
    if small < 10 {
        return logGamma(small) - (large - 0.5) * log1p(small / large) - small * log(sum) + small + ofLarge
    }
    return halfLogTwoPi - 0.5 * log(large) + stirlingRemainder(small) + ofLarge
        - (small - 0.5) * log1p(large / small) - large * log1p(small / large)
}

/// 0.5 ln 2π.
private let halfLogTwoPi = 0.918_938_533_204_672_741_78

/// ln Γ(x) - ((x - 0.5) ln x - x + 0.5 ln 2π), for x >= 10: the series of DLMF 5.11.1, the first term left out is below 1e-16.
private func stirlingRemainder(_ x: Double) -> Double {
    let square = 1 / (x * x)
    let series =
        1 / 12 - square
        * (1 / 360 - square
            * (1 / 1260 - square * (1 / 1680 - square * (1 / 1188 - square * (691 / 360_360 - square / 156)))))
    return series / x
}
