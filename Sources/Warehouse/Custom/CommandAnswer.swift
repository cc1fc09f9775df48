import Foundation

/// What a command printed: a number, `{"value": 3, "sample": 20}`, or a list of such objects with the goal's labels as further keys.
struct CommandAnswer {
    let table: CustomAnswer

    /// - Parameter columns: the goal's `by`: an empty list has them, too.
    init(output: [UInt8], by columns: [String]) throws(UserSQLFault) {
        let text = String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if text.isEmpty { throw UserSQLFault(reason: "it printed nothing: print a number, or a JSON document") }
        if let number = Double(text), !number.isFinite {
            throw UserSQLFault(
                reason: "it printed \(text.prefix(20)), which is no finite number: print null where there is no value")
        }
        switch try Self.document(text) {
        case .list(let items): table = try Self.table(Self.objects(items), by: columns)
        case .object(let object): table = try Self.table([object], by: columns)
        case .null: table = CustomAnswer(columns: ["value"], rows: [[.null]])
        case .number(let number): table = CustomAnswer(columns: ["value"], rows: [[.number(number)]])
        case .text(let text): table = CustomAnswer(columns: ["value"], rows: [[.text(text)]])
        case .truth(let truth): table = CustomAnswer(columns: ["value"], rows: [[.text("\(truth)")]])
        }
    }

    private static func document(_ text: String) throws(UserSQLFault) -> JSONValue {
        do {
            return try JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        } catch {
            let line = text.prefix { !$0.isNewline }
            throw UserSQLFault(
                reason: "it printed neither a number nor JSON, but \"\(PrintableText.of(line, limit: 60))\": "
                    + "print 3.5, {\"value\": 3.5}, or [{\"value\": 3.5, \"team\": \"north\"}]")
        }
    }

    private static func objects(_ items: [JSONValue]) throws(UserSQLFault) -> [[String: JSONValue]] {
        var objects: [[String: JSONValue]] = []
        for (index, item) in items.enumerated() {
            guard case .object(let object) = item else {
                throw UserSQLFault(
                    reason: "item \(index + 1) of its list is \(item.kind): make each an object with the key \"value\"")
            }
            objects.append(object)
        }
        return objects
    }

    private static func table(
        _ objects: [[String: JSONValue]], by columns: [String]
    ) throws(UserSQLFault) -> CustomAnswer {
        let names = objects.isEmpty ? ["value"] + columns : Set(objects.flatMap(\.keys)).sorted()
        var rows: [[UserCell]] = []
        for (index, object) in objects.enumerated() {
            var row: [UserCell] = []
            for name in names {
                guard let value = object[name] else {
                    throw UserSQLFault(
                        reason: "item \(index + 1) of its list has no \"\(name)\", which others have: "
                            + "give every item the same keys, null where there is nothing")
                }
                row.append(try cell(value, name))
            }
            rows.append(row)
        }
        return CustomAnswer(columns: names, rows: rows)
    }

    private static func cell(_ value: JSONValue, _ name: String) throws(UserSQLFault) -> UserCell {
        switch value {
        case .null: return .null
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .truth(let truth): return .text("\(truth)")
        case .list, .object:
            throw UserSQLFault(reason: "\"\(name)\" is \(value.kind): make it a number or a text")
        }
    }
}
