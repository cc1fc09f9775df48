import Foundation

/// Makes a `Codable` value of a `JSONTree`: the other way of `TreeEncoder`.
enum TreeDecoder {
    static func value<Value: Decodable>(_ type: Value.Type, from tree: JSONTree) throws -> Value {
        try decode(type, from: tree, path: [])
    }

    fileprivate static func decode<Value: Decodable>(
        _ type: Value.Type, from tree: JSONTree, path: [any CodingKey]
    ) throws -> Value {
        if type == Date.self {
            guard let date = tree.time as? Value else { throw mismatch(type, path) }
            return date
        }
        let keepsKeys = type is any KeyedByText.Type
        return try type.init(from: TreeDecoding(tree: tree, codingPath: path, keepsKeys: keepsKeys))
    }

    fileprivate static func mismatch(_ type: Any.Type, _ path: [any CodingKey]) -> DecodingError {
        .typeMismatch(type, .init(codingPath: path, debugDescription: "the record has something else there"))
    }

    fileprivate static func found<Value>(_ value: Value?, _ path: [any CodingKey]) throws -> Value {
        guard let value else { throw mismatch(Value.self, path) }
        return value
    }

    fileprivate static func integer<Value: FixedWidthInteger>(
        _ tree: JSONTree, _ path: [any CodingKey]
    ) throws -> Value {
        try found(tree.integer.flatMap { Value(exactly: $0) } ?? tree.number.flatMap { Value(exactly: $0) }, path)
    }
}

private struct TreeDecoding: Decoder {
    let tree: JSONTree
    let codingPath: [any CodingKey]
    let keepsKeys: Bool
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .object(let members) = tree else { throw TreeDecoder.mismatch([String: Any].self, codingPath) }
        return KeyedDecodingContainer(
            TreeKeyedDecoding(members: members, codingPath: codingPath, keepsKeys: keepsKeys))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        TreeListDecoding(list: try TreeDecoder.found(tree.list, codingPath), codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer {
        TreeScalarDecoding(tree: tree, codingPath: codingPath)
    }
}

private struct TreeKeyedDecoding<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let members: [JSONTree.Member]
    let codingPath: [any CodingKey]
    let keepsKeys: Bool

    /// Only dictionaries ask for it.
    var allKeys: [Key] { members.compactMap { Key(stringValue: $0.key) } }

    private func find(_ key: Key) -> JSONTree? {
        let name = keepsKeys ? key.stringValue : KeyName.snake(key.stringValue)
        return members.first { $0.key == name }?.value
    }

    private func tree(_ key: Key) throws -> JSONTree {
        guard let tree = find(key) else {
            throw DecodingError.keyNotFound(
                key, .init(codingPath: codingPath, debugDescription: "the record has no \(key.stringValue)"))
        }
        return tree
    }

    func contains(_ key: Key) -> Bool { find(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try tree(key) == .null }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool {
        try TreeDecoder.found(try tree(key).bool, codingPath + [key])
    }
    func decode(_ type: String.Type, forKey key: Key) throws -> String {
        try TreeDecoder.found(try tree(key).text, codingPath + [key])
    }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double {
        try TreeDecoder.found(try tree(key).number, codingPath + [key])
    }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int {
        try TreeDecoder.found(try tree(key).integer, codingPath + [key])
    }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try TreeDecoder.decode(type, from: try tree(key), path: codingPath + [key])
    }

    // Without these, each absent or present member is looked up three times.
    private func present(_ key: Key) -> JSONTree? {
        guard let tree = find(key), !tree.isNull else { return nil }
        return tree
    }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try present(key).map { try TreeDecoder.found($0.text, codingPath + [key]) }
    }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        try present(key).map { try TreeDecoder.found($0.number, codingPath + [key]) }
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try present(key).map { try TreeDecoder.found($0.integer, codingPath + [key]) }
    }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
        try present(key).map { try TreeDecoder.decode(type, from: $0, path: codingPath + [key]) }
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try superDecoder(forKey: key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try superDecoder(forKey: key).unkeyedContainer()
    }
    func superDecoder() throws -> any Decoder {
        TreeDecoding(
            tree: members.first { $0.key == "super" }?.value ?? .null, codingPath: codingPath, keepsKeys: false)
    }
    func superDecoder(forKey key: Key) throws -> any Decoder {
        TreeDecoding(tree: try tree(key), codingPath: codingPath + [key], keepsKeys: false)
    }
}

private struct TreeListDecoding: UnkeyedDecodingContainer {
    let list: [JSONTree]
    let codingPath: [any CodingKey]
    var currentIndex = 0

    var count: Int? { list.count }
    var isAtEnd: Bool { currentIndex >= list.count }

    private func peek() throws -> JSONTree {
        guard !isAtEnd else { throw TreeDecoder.mismatch([Any].self, codingPath) }
        return list[currentIndex]
    }

    mutating func decodeNil() throws -> Bool {
        guard try peek() == .null else { return false }
        currentIndex += 1
        return true
    }
    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        let path = codingPath + [ListIndex(currentIndex)]
        let value = try TreeDecoder.decode(type, from: try peek(), path: path)
        currentIndex += 1
        return value
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
        try superDecoder().container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        try superDecoder().unkeyedContainer()
    }
    mutating func superDecoder() throws -> any Decoder {
        let decoding = TreeDecoding(tree: try peek(), codingPath: codingPath, keepsKeys: false)
        currentIndex += 1
        return decoding
    }
}

private struct TreeScalarDecoding: SingleValueDecodingContainer {
    let tree: JSONTree
    let codingPath: [any CodingKey]

    func decodeNil() -> Bool { tree == .null }
    func decode(_ type: Bool.Type) throws -> Bool { try TreeDecoder.found(tree.bool, codingPath) }
    func decode(_ type: String.Type) throws -> String { try TreeDecoder.found(tree.text, codingPath) }
    func decode(_ type: Double.Type) throws -> Double { try TreeDecoder.found(tree.number, codingPath) }
    func decode(_ type: Float.Type) throws -> Float { Float(try TreeDecoder.found(tree.number, codingPath)) }
    func decode(_ type: Int.Type) throws -> Int { try TreeDecoder.integer(tree, codingPath) }
    func decode(_ type: Int8.Type) throws -> Int8 { try TreeDecoder.integer(tree, codingPath) }
    func decode(_ type: Int16.Type) throws -> Int16 { try TreeDecoder.integer(tree, codingPath) }
    func decode(_ type: Int32.Type) throws -> Int32 { try TreeDecoder.integer(tree, codingPath) }
    func decode(_ type: Int64.Type) throws -> Int64 { try TreeDecoder.integer(tree, codingPath) }
    func decode(_ type: UInt.Type) throws -> UInt { try TreeDecoder.integer(tree, codingPath) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try TreeDecoder.integer(tree, codingPath) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try TreeDecoder.integer(tree, codingPath) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try TreeDecoder.integer(tree, codingPath) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try TreeDecoder.integer(tree, codingPath) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
        try TreeDecoder.decode(type, from: tree, path: codingPath)
    }
}
