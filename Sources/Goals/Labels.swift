/// The label values that tell one series of a goal from another, by column name. A goal without `by` has one series, with none.
public struct Labels: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Column name to value. A null in the data is `""`.
    public let values: [String: String]

    public static let none = Labels([:])

    public init(_ values: [String: String]) {
        self.values = values
    }

    public var isEmpty: Bool { values.isEmpty }

    public subscript(column: String) -> String? { values[column] }

    /// Column and value, in the order of the column names.
    public var sorted: [(column: String, value: String)] {
        values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// `segment=smb, plan=basic`; not escaped for any sink.
    public var description: String {
        sorted.map { "\($0.column)=\($0.value)" }.joined(separator: ", ")
    }

    public static func < (left: Labels, right: Labels) -> Bool {
        let left = left.sorted
        let right = right.sorted
        return left.lexicographicallyPrecedes(right) { ($0.column, $0.value) < ($1.column, $1.value) }
    }
}

extension Labels: Codable {
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode([String: String].self))
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(values)
    }
}
