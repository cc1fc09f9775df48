/// CRC-32C (Castagnoli; reflected polynomial 0x82F63B78, RFC 3720 section 12.1), eight bytes a step: the "slicing-by-8" of
/// Kounavis and Berry, "A Systematic Approach to Building High Performance Software-Based CRC Generators" (2005).
enum Checksum {
    private static let table: [UInt32] = {
        var table = [UInt32](repeating: 0, count: 8 * 256)
        for index in 0..<256 {
            var value = UInt32(index)
            for _ in 0..<8 { value = value & 1 == 1 ? (value >> 1) ^ 0x82f6_3b78 : value >> 1 }
            table[index] = value
        }
        for index in 256..<(8 * 256) {
            let previous = table[index - 256]
            table[index] = (previous >> 8) ^ table[Int(previous & 255)]
        }
        return table
    }()

    static func crc32c(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
        let raw = UnsafeRawBufferPointer(bytes)
        return table.withUnsafeBufferPointer { table in
            var crc = ~UInt32(0)
            var position = 0
            while position + 8 <= bytes.count {
                let eight = raw.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                let word = UInt64(littleEndian: eight) ^ UInt64(crc)
                crc = 0
                for slice in 0..<8 {
                    crc ^= table[(7 - slice) * 256 + Int(truncatingIfNeeded: (word >> (slice * 8)) & 255)]
                }
                position += 8
            }
            while position < bytes.count {
                crc = (crc >> 8) ^ table[Int((crc ^ UInt32(bytes[position])) & 255)]
                position += 1
            }
            return ~crc
        }
    }
}
