import Goals
import Testing

@Suite struct WorkingDaysTests {
    private let christmas = Holidays(
        [CivilTime(year: 2026, month: 12, day: 25), CivilTime(year: 2026, month: 12, day: 26)])

    @Test func aWorkingDayIsMondayToFridayAndNoHoliday() {
        #expect(christmas.isWorkingDay(CivilTime(year: 2026, month: 12, day: 24)))
        #expect(!christmas.isWorkingDay(CivilTime(year: 2026, month: 12, day: 25, hour: 12)))
        #expect(!christmas.isWorkingDay(CivilTime(year: 2026, month: 12, day: 27)))
    }

    /// Counted one by one, over the epoch too.
    @Test func workingDaysAreCountedAsOneByOne() {
        for start in stride(from: -20, through: 20_815, by: 1_157) {
            for length in 0...30 {
                let first = CivilTime(day: start)
                let each = (0..<length).count { christmas.isWorkingDay(first.adding(days: $0)) }
                #expect(christmas.workingDays(from: first, to: first.adding(days: length)) == each)
            }
        }
        let year = CivilTime(year: 2026, month: 1, day: 1)
        #expect(christmas.workingDays(from: year, to: year.adding(months: 12)) == 260)
        #expect(christmas.workingDays(from: year, to: year.adding(days: -3)) == 0)
    }
}
