import Foundation
import Testing

@testable import KPIs

@Suite struct BulkClosingTests {
    /// So many tickets of one age, in hours, resolved on a day of November 2026.
    private func day(_ date: Int, _ count: Int, hours: Double) -> BulkClosing.Day {
        BulkClosing.Day(day: 20_757 + date, count: count, logarithms: Double(count) * log(1 + hours * 3600))
    }

    private func quiet(hours: Double = 10) -> [BulkClosing.Day] { (1...20).map { day($0, 3, hours: hours) } }

    @Test func aDayOnWhichManyOldTicketsWereResolvedIsToldWithItsDateAndAges() throws {
        let found = try #require(BulkClosing(among: quiet() + [day(22, 40, hours: 2_000)]))
        #expect(found.day.count == 40 && found.total == 100)
        #expect(abs(found.age - 2_000 * 3600) < 1)
        #expect(
            found.note.hasPrefix("40 of the 100 tickets were resolved on 2026-11-22, typically "), "\(found.note)")
        #expect(found.note.hasSuffix("closing old tickets in bulk moves this number"))
    }

    @Test(arguments: [
        // Nine are no bulk; ten are, if that is a fifth; of more they are not.
        (count: 9, hours: 2_000.0, others: 3, isBulk: false), (10, 2_000, 2, true), (10, 2_000, 3, false),
        // Four times as old as the others, to the second after each.
        (40, 39.9, 3, false), (40, 40.1, 3, true),
    ])
    func whatIsTooFewOrNotMuchOlderIsNone(count: Int, hours: Double, others: Int, isBulk: Bool) {
        let days = (1...20).map { day($0, others, hours: 10) } + [day(22, count, hours: hours)]
        #expect((BulkClosing(among: days) != nil) == isBulk)
    }

    @Test func aFewVeryOldOnesAmongOrdinaryOnesDoNotMakeABulk() {
        var mixed = day(22, 37, hours: 10)
        mixed.count += 3
        mixed.logarithms += 3 * log(1 + 20_000 * 3600)
        #expect(BulkClosing(among: quiet() + [mixed]) == nil)
    }

    @Test func aWindowOfOneDayHasNothingToCompareWith() {
        #expect(BulkClosing(among: [day(22, 40, hours: 2_000)]) == nil)
        #expect(BulkClosing(among: []) == nil)
    }

    @Test func ofSeveralDaysTheOneWithTheMostResolutionsIsTold() {
        let days = quiet() + [day(21, 30, hours: 3_000), day(22, 40, hours: 2_000)]
        #expect(BulkClosing(among: days)?.day.count == 40)
    }
}
