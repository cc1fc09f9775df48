import Foundation

/// A JSON document in memory. The journal has its own, because it writes keys in order, numbers so that they read back
/// exactly, and reads a hundred thousand lines in the time that Foundation's coders need for a few thousand.
enum JSONTree: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    /// Written as text; what is read is always `text`.
    case time(Date)
    case list([JSONTree])
    /// Those made here are sorted by key, each key once; those read are as they were written.
    case object([Member])

    struct Member: Hashable, Sendable {
        var key: String
        var value: JSONTree
    }

    static let empty = JSONTree.object([])

    /// An object of the given members, put in order; of equal keys the last counts. Those that are `nil` are left out.
    static func members(_ members: [(String, JSONTree?)]) -> JSONTree {
        .object(sorted(members.compactMap { key, value in value.map { Member(key: key, value: $0) } }))
    }

    static func sorted(_ members: [Member]) -> [Member] {
        var result = members
        var isSorted = true
        for index in result.indices.dropFirst() where !precedes(result[index - 1].key, result[index].key) {
            isSorted = false
            break
        }
        if isSorted { return result }
        // A stable order, so that the last of equal keys can be told.
        result = result.enumerated().sorted {
            $0.element.key == $1.element.key ? $0.offset < $1.offset : precedes($0.element.key, $1.element.key)
        }.map(\.element)
        var unique: [Member] = []
        for member in result {
            if unique.last?.key == member.key { unique.removeLast() }
            unique.append(member)
        }
        return unique
    }

    /// By code point, as Python's `sort_keys` and `jq -S` sort.
    private static func precedes(_ left: String, _ right: String) -> Bool {
        left.utf8.lexicographicallyPrecedes(right.utf8)
    }

    var isNull: Bool {
        guard case .null = self else { return false }
        return true
    }

    subscript(key: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    var members: [Member] {
        guard case .object(let members) = self else { return [] }
        return members
    }

    var list: [JSONTree]? {
        guard case .list(let list) = self else { return nil }
        return list
    }

    var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }

    var integer: Int? {
        switch self {
        case .integer(let number): number
        case .number(let number): Int(exactly: number)
        case .null, .bool, .text, .time, .list, .object: nil
        }
    }

    /// Numbers that JSON cannot say (infinite, not a number) are kept as text.
    var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .text("inf"): .infinity
        case .text("-inf"): -.infinity
        case .text("nan"): .nan
        case .null, .bool, .text, .time, .list, .object: nil
        }
    }

    var bool: Bool? {
        guard case .bool(let bool) = self else { return nil }
        return bool
    }

    var time: Date? {
        switch self {
        case .time(let date): date
        case .text(let text): Instant.date(text)
        case .null, .bool, .integer, .number, .list, .object: nil
        }
    }

    /// Label values: an object of texts.
    var texts: [String: String]? {
        guard case .object(let members) = self else { return nil }
        var texts: [String: String] = [:]
        for member in members {
            guard case .text(let text) = member.value else { return nil }
            texts[member.key] = text
        }
        return texts
    }
}
