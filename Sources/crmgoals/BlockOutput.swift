import Foundation
import Warehouse

/// Standard output for more than can be held at once: collected, and written in blocks.
struct BlockOutput {
    private var waiting: [UInt8] = []
    private let size = 64 << 10

    init() {
        waiting.reserveCapacity(size + 4096)
    }

    /// - Throws: `EnoughRows` where whoever read has seen enough, as in `crmgoals rows churn | head`.
    mutating func write(_ text: String) throws {
        waiting.append(contentsOf: text.utf8)
        if waiting.count >= size { try flush() }
    }

    mutating func flush() throws {
        do throws(Descriptor.WriteError) {
            try Descriptor.write(bytes: waiting, to: STDOUT_FILENO)
        } catch {
            if error.code == EPIPE { throw EnoughRows() }
            throw Failure.output(error)
        }
        waiting.removeAll(keepingCapacity: true)
    }
}
