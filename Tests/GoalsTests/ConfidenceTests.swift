import Foundation
import Goals
import Testing

/// DESIGN 4: with `confidence` a level opens or rises only if the interval's near bound breaches too; it ends by its plain condition.
@Suite struct ConfidenceTests {
    private func scenario(
        _ critical: String? = "churn > 5%", warning: String? = nil, recover: String? = nil, for span: Span = .zero,
        recoverFor: Span = .zero
    ) -> Scenario {
        var series = Scenario(
            critical, warning: warning, recover: recover, for: span, recoverFor: recoverFor, every: .days(1))
        series.goal.confidence = 0.95
        return series
    }

    @Test func aGoalOpensOnlyWhenTheNearBoundBreachesAndEndsByItsPlainCondition() {
        var series = scenario()
        series.at(day: 0, 0.061, 0.045...0.080).isQuiet().is(.ok)
        series.at(day: 1, 0.061, 0.049...0.076).isQuiet().is(.ok)
        series.at(day: 2, 0.061, 0.051...0.073).emits("opened(critical)")
        series.at(day: 3, 0.055, 0.045...0.065).isQuiet().is(.critical)
        series.at(day: 4, 0.049, 0.040...0.060).emits("resolved")
        series.at(day: 5, 0.052, 0.040...0.060).isQuiet().is(.ok)
    }

    @Test func withoutConfidenceTheIntervalDecidesNothing() {
        var series = scenario()
        series.goal.confidence = nil
        series.at(day: 0, 0.061, 0.045...0.080).emits("opened(critical)")
    }

    @Test func theTimeOfForRunsWhileItIsSure() {
        var series = scenario(for: .days(2))
        series.at(day: 0, 0.061, 0.051...0.073).emits("pending(critical)").is(.pending)
        series.at(day: 1, 0.061, 0.049...0.076).emits("cleared").is(.ok)
        series.at(day: 2, 0.062, 0.051...0.075).emits("pending(critical)")
        series.at(day: 3, 0.062, 0.051...0.075).is(.pending)
        series.at(day: 4, 0.062, 0.051...0.075).emits("opened(critical)")
    }

    @Test func eachLevelIsSureForItself() {
        var series = scenario(warning: "churn > 4%", recoverFor: .days(2))
        series.at(day: 0, 0.055, 0.045...0.066).emits("opened(warning)")
        series.at(day: 1, 0.060, 0.049...0.072).isQuiet().is(.warning)
        series.at(day: 2, 0.065, 0.053...0.078).emits("escalated(critical)")
        // Down from critical by the plain condition, however wide the interval.
        series.at(day: 3, 0.048, 0.035...0.062).isQuiet().is(.critical)
        series.at(day: 4, 0.048, 0.035...0.062)
        series.at(day: 5, 0.048, 0.035...0.062).emits("eased(warning)")
        // Nothing is sure, and the plain condition of warning holds: it stays open.
        series.at(day: 6, 0.041, 0.030...0.055).isQuiet().is(.warning)
        series.at(day: 7, 0.039, 0.030...0.055)
        series.at(day: 8, 0.041, 0.030...0.055).is(.warning)
        series.at(day: 9, 0.039, 0.030...0.055).is(.warning)
    }

    @Test func recoverIsAskedOfTheMeasuredValue() {
        var series = scenario(recover: "churn < 3%")
        series.at(day: 0, 0.08, 0.06...0.11).emits("opened(critical)")
        series.at(day: 1, 0.04, 0.02...0.06).isQuiet().is(.critical)
        series.at(day: 2, 0.029, 0.02...0.06).emits("resolved")
    }

    /// The whole interval must breach, also where a condition has two ends or two parts.
    @Test(arguments: [
        ("churn < 5%", 0.04, 0.03...0.049, true), ("churn < 5%", 0.04, 0.03...0.051, false),
        ("churn <= 5%", 0.04, 0.03...0.05, true),
        ("churn between 2% and 6%", 0.04, 0.03...0.05, true), ("churn between 2% and 6%", 0.04, 0.03...0.07, false),
        ("churn not between 2% and 3%", 0.04, 0.031...0.05, true),
        ("churn not between 2% and 3%", 0.04, 0.01...0.05, false),
        ("churn < 2% or churn > 3%", 0.04, 0.01...0.05, false), ("not churn < 3%", 0.04, 0.03...0.05, true),
        ("churn != 5%", 0.04, 0.03...0.06, false), ("churn - 1% > 2%", 0.04, 0.031...0.05, true),
        ("churn - 1% > 2%", 0.04, 0.029...0.05, false),
    ])
    func aConditionIsSureIfItHoldsAllOverTheInterval(
        condition: String, value: Double, interval: ClosedRange<Double>, isSure: Bool
    ) {
        var series = scenario(condition)
        #expect(series.at(day: 0, value, interval).texts == (isSure ? ["opened(critical)"] : []))
        #expect(series.state.whole.reading?.doubted == (isSure ? nil : .critical))
    }

    /// Too few rows to tell how far off the value may be: nothing is sure.
    @Test func aMeasurementThatShouldHaveAnIntervalAndHasNoneIsNotSure() {
        var series = scenario()
        series.at(day: 0, 0.9, nil).isQuiet().is(.ok)
        #expect(series.state.whole.reading?.doubted == .critical)
    }

    @Test func aKPIWithoutIntervalsIsTakenAsMeasured() {
        var series = scenario()
        series.hasInterval = false
        series.at(day: 0, 0.061).emits("opened(critical)")
    }

    @Test func whatIsReportedIsTheIntervalOfTheWholeLeftSide() {
        func interval(_ condition: String) -> Goals.Measurement.Interval? {
            var series = scenario(condition)
            series.at(day: 0, 0.04, 0.03...0.06)
            return series.state.whole.reading?.measurement?.interval
        }
        #expect(interval("churn > 5%") == .init(low: 0.03, high: 0.06))
        #expect(interval("1 - churn < 95%") == .init(low: 1 - 0.06, high: 1 - 0.03))
        #expect(interval("abs(churn - 4%) > 5%") == .init(low: 0, high: abs(0.06 - 0.04)))
        #expect(interval("churn - previous(churn) > 5%") == nil)
        #expect(interval("avg(churn, 7d) > 5%") == nil)
    }

    @Test func anEventTellsTheIntervalOnlyWhereItDecided() throws {
        var series = scenario()
        let opened = try #require(series.at(day: 0, 0.08, 0.06...0.11).events.first)
        #expect(opened.interval == .init(low: 0.06, high: 0.11))
        series.goal.confidence = nil
        #expect(try #require(series.at(day: 1, 0.01, 0.005...0.02).events.first).interval == nil)
    }

    @Test(arguments: [
        (0.049, 0.0761, Goals.Unit.ratio, Language.english, "4.9 to 7.6 %"),
        (0.049, 0.0761, .ratio, .german, "4,9 bis 7,6 %"),
        (-12, 8.5, .score, .english, "-12 to 8.5"), (5400, 90_000, .duration, .english, "90 min to 25 h"),
        (1200, 1300.5, .money, .english, "1,200.00 to 1,300.50 EUR"),
    ])
    func anIntervalIsWrittenWithOneUnit(low: Double, high: Double, unit: Goals.Unit, language: Language, text: String) {
        #expect(IntervalText.text(.init(low: low, high: high), unit, currency: "EUR", language: language) == text)
    }
}
