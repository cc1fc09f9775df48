import Foundation

/// Looks for damage in the part of the journal that starts do not read.
struct Verification {
    let folder: StateFolder

    func damage(before end: Int) throws(JournalError) -> [Damage] {
        guard end > 0, let file = try folder.fileSystem.openIfThere(folder.journal) else { return [] }
        defer { folder.fileSystem.close(file) }
        var damage: [Damage] = []
        var line = 0
        var expected = 1
        let reader = LineReader(fileSystem: folder.fileSystem, file: file)
        try reader.forEach(from: 0, to: end) { found throws(JournalError) in
            line += 1
            do throws(LineProblem) {
                let tree = try Line.tree(found.bytes, wanted: { $0 == "seq" || $0 == "v" })
                guard let seq = tree["seq"]?.integer else { throw .damaged("it has no seq") }
                defer { expected = seq + 1 }
                guard seq == expected else { throw .misplaced(seq: seq) }
            } catch {
                damage.append(Damage(file: folder.journal, line: line, reason: Self.reason(error, expected)))
                if case .damaged = error { expected += 1 }
            }
            return true
        }
        return damage
    }

    private static func reason(_ problem: LineProblem, _ expected: Int) -> String {
        switch problem {
        case .damaged(let reason): reason
        case .misplaced(let seq): "its seq is \(seq), not \(expected): records are missing or repeated"
        case .newer(let version): "it is of version \(version)"
        }
    }
}
