/// The word of `candidates` that `word` was most likely meant to be, for "did you mean"; `nil` if none is near.
///
/// Near means at most a third of the letters wrong (one, in a short word), counted as insertions, deletions, replacements and swaps of
/// neighbours (the optimal string alignment distance, a form of Damerau-Levenshtein), capitals ignored; else the shortest candidate that has
/// all of `word` in it (`retention` in `customer_retention_rate`). Of equally near ones, the first.
public func nearest(_ word: String, in candidates: [String]) -> String? {
    let wanted = Array(word.lowercased())
    guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
    let limit = max(1, wanted.count / 3)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
        let letters = Array(candidate.lowercased())
        guard abs(letters.count - wanted.count) <= limit else { continue }
        let distance = editDistance(wanted, letters)
        if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    if let best { return best.candidate }
    guard wanted.count >= 4 else { return nil }
    let part = String(wanted)
    return candidates.filter { $0.lowercased().contains(part) }.min { $0.count < $1.count }
}

/// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
private func editDistance(_ left: [Character], _ right: [Character]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for i in 0..<left.count {
        var row = [i + 1]
        row.reserveCapacity(right.count + 1)
        for j in 0..<right.count {
            var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (left[i] == right[j] ? 0 : 1))
            if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
                cost = min(cost, beforeLast[j - 1] + 1)
            }
            row.append(cost)
        }
        beforeLast = last
        last = row
    }
    return last[right.count]
}
