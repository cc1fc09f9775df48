import Foundation

/// The standard normal distribution's quantile: z with Φ(z) = `probability`. -∞ at 0, ∞ at 1, NaN outside 0...1.
///
/// A rational first guess (Abramowitz & Stegun 26.2.23, good to 4.5e-4), then Halley's steps on erfc, which hold the digits far
/// out in the tail too.
public func normalQuantile(_ probability: Double) -> Double {
    guard probability > 0, probability < 1 else {
        return probability == 0 ? -.infinity : probability == 1 ? .infinity : .nan
    }
    if probability == 0.5 { return 0 }
    if probability > 0.5 { return -lowerNormalQuantile(1 - probability) }
    return lowerNormalQuantile(probability)
}

private func lowerNormalQuantile(_ probability: Double) -> Double {
    let t = (-2 * log(probability)).squareRoot()
    var z =
        (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))) - t
    for _ in 0..<3 {
        let density = exp(-0.5 * z * z) / (2 * Double.pi).squareRoot()
        let step = (0.5 * erfc(-z / 2.0.squareRoot()) - probability) / density
        guard step.isFinite else { break }
        z -= step / (1 + 0.5 * step * z)
    }
    return z
}

/// The z of a two-sided interval: 1.95996... for 0.95. `nil` unless `confidence` is between 0 and 1.
func twoSided(_ confidence: Double) -> Double? {
    guard confidence > 0, confidence < 1 else { return nil }
    return -normalQuantile((1 - confidence) / 2)
}
