import Goals

/// An object whose keys are known: all that are there, by name.
struct Fields {
    let entry: Entry
    private let members: [JSONMember]

    /// Reports everything about the keys themselves: unknown ones, those of a later version, those that come twice, and
    /// required ones that are missing.
    init?(_ entry: Entry, _ shape: Shape, fix: String) {
        guard case .object(let members) = entry.node.value else {
            entry.reportType(shape.noun + ", an object,", fix: fix)
            return nil
        }
        self.entry = entry
        self.members = members
        for (index, member) in members.enumerated() {
            let field = Entry(document: entry.document, path: .key(entry.path, member.key), node: member.node)
            if let earlier = members[..<index].first(where: { $0.key == member.key }) {
                field.reportDuplicate(of: earlier, at: member.keyRange.lowerBound)
            } else if !shape.contains(member.key) {
                Self.reportUnknown(field, member, shape)
            }
        }
        for name in shape.required where !members.contains(where: { $0.key == name }) {
            entry.report(
                "\(shape.noun) needs the key \"\(name)\"", fix: "add \"\(name)\": \(Self.meaning(of: name, shape))")
        }
    }

    /// Of an object whose kind its keys tell: nothing is said of them yet.
    init?(keysOf entry: Entry, fix: String) {
        guard case .object(let members) = entry.node.value else {
            entry.reportType("an object", fix: fix)
            return nil
        }
        self.entry = entry
        self.members = members
    }

    /// The beginning of what the key means.
    private static func meaning(of name: String, _ shape: Shape) -> String {
        let meaning = shape.keys.first { $0.name == name }?.meaning ?? ""
        let clause = meaning.prefix { !":;.".contains($0) }
        return clause.prefix(1).lowercased() + clause.dropFirst()
    }

    private static func reportUnknown(_ field: Entry, _ member: JSONMember, _ shape: Shape) {
        let offset = member.keyRange.lowerBound
        if shape.later.contains(member.key) {
            field.report(
                "this version does not have \"\(member.key)\" yet", fix: "delete it; a later version knows it",
                at: offset)
            return
        }
        let names = shape.keys.map(\.name)
        let fix =
            Entry.suggestion(for: member.key, of: names)
            ?? neighbour(of: shape, with: member.key).map { "move it or delete it: it is a key of \($0.noun)" }
        field.report(
            "\(shape.noun) has no such key", fix: fix ?? "delete it; known here: \(names.joined(separator: ", "))",
            at: offset)
    }

    private static func neighbour(of shape: Shape, with key: String) -> Shape? {
        if shape.noun == Shape.secret.noun { return nil }
        // Another type of the same: a source of type "postgres" for one of type "sqlite".
        let family = shape.noun.prefix { $0 != "\"" }
        let known = Shape.neighbours.filter { $0.contains(key) }
        return known.first { $0.noun.hasPrefix(family) } ?? known.first
    }

    /// The value of a key; `nil` where it is not there.
    subscript(_ name: String) -> Entry? {
        guard let member = members.first(where: { $0.key == name }) else { return nil }
        return Entry(document: entry.document, path: .key(entry.path, name), node: member.node)
    }

    /// The first of `names` that are there, in the file's order.
    func present(of names: [String]) -> [String] {
        members.map(\.key).filter { names.contains($0) }
    }
}
