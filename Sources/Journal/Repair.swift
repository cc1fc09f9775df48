import Goals

/// What a start found amiss and mended; the daemon logs it.
public enum Repair: Sendable, Hashable, CustomStringConvertible {
    /// The end of a write that did not finish was cut off the journal and kept aside.
    case tornJournal(file: String, line: Int, bytes: Int, keptAs: String)
    /// The same of the measurements: their slots are evaluated again.
    case tornMeasurements(file: String, bytes: Int, keptAs: String)
    /// Damaged lines among the measurements were passed over.
    case damagedMeasurements(file: String, lines: [Int])
    /// The snapshot could not be used; everything was read instead.
    case snapshotIgnored(file: String, reason: String)
    /// Recorded values that the snapshot knows of are missing.
    case missingMeasurements(file: String)

    public var description: String {
        switch self {
        case .tornJournal(let file, let line, let bytes, let keptAs):
            "\(file): the last write did not finish; \(bytes) bytes from line \(line) on were cut off and kept as \(keptAs)"
        case .tornMeasurements(let file, let bytes, let keptAs):
            "\(file): the last write did not finish; \(bytes) bytes were cut off and kept as \(keptAs); "
                + "what they recorded is measured again"
        case .damagedMeasurements(let file, let lines):
            "\(file): damaged and passed over: line\(lines.count == 1 ? "" : "s") "
                + lines.prefix(10).map(String.init).joined(separator: ", ")
                + (lines.count > 10 ? " and \(lines.count - 10) more" : "")
        case .snapshotIgnored(let file, let reason):
            "\(file) cannot be used (\(reason)); the whole journal was read instead"
        case .missingMeasurements(let file):
            "\(file) is shorter than it was; trends and min, max, avg lack what is missing"
        }
    }
}

/// A damaged record in the older part of the journal, on which no state depends.
public struct Damage: Sendable, Hashable, CustomStringConvertible {
    public var file: String
    /// From 1.
    public var line: Int
    public var reason: String

    public var description: String {
        "\(file), line \(line): \(reason); what stands now does not depend on it, but `crmgoals history` lacks it"
    }
}
