import Foundation
import Goals

/// One record of the journal.
struct Record {
    var seq: Int
    var at: Date
    /// The first and the last record of the append that it is part of, where that has several: either all of them count, or none.
    var append: ClosedRange<Int>?
    var content: Content

    enum Content {
        /// What happened, the deliveries that tell of it (without their events), and the series after it.
        case event(Event, [Delivery], SeriesChange?)
        /// A delivery of events that are in other records.
        case grouped(Delivery)
        /// What became of a delivery, and its attempts so far.
        case outcome(id: String, channel: String, DeliveryOutcome.Result, attempts: Int)
        /// A goal left the configuration; its state is forgotten.
        case removed(goal: String)
        /// A type that this version does not know; kept and passed over.
        case other(type: String)
    }
}
