import Goals

/// What happens to the company, and when: days since 1970-01-01, in its own time zone. Two stories are under way today, two are over.
struct Stories {
    /// The first day without data.
    let today: Int
    /// The first day on which all tables have rows: a year and a half ago.
    let firstDay: Int
    /// From here on the starter plan costs more, and small customers leave.
    let priceRise: Int
    /// From here on recommendations get fewer; they stay few from `slideEnd` on.
    let slideStart: Int
    let slideEnd: Int
    /// The support team is away; what lies around is worked off in `workOff` days afterwards.
    let holidays: Range<Int>
    let workOff = 24
    /// A campaign lasts so many days. The newest ends today.
    static let campaignLength = 28
    /// The first day of the campaign whose landing page has no form.
    let deadCampaign: Int

    init(today: Int) {
        self.today = today
        firstDay = today - 548
        priceRise = today - 56
        slideStart = today - 80
        slideEnd = today - 30
        deadCampaign = today - 5 * Self.campaignLength
        holidays = Self.lastHolidays(overBefore: today - 60)
    }

    /// Christmas or the summer, whichever was last. Two months later nothing is left of their backlog in any 30 days.
    private static func lastHolidays(overBefore day: Int) -> Range<Int> {
        let year = CivilTime(day: day).year
        let candidates = [
            CivilTime.days(year: year - 1, month: 8, day: 3),
            CivilTime.days(year: year - 1, month: 12, day: 22),
            CivilTime.days(year: year, month: 8, day: 3),
        ]
        let start = candidates.last { $0 + 14 <= day } ?? candidates[0]
        return start..<(start + 14)
    }

    /// Share of a segment's customers that leave on one day.
    func churn(of segment: Segment, on day: Int) -> Double {
        let monthly =
            switch segment {
            case .smb: day >= priceRise ? 0.100 : 0.012
            case .midMarket: 0.010
            case .enterprise: 0.008
            }
        return monthly / 30
    }

    /// Shares of promoters and detractors among the answers of a day: NPS 40, later 25.
    func recommendation(on day: Int) -> (promoters: Double, detractors: Double) {
        let slid = Double(day - slideStart) / Double(slideEnd - slideStart)
        let part = min(max(slid, 0), 1)
        return (0.55 - 0.09 * part, 0.15 + 0.06 * part)
    }

    /// When work on a ticket opened at `moment` begins. First come, first served: who wrote on the first day of the holidays
    /// is answered when they end, who wrote on their last day waits as long again as half the time it takes to clear the pile.
    func workBegins(onTicketOf moment: Moment) -> Moment {
        let back = holidays.upperBound
        let whole = Double(workOff) * 1440
        if holidays.contains(moment.day) {
            let share = Double(moment.minute - holidays.lowerBound * 1440) / Double(holidays.count * 1440)
            return Moment(day: back, minute: Int(share * whole / 2))
        }
        let since = Double(moment.minute - back * 1440)
        guard since >= 0, since < whole else { return moment }
        return Moment(day: back, minute: Int(whole / 2 + since / 2))
    }
}
