import Foundation

/// Single values as JSON (RFC 8259), for objects that are written piece by piece because they are too long to be held at once.
public struct JSONScalar: Sendable, Hashable {
    /// Escaped.
    public let text: String

    public static let null = JSONScalar(text: "null")

    private init(text: String) {
        self.text = text
    }

    public init(_ flag: Bool) {
        text = flag ? "true" : "false"
    }

    /// In the fewest digits that read back the same. Numbers that JSON has no word for become texts, as in `JSONText`.
    public init(_ number: Double) {
        guard number.isFinite else {
            text = number.isNaN ? "\"NaN\"" : number > 0 ? "\"Infinity\"" : "\"-Infinity\""
            return
        }
        let digits = "\(number)"
        text = digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
    }

    public init(_ string: String) {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\n"): bytes += Array("\\n".utf8)
            case UInt8(ascii: "\r"): bytes += Array("\\r".utf8)
            case UInt8(ascii: "\t"): bytes += Array("\\t".utf8)
            case 0..<0x20, 0x7F: bytes += Array("\\u00".utf8) + Self.hex(byte)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        text = String(decoding: bytes, as: UTF8.self)
    }

    private static func hex(_ byte: UInt8) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
}
