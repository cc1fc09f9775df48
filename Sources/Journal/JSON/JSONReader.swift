import Foundation

/// Reads one JSON document. Strict, but for what no journal has: it takes any bytes of 0x20 and more in texts.
struct JSONReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0
    private var depth = 0
    /// Which members of the document's own object are read; the others are stepped over, which costs much less.
    private let wanted: ((String) -> Bool)?

    /// Why a document is none; `offset` in bytes.
    struct Problem: Error {
        var offset: Int
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ wanted: ((String) -> Bool)?) {
        self.bytes = bytes
        self.wanted = wanted
    }

    /// `wanted`: the keys that are asked for; all, if it is not given.
    static func tree(
        _ bytes: UnsafeBufferPointer<UInt8>, wanted: ((String) -> Bool)? = nil
    ) throws(Problem) -> JSONTree {
        var reader = JSONReader(bytes, wanted)
        let tree = try reader.value()
        reader.skipBlanks()
        guard reader.position == bytes.count else { throw reader.problem }
        return tree
    }

    static func tree(_ bytes: [UInt8], wanted: ((String) -> Bool)? = nil) throws(Problem) -> JSONTree {
        let result: Result<JSONTree, Problem> = bytes.withUnsafeBufferPointer { buffer in
            do throws(Problem) {
                return .success(try tree(buffer, wanted: wanted))
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private var problem: Problem { Problem(offset: position) }

    private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipBlanks() {
        while position < bytes.count, bytes[position] == 0x20 || (9...13).contains(bytes[position]) { position += 1 }
    }

    private mutating func take(_ byte: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: byte) else { return false }
        position += 1
        return true
    }

    private mutating func expect(_ byte: Unicode.Scalar) throws(Problem) {
        guard take(byte) else { throw problem }
    }

    private mutating func word(_ word: StaticString, _ tree: JSONTree) throws(Problem) -> JSONTree {
        for index in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[index] else { throw problem }
            position += 1
        }
        return tree
    }

    private mutating func value() throws(Problem) -> JSONTree {
        skipBlanks()
        guard let next else { throw problem }
        switch next {
        case UInt8(ascii: "{"): return try nested { reader throws(Problem) in try reader.object() }
        case UInt8(ascii: "["): return try nested { reader throws(Problem) in try reader.list() }
        case UInt8(ascii: "\""): return .text(try text())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(
        _ body: (inout JSONReader) throws(Problem) -> JSONTree
    ) throws(Problem) -> JSONTree {
        guard depth < 100 else { throw problem }
        depth += 1
        position += 1
        let tree = try body(&self)
        depth -= 1
        return tree
    }

    private mutating func object() throws(Problem) -> JSONTree {
        var members: [JSONTree.Member] = []
        members.reserveCapacity(8)
        skipBlanks()
        if take("}") { return .object([]) }
        while true {
            skipBlanks()
            let key = try text()
            skipBlanks()
            try expect(":")
            if depth == 1, let wanted, !wanted(key) {
                try skip()
            } else {
                members.append(JSONTree.Member(key: key, value: try value()))
            }
            skipBlanks()
            // In the order of the text: nothing that is read is compared with what was made here.
            if take("}") { return .object(members) }
            try expect(",")
        }
    }

    private mutating func list() throws(Problem) -> JSONTree {
        var list: [JSONTree] = []
        skipBlanks()
        if take("]") { return .list([]) }
        while true {
            list.append(try value())
            skipBlanks()
            if take("]") { return .list(list) }
            try expect(",")
        }
    }

    /// Steps over a value: to its end, or to the comma or bracket that follows it.
    private mutating func skip() throws(Problem) {
        var open = 0
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""): try skipText()
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open += 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if open == 0 { return }
                open -= 1
                position += 1
            case UInt8(ascii: ",") where open == 0: return
            default: position += 1
            }
        }
        throw problem
    }

    private mutating func skipText() throws(Problem) {
        position += 1
        while let byte = next {
            position += byte == UInt8(ascii: "\\") ? 2 : 1
            if byte == UInt8(ascii: "\"") { return }
        }
        throw problem
    }

    private mutating func text() throws(Problem) -> String {
        try expect("\"")
        let start = position
        while let byte = next, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { position += 1 }
        guard let end = next, end >= 0x20 else { throw problem }
        if end == UInt8(ascii: "\"") {
            position += 1
            return String(decoding: bytes[start..<(position - 1)], as: UTF8.self)
        }
        return try escapedText(Array(bytes[start..<position]))
    }

    /// The rest of a text from its first backslash on.
    private mutating func escapedText(_ beginning: [UInt8]) throws(Problem) -> String {
        var text = beginning
        while let byte = next, byte >= 0x20 {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
            default: text.append(byte)
            }
        }
        throw problem
    }

    private mutating func escape() throws(Problem) -> [UInt8] {
        guard let kind = next else { throw problem }
        position += 1
        switch kind {
        case UInt8(ascii: "n"): return [10]
        case UInt8(ascii: "t"): return [9]
        case UInt8(ascii: "r"): return [13]
        case UInt8(ascii: "b"): return [8]
        case UInt8(ascii: "f"): return [12]
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [kind]
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]) {
                try expect("\\")
                try expect("u")
                units.append(try codeUnit())
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        default: throw problem
        }
    }

    private mutating func codeUnit() throws(Problem) -> UInt16 {
        guard position + 4 <= bytes.count,
            let unit = UInt16(String(decoding: bytes[position..<(position + 4)], as: UTF8.self), radix: 16)
        else { throw problem }
        position += 4
        return unit
    }

    private mutating func number() throws(Problem) -> JSONTree {
        let start = position
        var isInteger = true
        while let byte = next {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): break
            case UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"), UInt8(ascii: "+"): isInteger = false
            default: return try number(bytes[start..<position], isInteger)
            }
            position += 1
        }
        return try number(bytes[start..<position], isInteger)
    }

    private func number(_ digits: Slice<UnsafeBufferPointer<UInt8>>, _ isInteger: Bool) throws(Problem) -> JSONTree {
        if isInteger, digits.count <= 18, let number = Self.integer(digits) { return .integer(number) }
        let text = String(decoding: digits, as: UTF8.self)
        if isInteger, let number = Int(text) { return .integer(number) }
        guard !digits.isEmpty, let number = Double(text) else { throw problem }
        return .number(number)
    }

    private static func integer(_ digits: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
        var number = 0
        let isNegative = digits.first == UInt8(ascii: "-")
        let rest = isNegative ? digits.dropFirst() : digits
        guard !rest.isEmpty else { return nil }
        for digit in rest {
            guard digit != UInt8(ascii: "-") else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        return isNegative ? -number : number
    }
}
