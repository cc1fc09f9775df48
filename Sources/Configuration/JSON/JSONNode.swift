/// A value of a JSON file, with the bytes it stands in.
struct JSONNode: Sendable, Equatable {
    var value: JSONValue
    /// From its first byte to the one after its last, quotes and brackets included.
    var range: Range<Int>
}

indirect enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// With the number as it is written.
    case number(Double, text: String)
    case string(String)
    case array([JSONNode])
    /// In the file's order, with keys that come twice.
    case object([JSONMember])
    /// Something that is not JSON stands here, and was told of; nobody else needs to complain of it.
    case unreadable
}

/// A key and its value.
struct JSONMember: Sendable, Equatable {
    var key: String
    /// Of the key, quotes included.
    var keyRange: Range<Int>
    var node: JSONNode
}

/// Something that strict JSON does not allow.
struct JSONFault: Error, Sendable, Equatable {
    /// Byte of the file.
    var offset: Int
    var message: String
    var fix: String?
}
