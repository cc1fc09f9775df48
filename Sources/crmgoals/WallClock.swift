import Foundation

/// The time now, as commands take it: to the second, since people and programs read it.
enum WallClock {
    static var now: Date { Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down)) }
}
