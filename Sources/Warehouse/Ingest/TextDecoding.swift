/// Checks that pieces make valid UTF-8 together. Table 3-7 of the Unicode standard.
struct UTF8Validator {
    /// Continuation bytes that a character still needs, and the range of the next one.
    private var missing = 0
    private var low: UInt8 = 0x80
    private var high: UInt8 = 0xBF

    /// No character is cut off.
    var isComplete: Bool { missing == 0 }

    mutating func accepts(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var index = 0
        while index < count {
            if missing == 0 {
                index = Self.skipASCII(bytes, index, count)
                if index == count { break }
                guard begin(bytes[index]) else { return false }
            } else {
                guard bytes[index] >= low, bytes[index] <= high else { return false }
                (missing, low, high) = (missing - 1, 0x80, 0xBF)
            }
            index += 1
        }
        return true
    }

    private static func skipASCII(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Int {
        var index = start
        let raw = UnsafeRawPointer(bytes)
        while index + 8 <= count {
            if raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { break }
            index += 8
        }
        while index < count, bytes[index] < 0x80 { index += 1 }
        return index
    }

    private mutating func begin(_ byte: UInt8) -> Bool {
        (low, high) = (0x80, 0xBF)
        switch byte {
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, low) = (2, 0xA0)
        case 0xED: (missing, high) = (2, 0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, low) = (3, 0x90)
        case 0xF1...0xF3: missing = 3
        case 0xF4: (missing, high) = (3, 0x8F)
        default: return false
        }
        return true
    }
}

/// The encoding of Western Windows, as the WHATWG Encoding Standard has it (the five unused bytes are control characters).
enum Windows1252 {
    private static let upper: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D,
        0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153,
        0x9D,
        0x017E, 0x0178,
    ]

    static func decode(_ input: UnsafeBufferPointer<UInt8>, into buffer: UnsafeMutablePointer<UInt8>) -> Int {
        var written = 0
        for byte in input {
            if byte < 0x80 {
                buffer[written] = byte
                written += 1
            } else {
                written += write(byte < 0xA0 ? upper[Int(byte - 0x80)] : UInt32(byte), to: buffer + written)
            }
        }
        return written
    }
}

/// UTF-16 of either byte order; a surrogate without its partner becomes U+FFFD.
struct UTF16Decoder {
    private var half: UInt8?
    private var highSurrogate: UInt32?

    mutating func decode(
        _ input: UnsafeBufferPointer<UInt8>, isBigEndian: Bool, into buffer: UnsafeMutablePointer<UInt8>
    ) -> Int {
        var written = 0
        for byte in input {
            guard let first = half else {
                half = byte
                continue
            }
            half = nil
            let unit = UInt32(isBigEndian ? first : byte) << 8 | UInt32(isBigEndian ? byte : first)
            if let high = highSurrogate {
                highSurrogate = nil
                if unit & 0xFC00 == 0xDC00 {
                    written += write(0x10000 + (high & 0x3FF) << 10 + unit & 0x3FF, to: buffer + written)
                    continue
                }
                written += write(0xFFFD, to: buffer + written)
            }
            if unit & 0xFC00 == 0xD800 {
                highSurrogate = unit
            } else {
                written += write(unit & 0xFC00 == 0xDC00 ? 0xFFFD : unit, to: buffer + written)
            }
        }
        return written
    }

    /// What is left over at the end of a file.
    mutating func flush(into buffer: UnsafeMutablePointer<UInt8>) -> Int {
        guard half != nil || highSurrogate != nil else { return 0 }
        (half, highSurrogate) = (nil, nil)
        return write(0xFFFD, to: buffer)
    }
}

/// Writes a scalar as UTF-8 and says how many bytes it took.
private func write(_ scalar: UInt32, to buffer: UnsafeMutablePointer<UInt8>) -> Int {
    switch scalar {
    case 0..<0x80:
        buffer[0] = UInt8(scalar)
        return 1
    case 0x80..<0x800:
        buffer[0] = UInt8(0xC0 | scalar >> 6)
        buffer[1] = UInt8(0x80 | scalar & 0x3F)
        return 2
    case 0x800..<0x10000:
        buffer[0] = UInt8(0xE0 | scalar >> 12)
        buffer[1] = UInt8(0x80 | scalar >> 6 & 0x3F)
        buffer[2] = UInt8(0x80 | scalar & 0x3F)
        return 3
    default:
        buffer[0] = UInt8(0xF0 | scalar >> 18 & 0x07)
        buffer[1] = UInt8(0x80 | scalar >> 12 & 0x3F)
        buffer[2] = UInt8(0x80 | scalar >> 6 & 0x3F)
        buffer[3] = UInt8(0x80 | scalar & 0x3F)
        return 4
    }
}
