import Foundation

/// An IPv4 or IPv6 address.
public struct NetworkAddress: Sendable, Hashable, CustomStringConvertible {
    /// 4 or 16 bytes, in network order. IPv4 within IPv6 (mapped, NAT64, 6to4) is the IPv4 address.
    public let bytes: [UInt8]

    /// `nil` unless `text` is an address rather than a name. An IPv6 zone (`%eth0`) is dropped.
    public init?(_ text: String) {
        let literal = text.prefix { $0 != "%" }
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, String(literal), &four) == 1 {
            self.init(bytes: withUnsafeBytes(of: &four) { Array($0) })
        } else if inet_pton(AF_INET6, String(literal), &six) == 1 {
            self.init(bytes: withUnsafeBytes(of: &six) { Array($0) })
        } else {
            return nil
        }
    }

    /// `nil` for a family other than IPv4 and IPv6.
    init?(_ address: UnsafePointer<sockaddr>) {
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            var inner = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
            self.init(bytes: withUnsafeBytes(of: &inner) { Array($0) })
        case AF_INET6:
            var inner = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self.init(bytes: withUnsafeBytes(of: &inner) { Array($0) })
        default:
            return nil
        }
    }

    private init(bytes: [UInt8]) {
        self.bytes = Self.embedded(in: bytes) ?? bytes
    }

    /// The IPv4 address that an IPv6 address stands for, so that a range is not entered by its other name: `::ffff:0:0/96` (RFC
    /// 4291), `::/96` but `::` and `::1` (the same, deprecated), `64:ff9b::/96` (RFC 6052), `2002::/16` (RFC 3056).
    private static func embedded(in bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count == 16 else { return nil }
        let tail = Array(bytes[12...])
        if bytes[..<10].allSatisfy({ $0 == 0 }) {
            if bytes[10] == 0xFF && bytes[11] == 0xFF { return tail }
            if bytes[10] == 0 && bytes[11] == 0 && tail[..<3] != [0, 0, 0] { return tail }
        }
        if Array(bytes[..<12]) == [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0] { return tail }
        if bytes[0] == 0x20 && bytes[1] == 0x02 { return Array(bytes[2..<6]) }
        return nil
    }

    public var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes == Array(repeating: 0, count: 15) + [1]
    }

    /// Addresses that no notice can have business with, and behind which clouds hand out credentials: "this host" (0.0.0.0/8, ::),
    /// link-local (169.254.0.0/16, fe80::/10, where most metadata services are), multicast and broadcast, and the metadata
    /// services that are elsewhere: Alibaba, Oracle, Azure, AWS (fd00:ec2::/32), Google (fd20:ce::254), Scaleway (fd00:42::42).
    public var isForbidden: Bool {
        if bytes.count == 4 {
            return bytes[0] == 0 || bytes[..<2] == [169, 254] || bytes[0] >= 224
                || [[100, 100, 100, 200], [192, 0, 0, 192], [168, 63, 129, 16]].contains(bytes)
        }
        if bytes.allSatisfy({ $0 == 0 }) || bytes[0] == 0xFF { return true }
        if bytes[0] == 0xFE && bytes[1] & 0xC0 == 0x80 { return true }
        return bytes[..<4] == [0xFD, 0x00, 0x0E, 0xC2]
            || [NetworkAddress("fd20:ce::254"), NetworkAddress("fd00:42::42")].contains(self)
    }

    public var description: String {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = bytes.count == 4 ? AF_INET : AF_INET6
        guard inet_ntop(family, bytes, &text, socklen_t(text.count)) != nil else { return "an unknown address" }
        return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
