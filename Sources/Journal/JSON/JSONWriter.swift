import Foundation

/// Writes JSON on one line: sorted keys, no blanks, and every number so that it reads back as the same number.
enum JSONWriter {
    static func bytes(_ tree: JSONTree) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512)
        append(tree, to: &bytes)
        return bytes
    }

    static func append(_ tree: JSONTree, to bytes: inout [UInt8]) {
        switch tree {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .number(let number): append(number, to: &bytes)
        case .text(let text): append(text, to: &bytes)
        case .time(let date):
            bytes.append(quote)
            Instant.append(date, to: &bytes)
            bytes.append(quote)
        case .list(let list):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in list.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(element, to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(member.key, to: &bytes)
                bytes.append(UInt8(ascii: ":"))
                append(member.value, to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    /// The shortest digits that read back as the same double (Swift's `description`), without a useless `.0`.
    private static func append(_ number: Double, to bytes: inout [UInt8]) {
        guard number.isFinite else {
            append(number.isNaN ? "nan" : number > 0 ? "inf" : "-inf", to: &bytes)
            return
        }
        bytes.append(contentsOf: number.description.utf8)
        // Only 0 has a sign that an integer would lose.
        if number != 0, bytes.suffix(2).elementsEqual(".0".utf8) { bytes.removeLast(2) }
        if number == 0, number.sign == .plus { bytes.removeLast(2) }
    }

    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let hex = [UInt8]("0123456789abcdef".utf8)

    /// Control characters are escaped, those of C1 (U+0080 to U+009F) too: a journal shown on a terminal must not steer it.
    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(quote)
        var previous: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case quote, backslash:
                bytes.append(backslash)
                bytes.append(byte)
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
            case 0..<0x20, 0x7f: escape(byte, &bytes)
            case 0x80...0x9f where previous == 0xc2:
                bytes.removeLast()
                escape(byte, &bytes)
            default: bytes.append(byte)
            }
            previous = byte
        }
        bytes.append(quote)
    }

    private static func escape(_ byte: UInt8, _ bytes: inout [UInt8]) {
        bytes.append(contentsOf: "\\u00".utf8)
        bytes.append(hex[Int(byte >> 4)])
        bytes.append(hex[Int(byte & 15)])
    }
}
