import Foundation
import Goals

/// Times as people say them, seen from `now` in one time zone: `Tue 24 Nov`, `10:00`, `3 d`.
public struct HumaneTime: Sendable {
    public var now: Date
    public var zone: Zone
    public var language: Language

    public init(now: Date, zone: Zone, language: Language) {
        self.now = now
        self.zone = zone
        self.language = language
    }

    /// `since Tue 24 Nov, 3 d`; without a length for what has only just begun.
    public func since(_ date: Date) -> String {
        let seconds = now.timeIntervalSince(date)
        let length = seconds < 60 ? "" : ", " + self.length(seconds)
        return language.say("since ", "seit ") + short(date) + length
    }

    /// The time of day for today, the day for this year, else day and year.
    public func short(_ date: Date) -> String {
        let civil = zone.civil(date)
        let today = zone.civil(now)
        if civil.day == today.day { return Self.clock(civil) }
        // Weekdays help for what is near; further back the year does.
        if abs(today.day - civil.day) < 180 { return weekday(civil) + " " + day(civil) }
        return day(civil) + " " + String(civil.year)
    }

    /// Day and time of day, with the year where it is not this one: `Tue 24 Nov 10:00`.
    public func full(_ date: Date) -> String {
        let civil = zone.civil(date)
        let year = civil.year == zone.civil(now).year ? "" : " " + String(civil.year)
        return weekday(civil) + " " + day(civil) + year + " " + Self.clock(civil)
    }

    /// In the largest unit that is there at least once: `5 min`, `3 h`, `12 d`, `4 months`.
    public func length(_ seconds: TimeInterval) -> String {
        let minutes = Int(max(0, min(seconds, 1e12)) / 60)
        switch minutes {
        case ..<1: return "\(Int(max(0, seconds))) s"
        case ..<120: return "\(minutes) min"
        case ..<2880: return "\(minutes / 60) h"
        case ..<(100 * 1440): return language.say("\(minutes / 1440) d", "\(minutes / 1440) Tage")
        case ..<(730 * 1440): return language.say("\(minutes / 43_800) months", "\(minutes / 43_800) Monate")
        default: return language.say("\(minutes / 525_600) years", "\(minutes / 525_600) Jahre")
        }
    }

    private func weekday(_ civil: CivilTime) -> String {
        let names: [String]
        switch language {
        case .english: names = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        case .german: names = ["Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"]
        }
        return names[civil.weekday - 1]
    }

    private func day(_ civil: CivilTime) -> String {
        let (_, month, day) = civil.components
        switch language {
        case .english:
            let names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
            return "\(day) \(names[month - 1])"
        case .german:
            let names = [
                "Jan.", "Febr.", "März", "April", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez.",
            ]
            return "\(day). \(names[month - 1])"
        }
    }

    private static func clock(_ civil: CivilTime) -> String {
        let minute = civil.minute
        return (civil.hour < 10 ? "0" : "") + "\(civil.hour):" + (minute < 10 ? "0" : "") + "\(minute)"
    }
}
