/// Reads strict JSON (RFC 8259) and keeps where everything stands.
///
/// It is ours because Foundation's keeps one of two equal keys without a word, knows no positions, and stops at the first
/// comment. What is not JSON but can be understood (comments, a comma too many or too few, quotes of a word processor) is told
/// as a fault and read on, so that one run shows every problem of the file.
struct JSONReader {
    let text: JSONText
    let bytes: [UInt8]
    var at: Int
    var faults: [JSONFault] = []

    /// Deeper than any goals.json; far less than what the stack bears.
    static let deepest = 64
    /// More faults than somebody reads at once: it is hardly JSON then.
    static let mostFaults = 50

    private init(_ text: JSONText) {
        self.text = text
        bytes = text.bytes
        at = text.start
    }

    /// The file's value, `nil` where it could not be read to its end, and all that is wrong with it.
    static func read(_ text: JSONText) -> (root: JSONNode?, faults: [JSONFault]) {
        var reader = JSONReader(text)
        do {
            let root = try reader.file()
            return (root, reader.faults)
        } catch {
            return (nil, reader.faults + [error])
        }
    }

    private mutating func file() throws(JSONFault) -> JSONNode {
        try skipBlank()
        let root = try value(depth: 0)
        try skipBlank()
        if at < bytes.count {
            throw JSONFault(
                offset: at, message: "the text goes on after its end: \(character(at: at))",
                fix: "delete what follows, or look for a bracket that closes too early")
        }
        return root
    }

    mutating func report(_ offset: Int, _ message: String, fix: String?) throws(JSONFault) {
        let fault = JSONFault(offset: offset, message: message, fix: fix)
        if faults.count + 1 >= Self.mostFaults { throw fault }
        faults.append(fault)
    }

    mutating func value(depth: Int) throws(JSONFault) -> JSONNode {
        guard at < bytes.count else {
            throw JSONFault(offset: at, message: "the file ends where a value is expected", fix: "write the value")
        }
        if depth > Self.deepest {
            throw JSONFault(
                offset: at, message: "brackets are nested more than \(Self.deepest) deep",
                fix: "look for brackets that are not closed; goals.json needs about six levels")
        }
        let start = at
        switch bytes[at] {
        case UInt8(ascii: "{"):
            let members = try object(depth: depth)
            return JSONNode(value: .object(members), range: start..<at)
        case UInt8(ascii: "["):
            let elements = try array(depth: depth)
            return JSONNode(value: .array(elements), range: start..<at)
        case UInt8(ascii: "\""):
            return JSONNode(value: .string(try string()), range: start..<at)
        case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return JSONNode(value: try number(), range: start..<at)
        case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"):
            try report(at, "a value is missing before \(character(at: at))", fix: "write the value, or delete its key")
            return JSONNode(value: .unreadable, range: start..<at)
        default:
            if let text = try quotedOtherwise() { return JSONNode(value: .string(text), range: start..<at) }
            return JSONNode(value: try word(), range: start..<at)
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> [JSONMember] {
        let open = at
        at += 1
        var members: [JSONMember] = []
        var comma: Int?
        while true {
            try skipBlank()
            if try closes("}", open: open, comma: comma) { return members }
            if !members.isEmpty, comma == nil { try reportMissingComma(after: members[members.count - 1].node) }
            let keyStart = at
            let key = try self.key()
            let keyRange = keyStart..<at
            try skipBlank()
            try colon()
            try skipBlank()
            let node = try value(depth: depth + 1)
            members.append(JSONMember(key: key, keyRange: keyRange, node: node))
            try skipBlank()
            comma = try self.comma()
        }
    }

    private mutating func array(depth: Int) throws(JSONFault) -> [JSONNode] {
        let open = at
        at += 1
        var elements: [JSONNode] = []
        var comma: Int?
        while true {
            try skipBlank()
            if try closes("]", open: open, comma: comma) { return elements }
            if let last = elements.last, comma == nil { try reportMissingComma(after: last) }
            elements.append(try value(depth: depth + 1))
            try skipBlank()
            comma = try self.comma()
        }
    }

    /// Takes the closing bracket, if it is here. `open`: its opening one.
    private mutating func closes(_ bracket: Unicode.Scalar, open: Int, comma: Int?) throws(JSONFault) -> Bool {
        guard at < bytes.count else {
            let (line, column) = text.position(of: open)
            throw JSONFault(
                offset: at,
                message: "the file ends, but \(character(at: open)) of line \(line), column \(column) is still open",
                fix: "write the \(bracket) that closes it")
        }
        if bytes[at] == UInt8(ascii: bracket) {
            if let comma {
                try report(
                    comma, "a comma stands before \(bracket), which JSON does not allow", fix: "delete the comma")
            }
            at += 1
            return true
        }
        if bytes[at] == UInt8(ascii: "}") || bytes[at] == UInt8(ascii: "]") {
            let (line, column) = text.position(of: open)
            throw JSONFault(
                offset: at,
                message: "\(character(at: at)) closes the \(character(at: open)) of line \(line), column \(column)",
                fix: "write \(bracket) here, or look for a bracket that is missing in between")
        }
        return false
    }

    /// Takes the comma after a value, and those that are one too many.
    private mutating func comma() throws(JSONFault) -> Int? {
        guard at < bytes.count, bytes[at] == UInt8(ascii: ",") || bytes[at] == UInt8(ascii: ";") else { return nil }
        let first = at
        if bytes[at] == UInt8(ascii: ";") {
            try report(at, "a semicolon stands where JSON has a comma", fix: "write a comma")
        }
        at += 1
        try skipBlank()
        while at < bytes.count, bytes[at] == UInt8(ascii: ",") {
            try report(at, "a comma follows another one", fix: "delete one of them")
            at += 1
            try skipBlank()
        }
        return first
    }

    private mutating func reportMissingComma(after node: JSONNode) throws(JSONFault) {
        try report(node.range.upperBound, "a comma is missing after this value", fix: "write a comma here")
    }

    private mutating func key() throws(JSONFault) -> String {
        if bytes[at] == UInt8(ascii: "\"") { return try string() }
        if let text = try quotedOtherwise() { return text }
        let start = at
        let name = bareWord()
        if name.isEmpty {
            throw JSONFault(
                offset: at, message: "\(character(at: at)) stands where a key is expected",
                fix: "write a key in double quotes, a colon and its value")
        }
        try report(start, "a key stands without quotes", fix: "write \"\(name)\"")
        return name
    }

    private mutating func colon() throws(JSONFault) {
        if at < bytes.count, bytes[at] == UInt8(ascii: ":") {
            at += 1
            return
        }
        guard at < bytes.count else {
            throw JSONFault(offset: at, message: "the file ends after a key", fix: "write a colon and a value")
        }
        if bytes[at] == UInt8(ascii: "=") {
            try report(at, "an = stands where JSON has a colon", fix: "write a colon")
            at += 1
            return
        }
        throw JSONFault(
            offset: at, message: "a colon is expected after the key, but \(character(at: at)) stands here",
            fix: "write a colon between key and value")
    }
}
