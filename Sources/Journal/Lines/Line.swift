import Foundation

/// One record as a line: a JSON object with its checksum as the last member.
enum Line {
    /// `,"crc":"` + 8 hexadecimal digits + `"}`
    private static let checksumLength = 18
    private static let checksumKey = [UInt8](",\"crc\":\"".utf8)

    /// Appends the line of an object that has members, with its line end.
    static func append(_ tree: JSONTree, to bytes: inout [UInt8]) {
        let start = bytes.count
        JSONWriter.append(tree, to: &bytes)
        bytes.removeLast()
        seal(&bytes, from: start)
    }

    /// Closes an object that was written from `start` on, but for its brace.
    private static func seal(_ bytes: inout [UInt8], from start: Int) {
        let crc = bytes.withUnsafeBufferPointer { Checksum.crc32c(.init(rebasing: $0[start...])) }
        bytes.append(contentsOf: checksumKey)
        bytes.append(contentsOf: hex(crc))
        bytes.append(contentsOf: "\"}\n".utf8)
    }

    /// Eight lower-case digits.
    static func hex(_ crc: UInt32) -> [UInt8] {
        let digits = Array(String(crc, radix: 16).utf8)
        return [UInt8](repeating: UInt8(ascii: "0"), count: 8 - digits.count) + digits
    }

    /// The object of a line (given without its line end), if its checksum holds. `wanted`: see `JSONReader`; `v` has to be.
    static func tree(
        _ bytes: UnsafeBufferPointer<UInt8>, wanted: ((String) -> Bool)? = nil
    ) throws(LineProblem) -> JSONTree {
        try check(bytes)
        let tree: JSONTree
        do throws(JSONReader.Problem) {
            tree = try JSONReader.tree(bytes, wanted: wanted)
        } catch {
            throw .damaged("it is no JSON at byte \(error.offset + 1), though its checksum is right")
        }
        if let version = tree["v"]?.integer, version > 1 { throw .newer(version) }
        return tree
    }

    /// Whether the checksum is there and right.
    static func check(_ bytes: UnsafeBufferPointer<UInt8>) throws(LineProblem) {
        let end = bytes.count - checksumLength
        guard end > 0, bytes[bytes.count - 1] == UInt8(ascii: "}"), bytes[bytes.count - 2] == UInt8(ascii: "\""),
            bytes[end..<(end + checksumKey.count)].elementsEqual(checksumKey)
        else { throw .damaged("it has no checksum at its end") }
        let crc = Checksum.crc32c(.init(rebasing: bytes[..<end]))
        guard bytes[(end + checksumKey.count)..<(bytes.count - 2)].elementsEqual(hex(crc)) else {
            throw .damaged("its checksum is wrong")
        }
    }

    /// The digits at the end of a line that was checked.
    static func checksum(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: bytes.dropLast(2).suffix(8), as: UTF8.self)
    }
}

/// Why a line is not a record that this version reads.
enum LineProblem: Error {
    case damaged(String)
    /// It is a record, but not the next one.
    case misplaced(seq: Int)
    case newer(Int)
}
