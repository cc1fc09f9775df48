/// A 64-bit hash of a block of bytes: the construction of XXH64 (four lanes of multiply and rotate, then an avalanche), which runs
/// at the speed of memory. It tells accidents and edits, not attacks: who can write the export can write the rows too.
enum ContentHash {
    private static let first: UInt64 = 0x9E37_79B1_85EB_CA87
    private static let second: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private static let third: UInt64 = 0x1656_67B1_9E37_79F9

    static func of(_ bytes: UnsafeRawPointer, count: Int) -> UInt64 {
        var lanes = SIMD4<UInt64>(first &+ second, second, 0, 0 &- first)
        var index = 0
        while index + 32 <= count {
            let block = SIMD4<UInt64>(
                bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: index + 16, as: UInt64.self),
                bytes.loadUnaligned(fromByteOffset: index + 24, as: UInt64.self))
            lanes = lanes &+ block &* SIMD4(repeating: second)
            lanes = (lanes &<< 31 | lanes &>> 33) &* SIMD4(repeating: first)
            index += 32
        }
        var hash = rotated(lanes[0], 1) &+ rotated(lanes[1], 7) &+ rotated(lanes[2], 12) &+ rotated(lanes[3], 18)
        hash = hash &+ UInt64(count)
        while index < count {
            let byte = UInt64(bytes.load(fromByteOffset: index, as: UInt8.self))
            hash = rotated(hash ^ (byte &* third), 11) &* first
            index += 1
        }
        hash = (hash ^ hash >> 33) &* second
        hash = (hash ^ hash >> 29) &* third
        return hash ^ hash >> 32
    }

    @inline(__always)
    private static func rotated(_ value: UInt64, _ count: UInt64) -> UInt64 { value &<< count | value &>> (64 - count) }
}
