import Foundation

/// A piece of SQL: text of this program, identifiers and bound values. A `String` from outside cannot become one.
public struct SQL: Sendable, Hashable {
    /// In order.
    public private(set) var parts: [Part]

    public enum Part: Sendable, Hashable {
        case text(String)
        case bound(Bound)
    }

    public static let empty = SQL(parts: [])

    fileprivate init(parts: [Part]) {
        self.parts = parts
    }

    public var isEmpty: Bool { parts.isEmpty }

    public static func bound(_ bound: Bound) -> SQL { SQL(parts: [.bound(bound)]) }

    /// SQL that the user wrote in goals.json, as it stands there: an expression or a query of a mapping. Nothing that came from data.
    public static func written(byUser text: String) -> SQL { SQL(parts: [.text(text)]) }

    public static func + (left: SQL, right: SQL) -> SQL { SQL(parts: left.parts + right.parts) }

    /// The text, with `placeholder` in the place of each bound value, and the values in the order of their places.
    public func rendered(placeholder: (Bound) -> String) -> (text: String, bound: [Bound]) {
        var text = ""
        var values: [Bound] = []
        for part in parts {
            switch part {
            case .text(let piece): text += piece
            case .bound(let bound):
                text += placeholder(bound)
                values.append(bound)
            }
        }
        return (text, values)
    }
}

/// A value that goes beside the SQL, never into its text. One name stands for one value throughout a query.
public struct Bound: Sendable, Hashable {
    public let name: String
    public let value: Value

    public enum Value: Sendable, Hashable {
        case time(Date)
        case text(String)
        case number(Double)
    }

    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}

extension SQL: ExpressibleByStringInterpolation {
    public struct StringInterpolation: StringInterpolationProtocol {
        var parts: [Part] = []

        public init(literalCapacity: Int, interpolationCount: Int) {}

        /// Only literals of this program: `StaticString` keeps everything else out.
        public mutating func appendLiteral(_ literal: StaticString) {
            if literal.utf8CodeUnitCount > 0 { parts.append(.text(literal.description)) }
        }

        public mutating func appendInterpolation(_ identifier: SQLIdentifier) {
            parts.append(.text(identifier.quoted))
        }

        public mutating func appendInterpolation(_ sql: SQL) {
            parts += sql.parts
        }

        public mutating func appendInterpolation(_ bound: Bound) {
            parts.append(.bound(bound))
        }

        /// In brackets where it is negative: `- -1` would begin a comment.
        public mutating func appendInterpolation(_ number: Int) {
            parts.append(.text(number < 0 ? "(\(number))" : String(number)))
        }
    }

    public init(stringLiteral value: StaticString) {
        self.init(parts: [.text(value.description)])
    }

    public init(stringInterpolation: StringInterpolation) {
        self.init(parts: stringInterpolation.parts)
    }
}

extension Sequence where Element == SQL {
    public func joined(by separator: SQL) -> SQL {
        var parts: [SQL.Part] = []
        for (index, element) in enumerated() {
            if index > 0 { parts += separator.parts }
            parts += element.parts
        }
        return SQL(parts: parts)
    }

    /// All of them hold.
    var all: SQL { joined(by: " AND ") }
}
