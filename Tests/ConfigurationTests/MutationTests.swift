import Configuration
import Foundation
import Testing

/// Files as people break them: something is missing, doubled or in the wrong place.
@Suite struct MutationTests {
    /// xorshift64*, so that a failure can be repeated.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state >> 12
            state ^= state << 25
            state ^= state >> 27
            return state &* 0x2545_F491_4F6C_DD1D
        }
    }

    @Test(arguments: 1...4)
    func whateverIsBrokenIsAnsweredWithPlacesOrAccepted(_ seed: UInt64) throws {
        var dice = Dice(state: seed &* 0x9E37_79B9_7F4A_7C15)
        let originals = try Examples.files.map { Array(try Data(contentsOf: $0)) }
        let folder = try Folder()
        for _ in 0..<60 {
            var bytes = try #require(originals.randomElement(using: &dice))
            for _ in 0...Int.random(in: 0...3, using: &dice) { mutate(&bytes, &dice) }
            let path = try folder.write(bytes)
            do {
                _ = try Configuration.load(path: path)
            } catch {
                #expect(!error.problems.isEmpty)
                #expect(error.problems.allSatisfy { $0.line > 0 && !$0.message.isEmpty }, "\(error)")
            }
        }
    }

    private func mutate(_ bytes: inout [UInt8], _ dice: inout Dice) {
        guard bytes.count > 20 else { return }
        let start = Int.random(in: 0..<bytes.count - 10, using: &dice)
        let range = start..<start + Int.random(in: 1...9, using: &dice)
        switch Int.random(in: 0...3, using: &dice) {
        case 0: bytes.removeSubrange(range)
        case 1: bytes.insert(contentsOf: bytes[range], at: Int.random(in: 0..<bytes.count, using: &dice))
        case 2: bytes[start] = UInt8.random(in: 0...255, using: &dice)
        default:
            bytes.replaceSubrange(
                range,
                with: Array(
                    ["\"", "{", "]", ",", "null", "5", "[[", "\\u"].randomElement(using: &dice)?.utf8 ?? "".utf8))
        }
    }
}
