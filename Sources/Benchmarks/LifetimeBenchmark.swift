import Foundation
import Statistics

/// Lifetime value of the customers in a file without a header: repeats, days to the last purchase, days, mean repeat value.
enum LifetimeBenchmark {
    struct BadLine: Error {
        let text: Substring
    }

    /// One line of JSON: what was found, and the shortest time of three in milliseconds, for the two fits and for the prediction.
    static func run(file: String) throws -> String {
        var base = CustomerBase()
        for line in try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline) {
            let cells = line.split(separator: ",")
            guard cells.count == 4, let repeats = Int(cells[0]), let recency = Int(cells[1]), let age = Int(cells[2]),
                let value = Double(cells[3]),
                let history = PurchaseHistory(repeats: repeats, recency: recency, age: age)
            else { throw BadLine(text: line) }
            base.add(history, repeatValue: value)
        }
        var best: (fits: Double, whole: Double)?
        var predicted = 0.0
        var fit: BetaGeometricFit?
        for _ in 0..<3 {
            let start = clock()
            let purchases = try BetaGeometricFit.fit(base)
            let values = try GammaGammaFit.fit(base)
            let fitted = clock()
            let estimate = try LifetimeValue.estimate(base, weeks: 52)
            let end = clock()
            precondition(estimate.purchases == purchases && estimate.value == values, "two fits of the same differ")
            let times = (milliseconds(fitted - start), milliseconds(end - fitted))
            best = best.map { (min($0.fits, times.0), min($0.whole, times.1)) } ?? times
            predicted = estimate.predicted
            fit = purchases
        }
        guard let best, let fit else { return "{}" }
        return "{\"fits\": \(best.fits), \"whole\": \(best.whole), \"predicted\": \(predicted), "
            + "\"likelihood\": \(fit.logLikelihood)}"
    }

    /// The processor's time: what else runs on the machine does not count.
    private static func milliseconds(_ ticks: clock_t) -> Double { Double(ticks) * 1000 / Double(CLOCKS_PER_SEC) }
}
