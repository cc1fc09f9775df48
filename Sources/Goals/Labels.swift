/// The label values that tell one series of a goal from another, by column name. A goal without `by` has one series, with none.
public struct Labels: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// Column name to value. A null in the data is `""`.
    public let values: [String: String]
    /// Columns and values in turn, in the order of the column names: what labels are compared by. Kept, since each evaluation
    /// sorts all series of its goal.
    private let order: [String]

    public static let none = Labels([:])

    public init(_ values: [String: String]) {
        self.values = values
        if values.count == 1, let (column, value) = values.first {
            order = [column, value]
        } else {
            order = values.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
        }
    }

    public var isEmpty: Bool { values.isEmpty }

    public subscript(column: String) -> String? { values[column] }

    /// Column and value, in the order of the column names.
    public var sorted: [(column: String, value: String)] {
        stride(from: 0, to: order.count, by: 2).map { (order[$0], order[$0 + 1]) }
    }

    /// `segment=smb, plan=basic`; not escaped for any sink.
    public var description: String {
        sorted.map { "\($0.column)=\($0.value)" }.joined(separator: ", ")
    }

    public static func < (left: Labels, right: Labels) -> Bool {
        left.order.lexicographicallyPrecedes(right.order)
    }

    public static func == (left: Labels, right: Labels) -> Bool {
        left.order == right.order
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(order)
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
