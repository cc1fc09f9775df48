import Foundation
import Goals
import Status
import Testing

@Suite("Times for people") struct HumaneTimeTests {
    let english = HumaneTime(now: Company.now, zone: .utc, language: .english)
    let german = HumaneTime(now: Company.now, zone: .utc, language: .german)

    @Test func sinceNamesTheDayAndTheLength() {
        #expect(english.since(Company.hours(-72)) == "since Sat 21 Nov, 3 d")
        #expect(english.since(Company.hours(-2)) == "since 08:00, 2 h")
        #expect(english.since(Company.now) == "since 10:00")
        #expect(english.since(Company.hours(-24 * 300)) == "since 28 Jan 2026, 9 months")
        #expect(english.since(Company.hours(-24 * 1000)) == "since 28 Feb 2024, 2 years")
        #expect(german.since(Company.hours(-72)) == "seit Sa 21. Nov., 3 Tage")
    }

    @Test func theDayIsThatOfTheConfiguredZone() throws {
        let zone = try #require(Zone("Pacific/Auckland"))
        let auckland = HumaneTime(now: Company.now, zone: zone, language: .english)
        #expect(auckland.full(Company.now) == "Tue 24 Nov 23:00")
        #expect(auckland.short(Company.hours(-24)) == "Mon 23 Nov")
        #expect(auckland.short(Company.hours(2)) == "Wed 25 Nov")
    }

    @Test(arguments: [
        (0.0, "0 s"), (59, "59 s"), (60, "1 min"), (7199, "119 min"), (7200, "2 h"), (172_799, "47 h"),
        (172_800, "2 d"), (8_640_000, "3 months"), (-5, "0 s"), (1e300, "31709 years"),
    ])
    func lengthsAreSaidInOneUnit(_ seconds: Double, _ text: String) {
        #expect(english.length(seconds) == text)
    }
}
