extension Window {
    /// A stretch of the calendar: a day, week, month, quarter or year.
    public struct Period: Hashable, Sendable {
        public let unit: Unit
        /// 1...12: the month in which years start, and every three months from there quarters. 1 for shorter periods.
        public let yearStart: Int

        public enum Unit: String, Sendable, CaseIterable {
            case day, week, month, quarter, year
        }

        public static let day = Period(.day)
        public static let week = Period(.week)
        public static let month = Period(.month)
        public static let quarter = Period(.quarter)
        public static let year = Period(.year)

        /// `yearStart`: the month of the year's first day, `fiscal_year_start` of goals.json.
        public init(_ unit: Unit, yearStart: Int = 1) {
            self.unit = unit
            switch unit {
            case .day, .week, .month: self.yearStart = 1
            // Quarters from April are those from January.
            case .quarter: self.yearStart = (yearStart - 1) % 3 + 1
            case .year: self.yearStart = yearStart
            }
        }

        /// Its length as a span, for stepping from one to the next.
        public var span: Span {
            switch unit {
            case .day: Span(days: 1, text: "1d")
            case .week: Span(days: 7, text: "1w")
            case .month: Span(months: 1, text: "1 month")
            case .quarter: Span(months: 3, text: "1 quarter")
            case .year: Span(months: 12, text: "1 year")
            }
        }

        /// The first midnight of the period that `civil` lies in. Weeks start on Monday.
        public func start(of civil: CivilTime) -> CivilTime {
            switch unit {
            case .day: civil.midnight
            case .week: CivilTime(day: civil.day - (civil.weekday - 1))
            case .month: start(of: civil, months: 1)
            case .quarter: start(of: civil, months: 3)
            case .year: start(of: civil, months: 12)
            }
        }

        private func start(of civil: CivilTime, months: Int) -> CivilTime {
            let (year, month, _) = civil.components
            let into = (month - yearStart + 12) % months
            return CivilTime(year: year, month: month, day: 1).adding(months: -into)
        }
    }
}
