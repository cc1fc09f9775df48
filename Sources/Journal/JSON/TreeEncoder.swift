import Foundation

/// Makes a `JSONTree` of a `Codable` value: names in snake case, times as text, absent values left out.
enum TreeEncoder {
    static func tree(_ value: some Encodable) throws -> JSONTree {
        try encode(value, path: [])
    }

    fileprivate static func encode<Value: Encodable>(_ value: Value, path: [any CodingKey]) throws -> JSONTree {
        if let date = value as? Date { return .time(date) }
        let encoding = TreeEncoding(path: path, keepsKeys: Value.self is any KeyedByText.Type)
        try value.encode(to: encoding)
        return encoding.tree
    }

    fileprivate static func scalar(_ value: some BinaryInteger) throws -> JSONTree {
        Int(exactly: value).map(JSONTree.integer) ?? .number(Double(value))
    }
}

/// The value that is being made at one place of the document.
private final class TreeEncoding: Encoder {
    enum Content {
        case nothing
        case scalar(JSONTree)
        case object([(String, TreeEncoding)])
        case list([TreeEncoding])
    }

    let codingPath: [any CodingKey]
    let userInfo: [CodingUserInfoKey: Any] = [:]
    let keepsKeys: Bool
    var content = Content.nothing

    init(path: [any CodingKey], keepsKeys: Bool = false, tree: JSONTree? = nil) {
        codingPath = path
        self.keepsKeys = keepsKeys
        if let tree { content = .scalar(tree) }
    }

    var tree: JSONTree {
        switch content {
        case .nothing: .empty
        case .scalar(let tree): tree
        case .object(let members): .members(members.map { ($0.0, $0.1.tree) })
        case .list(let list): .list(list.map(\.tree))
        }
    }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        if case .nothing = content { content = .object([]) }
        return KeyedEncodingContainer(TreeKeyedEncoding(encoding: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .nothing = content { content = .list([]) }
        return TreeListEncoding(encoding: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { TreeScalarEncoding(encoding: self) }

    func append(_ name: String, _ child: TreeEncoding) {
        guard case .object(var members) = content else { return }
        content = .nothing
        members.append((keepsKeys ? name : KeyName.snake(name), child))
        content = .object(members)
    }

    func append(_ child: TreeEncoding) {
        guard case .list(var list) = content else { return }
        content = .nothing
        list.append(child)
        content = .list(list)
    }
}

private struct TreeKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoding: TreeEncoding
    var codingPath: [any CodingKey] { encoding.codingPath }

    private func put(_ tree: JSONTree, _ key: Key) {
        encoding.append(key.stringValue, TreeEncoding(path: [], tree: tree))
    }

    func encodeNil(forKey key: Key) { put(.null, key) }
    func encode(_ value: Bool, forKey key: Key) { put(.bool(value), key) }
    func encode(_ value: String, forKey key: Key) { put(.text(value), key) }
    func encode(_ value: Double, forKey key: Key) { put(.number(value), key) }
    func encode(_ value: Int, forKey key: Key) { put(.integer(value), key) }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws {
        put(try TreeEncoder.encode(value, path: codingPath + [key]), key)
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        superEncoder(forKey: key).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        superEncoder(forKey: key).unkeyedContainer()
    }
    func superEncoder() -> any Encoder { child("super") }
    func superEncoder(forKey key: Key) -> any Encoder { child(key.stringValue) }

    private func child(_ name: String) -> any Encoder {
        let child = TreeEncoding(path: codingPath)
        encoding.append(name, child)
        return child
    }
}

private struct TreeListEncoding: UnkeyedEncodingContainer {
    let encoding: TreeEncoding
    var codingPath: [any CodingKey] { encoding.codingPath }
    var count: Int {
        guard case .list(let list) = encoding.content else { return 0 }
        return list.count
    }

    func encodeNil() { encoding.append(TreeEncoding(path: [], tree: .null)) }
    func encode<Value: Encodable>(_ value: Value) throws {
        let tree = try TreeEncoder.encode(value, path: codingPath + [ListIndex(count)])
        encoding.append(TreeEncoding(path: [], tree: tree))
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        superEncoder().container(keyedBy: type)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { superEncoder().unkeyedContainer() }
    func superEncoder() -> any Encoder {
        let child = TreeEncoding(path: codingPath + [ListIndex(count)])
        encoding.append(child)
        return child
    }
}

private struct TreeScalarEncoding: SingleValueEncodingContainer {
    let encoding: TreeEncoding
    var codingPath: [any CodingKey] { encoding.codingPath }

    private func put(_ tree: JSONTree) { encoding.content = .scalar(tree) }

    func encodeNil() { put(.null) }
    func encode(_ value: Bool) { put(.bool(value)) }
    func encode(_ value: String) { put(.text(value)) }
    func encode(_ value: Double) { put(.number(value)) }
    func encode(_ value: Float) { put(.number(Double(value))) }
    func encode(_ value: Int) { put(.integer(value)) }
    func encode(_ value: Int8) throws { put(try TreeEncoder.scalar(value)) }
    func encode(_ value: Int16) throws { put(try TreeEncoder.scalar(value)) }
    func encode(_ value: Int32) throws { put(try TreeEncoder.scalar(value)) }
    func encode(_ value: Int64) throws { put(try TreeEncoder.scalar(value)) }
    func encode(_ value: UInt) throws { put(try TreeEncoder.scalar(value)) }
    func encode(_ value: UInt8) throws { put(try TreeEncoder.scalar(value)) }
    func encode(_ value: UInt16) throws { put(try TreeEncoder.scalar(value)) }
    func encode(_ value: UInt32) throws { put(try TreeEncoder.scalar(value)) }
    func encode(_ value: UInt64) throws { put(try TreeEncoder.scalar(value)) }
    func encode<Value: Encodable>(_ value: Value) throws {
        put(try TreeEncoder.encode(value, path: codingPath))
    }
}
