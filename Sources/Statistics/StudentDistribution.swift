import Foundation

/// Student's t distribution's quantile with `degrees` > 0 degrees of freedom (any real number; with infinitely many it is the
/// normal distribution's). NaN outside 0...1.
///
/// P(T <= -t) = I_x(degrees / 2, 1/2) / 2 with x = degrees / (degrees + t²), solved by Newton's steps that a bracket keeps.
public func studentQuantile(_ probability: Double, degrees: Double) -> Double {
    guard degrees > 0, probability >= 0, probability <= 1 else { return .nan }
    if probability == 0.5 { return 0 }
    if probability > 0.5 { return -studentQuantile(1 - probability, degrees: degrees) }
    if probability == 0 { return -.infinity }
    if degrees > 1e6 { return nearlyNormalQuantile(probability, degrees: degrees) }
    if degrees == 1 { return -1 / tan(.pi * probability) }
    if degrees == 2 { return (2 * probability - 1) / (2 * probability * (1 - probability)).squareRoot() }
    return -upperTail(probability, degrees: degrees)
}

/// Abramowitz & Stegun 26.7.5; what is left out is below z⁷ / degrees³.
private func nearlyNormalQuantile(_ probability: Double, degrees: Double) -> Double {
    let z = normalQuantile(probability)
    let square = z * z
    return z + z * (square + 1) / (4 * degrees) + z * ((5 * square + 16) * square + 3) / (96 * degrees * degrees)
}

/// t > 0 with P(T > t) = `probability` < 0.5, looked for on the logarithm of t: tails are powers of it.
private func upperTail(_ probability: Double, degrees: Double) -> Double {
    let logConstant = -logBeta(degrees / 2, 0.5) - 0.5 * log(degrees)
    var low = -745.0
    var high = 709.0
    var position = log(max(-normalQuantile(probability), 1e-300))
    for _ in 0..<200 {
        let t = exp(position)
        let square = t * t
        let whole = degrees + square
        let tail =
            whole < .infinity
            ? 0.5 * incompleteBeta(degrees / whole, complement: square / whole, degrees / 2, 0.5) : 0
        if tail > probability { low = position } else { high = position }
        // d ln(tail) / d ln(t) = -t density / tail.
        let density = exp(logConstant - 0.5 * (degrees + 1) * log1p(square / degrees))
        let slope = t * density / tail
        var next = position + log(tail / probability) / slope
        if !(next > low && next < high) { next = 0.5 * (low + high) }
        let step = abs(next - position)
        position = next
        if step < 1e-15 * max(1, abs(position)) { break }
    }
    return exp(position)
}
