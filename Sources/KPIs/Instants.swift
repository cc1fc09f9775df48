import Foundation
import Goals

/// The times of one measurement.
public struct Instants: Sendable, Hashable {
    public let window: TimeRange
    /// Nothing dated at or after it is known.
    public let now: Date
    public let zone: Zone

    public init(window: TimeRange, now: Date, zone: Zone) {
        self.window = window
        self.now = now
        self.zone = zone
    }

    var start: SQL { .bound(Bound("start", .time(window.start))) }
    var end: SQL { .bound(Bound("end", .time(window.end))) }
    var asOf: SQL { .bound(Bound("now", .time(now))) }

    /// An end of the window at which somebody is active or not.
    enum Edge {
        case start, end
    }

    func at(_ edge: Edge) -> SQL {
        switch edge {
        case .start: start
        case .end: end
        }
    }

    /// As much before an end of the window, calendar time.
    func before(_ edge: Edge, by span: Span) -> SQL {
        switch edge {
        case .start: .bound(Bound("start_active", .time(span.added(to: window.start, times: -1, in: zone))))
        case .end: .bound(Bound("end_active", .time(span.added(to: window.end, times: -1, in: zone))))
        }
    }
}
