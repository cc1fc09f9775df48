import Foundation
import Goals
import Testing

@Suite struct DecideTests {
    @Test func aGoalFiresOnlyAfterTheConditionHeldForItsTime() {
        var series = Scenario("churn > 5%", for: .days(2), every: .days(1))
        series.at(day: 0, 0.061).emits("pending(critical)").is(.pending)
        series.at(day: 1, 0.058).isQuiet().is(.pending)
        series.at(day: 2, 0.055).emits("opened(critical)").tells("team", "boss").is(.critical)
        series.at(day: 3, 0.049).emits("resolved").tells("team", "boss").is(.ok)
    }

    @Test func aPendingSeriesThatClearsSendsNothing() {
        var series = Scenario("churn > 5%", for: .hours(3))
        series.at(hour: 0, 0.061)
        series.at(hour: 1, 0.05).emits("cleared").tells().is(.ok)
        series.at(hour: 2, 0.06).emits("pending(critical)")
    }

    @Test func aBreachThatGoesOnIsToldOnce() {
        var series = Scenario("churn > 5%")
        series.at(hour: 0, 0.06).emits("opened(critical)")
        for hour in 1...40 { series.at(hour: hour, 0.06).isQuiet() }
    }

    @Test func theSameSlotIsNeverDecidedTwice() {
        var series = Scenario("churn > 5%")
        series.at(hour: 5, 0.06).emits("opened(critical)")
        series.at(hour: 5, 0.01).isQuiet().is(.critical)
        series.at(hour: 4, 0.01).isQuiet().is(.critical)
    }

    @Test func aWarningEscalatesAndEasesAndEnds() {
        var series = Scenario("churn > 5%", warning: "churn > 3%")
        series.at(hour: 0, 0.04).emits("opened(warning)").tells("team").is(.warning)
        series.at(hour: 1, 0.06).emits("escalated(critical)").tells("team", "boss").is(.critical)
        series.at(hour: 2, 0.04).emits("eased(warning)").tells("team", "boss").is(.warning)
        series.at(hour: 3, 0.02).emits("resolved").tells("team", "boss").is(.ok)
    }

    @Test func whoHeardOnlyTheWarningHearsTheEscalationToo() {
        var series = Scenario(
            "churn > 5%", warning: "churn > 3%",
            recipients: .init(warning: ["team"], critical: ["boss"], all: ["team", "boss"]))
        series.at(hour: 0, 0.04).tells("team")
        series.at(hour: 1, 0.06).tells("boss", "team")
        series.at(hour: 2, 0.01).emits("resolved").tells("team", "boss")
    }

    @Test func criticalHasToHoldForItsTimeWhileTheWarningIsOpen() {
        var series = Scenario("churn > 5%", warning: "churn > 3%", for: .hours(2))
        series.at(hour: 0, 0.04)
        series.at(hour: 1, 0.06).isQuiet().is(.pending)
        series.at(hour: 2, 0.06).emits("opened(warning)")
        series.at(hour: 3, 0.06).emits("escalated(critical)")
    }

    @Test func recoverKeepsAnEpisodeOpenUntilItHolds() {
        var series = Scenario("churn > 5%", recover: "< 3.5%", recoverFor: .hours(2))
        series.at(hour: 0, 0.06)
        series.at(hour: 1, 0.04).isQuiet().is(.critical)
        series.at(hour: 2, 0.03).isQuiet()
        series.at(hour: 3, 0.03).isQuiet()
        series.at(hour: 4, 0.03).emits("resolved")
    }

    @Test func easingWaitsForRecoverForAsTheEndDoes() {
        var series = Scenario("churn > 5%", warning: "churn > 3%", recoverFor: .hours(2))
        series.at(hour: 0, 0.06).emits("opened(critical)")
        series.at(hour: 1, 0.04).isQuiet()
        series.at(hour: 2, 0.04).isQuiet()
        series.at(hour: 3, 0.04).emits("eased(warning)")
        series.at(hour: 4, 0.01).isQuiet()
        series.at(hour: 6, 0.01).emits("resolved")
    }

    @Test func theRelapseStartsTheAllClearAnew() {
        var series = Scenario("churn > 5%", recoverFor: .hours(2))
        series.at(hour: 0, 0.06)
        series.at(hour: 1, 0.01)
        series.at(hour: 2, 0.06).isQuiet()
        series.at(hour: 3, 0.01).isQuiet()
        series.at(hour: 4, 0.01).isQuiet()
        series.at(hour: 5, 0.01).emits("resolved")
    }

    @Test func thePeakIsTheValueFarthestPastTheThreshold() {
        var series = Scenario("churn > 5%")
        series.at(hour: 0, 0.06)
        series.at(hour: 1, 0.09)
        series.at(hour: 2, 0.07)
        #expect(series.at(hour: 3, 0.01).events.first?.peak == 0.09)
        var low = Scenario("churn < 5%")
        low.at(hour: 0, 0.04)
        low.at(hour: 1, 0.01)
        #expect(low.at(hour: 2, 0.2).events.first?.peak == 0.01)
    }

    @Test func sinceIsTheFirstSlotOfTheStateAndOpenedAtThatOfTheOpening() {
        var series = Scenario("churn > 5%", for: .hours(1))
        series.at(hour: 0, 0.06)
        let opened = series.at(hour: 1, 0.06)
        #expect(opened.state.whole.since == series.slot(0, 1))
        #expect(opened.state.whole.episode?.openedAt == series.slot(0, 1))
        #expect(opened.events.first?.since == series.slot(0, 0))
        #expect(series.at(hour: 2, 0.07).state.whole.since == series.slot(0, 1))
    }

    @Test func anEditedThresholdActsAtTheNextEvaluationAndTheNoticeSaysSo() {
        var series = Scenario("churn > 5%")
        series.at(hour: 0, 0.06).emits("opened(critical)")
        series.goal.critical = Scenario("churn > 8%").goal.critical
        let resolved = series.at(hour: 1, 0.06).emits("resolved")
        #expect(resolved.events.first?.reason == "condition changed, before: churn > 5%")
        series.at(hour: 2, 0.09).emits("opened(critical)")
        #expect(series.state.whole.episode != nil)
    }

    @Test func remindersComeAtTheirDistanceWhileItIsOpen() {
        var series = Scenario("churn > 5%", remind: .hours(3))
        series.at(hour: 0, 0.06)
        series.at(hour: 1, 0.06).isQuiet()
        series.at(hour: 2, 0.06).isQuiet()
        series.at(hour: 3, 0.06).emits("reminder(critical)").tells("team", "boss")
        series.noData(hour: 4)
        series.noData(hour: 5).emits("no_data")
        series.noData(hour: 6).emits("reminder(critical)")
        series.at(hour: 9, 0.01).emits("data_returned", "resolved")
    }

    @Test func aGoalThatIsRemovedWhileOpenIsClosedAndWhoHeardItHearsThat() {
        var series = Scenario("churn > 5%", warning: "churn > 3%")
        #expect(closeAll(series.state, reason: "goal_removed", at: series.slot(0, 9)).isEmpty)
        series.at(hour: 0, 0.04)
        let events = closeAll(series.state, reason: "goal_removed", at: series.slot(0, 9))
        #expect(events.map(\.kind) == [.closed])
        #expect(events.first?.reason == "goal_removed")
        #expect(events.first?.channels == ["team"])
        #expect(events.first?.level == nil)
    }
}

@Suite struct MissingDataTests {
    @Test func missingDataIsToldAtTheSecondTimeOnceAndItsReturnToo() {
        var series = Scenario("churn > 5%")
        series.at(hour: 0, 0.01)
        series.noData(hour: 1).isQuiet().is(.noData)
        series.noData(hour: 2).emits("no_data").tells("team", "boss")
        series.noData(hour: 3).isQuiet()
        series.at(hour: 4, 0.01).emits("data_returned").is(.ok)
    }

    @Test func missingDataNeitherBreachesNorRecovers() {
        var series = Scenario("churn > 5%", for: .hours(2))
        series.at(hour: 0, 0.06).is(.pending)
        series.noData(hour: 1).isQuiet().is(.pending)
        series.at(hour: 2, 0.06).isQuiet().is(.pending)
        series.at(hour: 3, 0.06).isQuiet()
        series.at(hour: 4, 0.06).emits("opened(critical)")
        series.noData(hour: 5).isQuiet().is(.critical)
    }

    @Test func keepSaysNothingAndOkClears() {
        var keep = Scenario("churn > 5%", noData: .keep)
        keep.at(hour: 0, 0.06)
        for hour in 1...5 { keep.noData(hour: hour).isQuiet().is(.critical) }
        var ok = Scenario("churn > 5%", recoverFor: .hours(1), noData: .ok)
        ok.at(hour: 0, 0.06)
        ok.noData(hour: 1).isQuiet().is(.critical)
        let end = ok.noData(hour: 2).emits("resolved").is(.noData)
        #expect(end.events.first?.reason == "no_data_ok")
        var pending = Scenario("churn > 5%", for: .hours(9), noData: .ok)
        pending.at(hour: 0, 0.06).is(.pending)
        pending.noData(hour: 1).emits("cleared").is(.noData)
    }

    @Test func aFailedCheckIsToldAtTheSecondTimeWithItsSource() {
        var series = Scenario("churn > 5%")
        series.at(hour: 0, 0.06)
        series.fails(hour: 1).isQuiet().is(.critical)
        let failed = series.fails(hour: 2).emits("check_failed")
        #expect(failed.events.first?.source == "crm")
        #expect(failed.events.first?.level == nil)
        series.fails(hour: 3).isQuiet()
        series.at(hour: 4, 0.06).emits("check_recovered").is(.critical)
    }

    @Test func anInsufficientSampleHoldsWhateverWas() {
        var series = Scenario("churn > 5%", recoverFor: .hours(1))
        series.insufficient(hour: 0).isQuiet().is(.insufficient)
        series.at(hour: 1, 0.06).emits("opened(critical)")
        series.insufficient(hour: 2).isQuiet().is(.critical)
        series.at(hour: 3, 0.01).isQuiet()
        series.insufficient(hour: 4).isQuiet()
        series.at(hour: 5, 0.01).isQuiet()
        series.at(hour: 6, 0.01).emits("resolved")
    }

    @Test func aGapOfTwoSlotsDoesNotCountTowardsFor() {
        var series = Scenario("churn > 5%", for: .hours(4))
        series.at(hour: 0, 0.06)
        series.at(hour: 2, 0.06).isQuiet()
        series.at(hour: 4, 0.06).emits("opened(critical)")
        var slept = Scenario("churn > 5%", for: .hours(4))
        slept.at(hour: 0, 0.06)
        slept.at(hour: 3, 0.06).isQuiet()
        slept.at(hour: 4, 0.06).isQuiet()
        slept.at(hour: 7, 0.06).isQuiet()
        slept.at(hour: 8, 0.06)
        slept.at(hour: 9, 0.06)
        slept.at(hour: 10, 0.06).emits("opened(critical)")
    }

    @Test func aWindowThatHasJustBegunIsNotMissingData() {
        var series = Scenario("churn > 5%", every: .days(1), window: .this(.month))
        series.noData(day: 1).isQuiet()
        series.noData(day: 2).isQuiet()
        series.noData(day: 3).isQuiet()
        series.noData(day: 4).emits("no_data")
    }

    @Test func daysOfForAreDaysOfTheClockOnTheWall() throws {
        let berlin = try #require(Zone("Europe/Berlin"))
        // 2026-03-28T00:00 in Berlin; the 29th has 23 hours.
        var series = Scenario(
            "churn > 5%", for: .days(2), every: .days(1), zone: berlin,
            start: Date(timeIntervalSince1970: 1_774_652_400))
        series.at(day: 0, 0.06)
        series.at(day: 1, 0.06).isQuiet()
        series.at(day: 2, 0.06).emits("opened(critical)")
    }
}

@Suite struct SeriesTests {
    @Test func eachSeriesHasItsOwnEpisode() {
        var series = Scenario("churn > 5%", by: ["segment"])
        series.at(hour: 0, ["smb": 0.06, "mid": 0.01]).emits("opened(critical)[smb]")
        series.at(hour: 1, ["smb": 0.06, "mid": 0.07]).emits("opened(critical)[mid]")
        series.at(hour: 2, ["smb": 0.01, "mid": 0.07]).emits("resolved[smb]").is(.critical, Labels(["segment": "mid"]))
    }

    @Test func aSeriesThatVanishesIsHeldOnceThenClosedAndNeverCalledResolved() {
        var series = Scenario("churn > 5%", by: ["segment"])
        series.at(hour: 0, ["smb": 0.06, "mid": 0.01])
        series.at(hour: 1, ["mid": 0.01]).isQuiet().is(.critical, Labels(["segment": "smb"]))
        let gone = series.at(hour: 2, ["mid": 0.01]).emits("closed[smb]").tells("team", "boss")
        #expect(gone.events.first?.reason == "series_gone")
        #expect(gone.state.series[Labels(["segment": "smb"])] == nil)
    }

    @Test func anEmptyResultIsOneNoDataOfTheGoalAndHoldsItsSeries() {
        var series = Scenario("churn > 5%", by: ["segment"])
        series.at(hour: 0, ["smb": 0.06, "mid": 0.07])
        series.noData(hour: 1).isQuiet()
        let told = series.noData(hour: 2).emits("no_data")
        #expect(told.events.first?.labels == Labels.none)
        series.noData(hour: 3).isQuiet().is(.critical, Labels(["segment": "smb"]))
        series.at(hour: 4, ["smb": 0.06, "mid": 0.07]).emits("data_returned")
    }

    @Test func aFailedCheckOfAGoalWithManySeriesIsToldOnce() {
        var series = Scenario("churn > 5%", by: ["segment"])
        series.at(hour: 0, ["smb": 0.06, "mid": 0.01])
        series.fails(hour: 1).isQuiet().is(.failed, Labels(["segment": "mid"]))
        series.fails(hour: 2).emits("check_failed")
        series.at(hour: 3, ["smb": 0.06, "mid": 0.01]).emits("check_recovered")
    }
}

@Suite struct FlappingTests {
    @Test func theFifthOpeningIsToldAsFlappingThenItIsHeldUntilItSettles() {
        var series = Scenario("churn > 5%")
        for turn in 0..<4 {
            series.at(hour: 2 * turn, 0.06).emits("opened(critical)").tells("team", "boss")
            series.at(hour: 2 * turn + 1, 0.01).emits("resolved").tells("team", "boss")
        }
        series.at(hour: 8, 0.06).emits("flapping(critical)").tells("team", "boss")
        series.at(hour: 9, 0.01).emits("resolved").tells()
        series.at(hour: 10, 0.06).emits("opened(critical)").tells()
        series.at(hour: 11, 0.01).emits("resolved").tells()
        for hour in 12...15 { series.at(hour: hour, 0.01).isQuiet() }
        series.at(hour: 16, 0.01).emits("resolved").tells("team", "boss")
        series.at(hour: 17, 0.06).emits("opened(critical)").tells("team", "boss")
    }

    @Test func oneThatSettlesWhereItWasLastToldSaysNothing() {
        var series = Scenario("churn > 5%")
        for turn in 0..<4 {
            series.at(hour: 2 * turn, 0.06)
            series.at(hour: 2 * turn + 1, 0.01)
        }
        series.at(hour: 8, 0.06).emits("flapping(critical)")
        for hour in 9...13 { series.at(hour: hour, 0.06).isQuiet() }
        series.at(hour: 14, 0.01).emits("resolved").tells("team", "boss")
    }

    @Test func aLevelAboveAnyToldSoFarIsToldAtOnce() {
        var series = Scenario("churn > 5%", warning: "churn > 3%")
        for turn in 0..<4 {
            series.at(hour: 2 * turn, 0.04)
            series.at(hour: 2 * turn + 1, 0.01)
        }
        series.at(hour: 8, 0.04).emits("flapping(warning)").tells("team")
        series.at(hour: 9, 0.01).emits("resolved").tells()
        series.at(hour: 10, 0.06).emits("opened(critical)").tells("team", "boss")
        series.at(hour: 11, 0.01).emits("resolved").tells()
        series.at(hour: 12, 0.06).emits("opened(critical)").tells()
    }

    @Test func slowUpsAndDownsAreNoFlapping() {
        var series = Scenario("churn > 5%")
        for turn in 0..<8 {
            for hour in 0..<6 {
                let step = series.at(hour: turn * 12 + hour, 0.06)
                if hour == 0 { step.emits("opened(critical)").tells("team", "boss") }
            }
            for hour in 6..<12 { series.at(hour: turn * 12 + hour, 0.01) }
        }
    }
}
