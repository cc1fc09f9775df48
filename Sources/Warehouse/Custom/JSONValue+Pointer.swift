import KPIs

extension JSONValue {
    /// `a list of 3 items`, for messages; long texts are cut.
    var shown: String {
        switch self {
        case .null: "null"
        case .truth(let truth): "\(truth)"
        case .number(let number): "the number \(number)"
        case .text(let text): "the text \"\(text.prefix(40))\""
        case .list(let list): list.count == 1 ? "a list of 1 item" : "a list of \(list.count) items"
        case .object(let object):
            object.isEmpty
                ? "an object without keys"
                : "an object with the key\(object.count == 1 ? "" : "s") "
                    + object.keys.sorted().prefix(12).map { "\"\($0.prefix(40))\"" }.joined(separator: ", ")
                    + (object.count > 12 ? " and others" : "")
        }
    }

    /// Why a pointer leads nowhere: where it ended, and what is there.
    struct Astray: Error {
        let end: JSONPointer
        let there: JSONValue
    }

    /// What a pointer leads to (RFC 6901, section 4).
    func at(_ pointer: JSONPointer) throws(Astray) -> JSONValue {
        var value = self
        for (index, token) in pointer.tokens.enumerated() {
            let next: JSONValue?
            switch value {
            case .object(let object): next = object[token]
            case .list(let list):
                // Digits, and no zero before others; `-`, the item after the last, is never there.
                let isIndex = !token.isEmpty && token.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
                let position = isIndex && (token == "0" || token.first != "0") ? Int(token) : nil
                next = position.flatMap { list.indices.contains($0) ? list[$0] : nil }
            case .null, .truth, .number, .text: next = nil
            }
            guard let next else {
                throw Astray(end: JSONPointer(tokens: Array(pointer.tokens[..<index])), there: value)
            }
            value = next
        }
        return value
    }
}
