import Foundation

/// The id of an episode: readable, and the same whenever the same decision is made again.
enum EpisodeID {
    /// `churn-20261124T100000Z`, with a hash of the labels behind it where there are any.
    static func make(goal: String, labels: Labels, openedAt: Date) -> String {
        let time = Timestamp.text(openedAt).filter { $0 != "-" && $0 != ":" }
        let id = "\(goal)-\(time)"
        return labels.isEmpty ? id : "\(id)-\(hash(of: labels))"
    }

    /// FNV-1a, 64 bits (Fowler, Noll, Vo), of the labels in the order of their columns.
    private static func hash(of labels: Labels) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for (column, value) in labels.sorted {
            for byte in Array(column.utf8) + [0] + Array(value.utf8) + [0] {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
            }
        }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
