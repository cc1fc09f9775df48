import Foundation
import Testing

@testable import Statistics

/// One question to scipy for all of them.
@Suite struct DistributionTests {
    private struct Case: Encodable {
        let function: String
        let arguments: [Double]
    }

    private static let positive: [Double] = [
        1e-300, 1e-10, 1e-3, 0.1, 0.5, 0.9, 1, 1.5, 2, 3.3, 7, 9.99, 10, 10.01, 25, 171, 1e3, 12_345.678, 1e8, 1e15,
        1e300,
    ]
    private static let shares: [Double] = [
        1e-300, 1e-20, 1e-6, 0.001, 0.005, 0.025, 0.2, 0.5, 0.7, 0.95, 0.975, 0.9995,
    ]
    private static let shapes: [(Double, Double)] = [
        (0.5, 0.5), (1, 1), (2, 3), (0.01, 8), (30, 0.2), (100, 100), (1e4, 3e4), (1e6, 5e5), (5, 1e7),
    ]

    @Test func specialFunctionsAgreeWithScipy() throws {
        var cases: [(Case, Double, tolerance: Double)] = []
        for x in Self.positive {
            cases.append((Case(function: "logGamma", arguments: [x]), logGamma(x), 1e-14))
            cases.append((Case(function: "digamma", arguments: [x]), digamma(x), 1e-13))
            for other in Self.positive where x * other < 1e20 {
                cases.append((Case(function: "logBeta", arguments: [x, other]), logBeta(x, other), 1e-10))
            }
        }
        for probability in Self.shares {
            cases.append(
                (Case(function: "normalQuantile", arguments: [probability]), normalQuantile(probability), 1e-13))
            for degrees in [0.5, 1, 1.7, 2, 3, 5, 29, 30, 1000, 1e6, 1e10] where probability > 1e-7 {
                cases.append(
                    (
                        Case(function: "studentQuantile", arguments: [probability, degrees]),
                        studentQuantile(probability, degrees: degrees), 1e-10
                    ))
            }
            for (a, b) in Self.shapes {
                let x = min(1, 2 * probability * a / (a + b))
                cases.append(
                    (Case(function: "incompleteBeta", arguments: [x, a, b]), incompleteBeta(x, a, b), 1e-8))
            }
        }
        for trials in [1, 2, 10, 77, 1000, 1_000_000] {
            for probability in [0.001, 0.3, 0.5, 0.99] {
                let middle = Int(Double(trials) * probability)
                for successes in [-1, 0, middle - 3, middle, middle + 2, trials] {
                    cases.append(
                        (
                            Case(
                                function: "binomialCDF", arguments: [Double(successes), Double(trials), probability]),
                            binomialCDF(successes, trials: trials, probability: probability), 1e-8
                        ))
                }
            }
        }
        let verdicts: [[Double]] = try Judge.verdicts("distributions.py", on: ["cases": cases.map(\.0)])
        for (asked, verdict) in zip(cases, verdicts) {
            #expect(
                agree(asked.1, verdict[0], within: asked.tolerance, absolute: asked.0.function.hasPrefix("log")),
                "\(asked.0): \(asked.1), scipy \(verdict[0])")
        }
    }

    @Test func whatIsOutsideADomainIsNaN() {
        for value in [-1, .nan, -.infinity] as [Double] {
            #expect(logGamma(value).isNaN)
            #expect(digamma(value).isNaN)
            #expect(logBeta(value, 2).isNaN)
            #expect(normalQuantile(value).isNaN)
            #expect(studentQuantile(value, degrees: 3).isNaN)
            #expect(studentQuantile(0.3, degrees: value).isNaN)
            #expect(incompleteBeta(value, 2, 3).isNaN)
            #expect(incompleteBeta(0.3, value, 3).isNaN)
            #expect(binomialCDF(1, trials: 3, probability: value).isNaN)
        }
        #expect(normalQuantile(0) == -.infinity)
        #expect(normalQuantile(1) == .infinity)
        #expect(studentQuantile(0, degrees: 5) == -.infinity)
        #expect(studentQuantile(1, degrees: 5) == .infinity)
        #expect(logGamma(0) == .infinity)
        #expect(logGamma(.infinity) == .infinity)
    }
}
