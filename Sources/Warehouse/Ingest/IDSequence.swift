import Foundation

/// Whether each id is greater than the one before: then none is there twice, and no index is needed to know it.
///
/// By their bytes, or shorter ones first (`R999`, `R1000`): either order proves it.
struct IDSequence: Hashable, Sendable {
    private(set) var ascendsByBytes = true
    private(set) var ascendsByLength = true
    private var last: [UInt8] = []

    init() {}

    /// Goes on behind rows of which the last has the id `last`.
    init(flags: Int, last: [UInt8]) {
        ascendsByBytes = flags & 1 != 0
        ascendsByLength = flags & 2 != 0
        self.last = last
    }

    /// As the ledger has it.
    var flags: Int { (ascendsByBytes ? 1 : 0) | (ascendsByLength ? 2 : 0) }

    var ascends: Bool { ascendsByBytes || ascendsByLength }

    mutating func giveUp() { (ascendsByBytes, ascendsByLength) = (false, false) }

    /// - Returns: whether the id is proved to be another than all before it.
    mutating func follow(_ id: Cell) -> Bool {
        guard ascends else { return false }
        let order = last.withUnsafeBufferPointer { last -> Int in
            let order = last.baseAddress.map { Int(memcmp(id.start, $0, min(last.count, id.count))) } ?? 0
            return order != 0 ? order : id.count - last.count
        }
        if order <= 0 { ascendsByBytes = false }
        if id.count < last.count || (id.count == last.count && order <= 0) { ascendsByLength = false }
        guard ascends else { return false }
        last.removeAll(keepingCapacity: true)
        last.append(contentsOf: UnsafeBufferPointer(start: id.start, count: id.count))
        return true
    }
}
