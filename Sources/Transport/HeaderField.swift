/// One header of an HTTP request. Only a name and a value that cannot begin another header can be one.
public struct HeaderField: Sendable, Hashable {
    public let name: String
    /// Concealed, since tokens are sent in headers.
    public let value: Concealed

    /// - Throws: `.unusable` unless the name is a token and the value is free of control characters (RFC 9110, 5.1 and 5.5).
    public init(_ name: String, _ value: String) throws(TransportError) {
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else {
            throw .unusable("a header's name may hold letters, digits and - only")
        }
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
            throw .unusable("the value of the header \(name) holds a line break or a control character")
        }
        self.name = name
        self.value = Concealed(value)
    }

    /// A header of the program's own: `name` is a token, and what may not stand in a value is left out of it.
    public init(_ name: StaticString, cleaned value: String) {
        self.name = name.description
        let scalars = value.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }
        self.value = Concealed(String(String.UnicodeScalarView(scalars)))
    }

    /// As libcurl takes it: a header without a value ends in a semicolon there.
    var line: String {
        value.revealed.allSatisfy { $0 == " " || $0 == "\t" } ? "\(name);" : "\(name): \(value.revealed)"
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
