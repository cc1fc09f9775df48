import Goals

/// A minute on the wall clock of the company's office: minutes since 1970-01-01T00:00 there.
struct Moment: Comparable, Hashable {
    var minute: Int

    /// Midnight of a day (days since 1970-01-01), or `minute` minutes later.
    init(day: Int, minute: Int = 0) {
        self.minute = day * 1440 + minute
    }

    var day: Int { minute / 1440 }

    var isFirstOfMonth: Bool { CivilTime(day: day).dayOfMonth == 1 }

    static func < (left: Moment, right: Moment) -> Bool {
        left.minute < right.minute
    }

    static func + (moment: Moment, minutes: Int) -> Moment {
        Moment(day: 0, minute: moment.minute + minutes)
    }

    /// The end of `minutes` of work begun now, in an office that is open Monday to Friday from 8 to 18.
    func afterWork(minutes: Int) -> Moment {
        var moment = opening
        var left = minutes
        while true {
            let close = Moment(day: moment.day, minute: 18 * 60)
            if moment + left < close { return moment + left }
            left -= close.minute - moment.minute
            moment = Moment(day: moment.day + 1).opening
        }
    }

    /// The first moment from this one on at which the office is open.
    private var opening: Moment {
        var day = day
        var minute = max(minute % 1440, 8 * 60)
        if minute >= 18 * 60 { (day, minute) = (day + 1, 8 * 60) }
        while !isWorkday(day) { (day, minute) = (day + 1, 8 * 60) }
        return Moment(day: day, minute: minute)
    }
}

/// Monday to Friday.
func isWorkday(_ day: Int) -> Bool {
    CivilTime(day: day).weekday <= 5
}
