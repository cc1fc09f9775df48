import Foundation
import Goals
import KPIs

/// Takes the rows behind a measurement, one by one: made, used and done with on the source's thread alone, so that rows go straight
/// from the engine to where they are written.
public protocol RowSink {
    /// Cells in the order of `RowsHeading.columns`.
    ///
    /// - Throws: `EnoughRows` where nobody wants more.
    mutating func add(_ row: [RowCell]) throws
    /// After the last row.
    mutating func end() throws
}

/// Whoever read the rows has seen enough. Not a failure.
public struct EnoughRows: Error {
    public init() {}
}

/// What rows are, told before the first of them.
public struct RowsHeading: Sendable, Hashable {
    /// The KPI's id.
    public var kpi: String
    public var source: String
    public var window: TimeRange
    /// Nothing dated at or after it is known.
    public var now: Date
    public var columns: [Detail.Column]
    /// What a reader of them must know.
    public var remarks: [String] = []
}

public enum RowCell: Sendable, Hashable {
    case null
    case text(String)
    case number(Double)
    case flag(Bool)
}

/// How many rows there were.
public struct RowsTally: Sendable, Hashable {
    public var rows = 0
    /// Those with `counted`.
    public var counted = 0
    /// Not all were wanted.
    public var isCut = false

    public init() {}
}
