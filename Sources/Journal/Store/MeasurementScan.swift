import Foundation

/// Reads one file of measurements: its lines in order, and what is wrong with it.
struct MeasurementScan {
    /// Where what counts ends.
    private(set) var length: Int
    /// Numbers of lines that are damaged, with others behind them.
    private(set) var damaged: [Int] = []
    /// Whether something behind `length` was left by a write that did not finish, or by one that never counted.
    private(set) var hasTornEnd = false

    private let reader: LineReader
    private let start: Int
    private let size: Int

    init(_ reader: LineReader, from start: Int, size: Int) {
        self.reader = reader
        self.start = start
        self.size = size
        length = start
    }

    /// Hands over the lines that count: those of whole commits, of which the journal has the records up to `seq`.
    mutating func run(seq: Int, _ body: (ReadMeasurementLine) -> Void) throws(JournalError) {
        var scan = self
        var waiting: [ReadMeasurementLine] = []
        var number = 0
        var suspects: [Int] = []
        try reader.forEach(from: start, to: size) { found throws(JournalError) in
            number += 1
            do throws(LineProblem) {
                guard found.isWhole else { throw .damaged("") }
                let tree = try Line.tree(found.bytes)
                guard let line = ReadMeasurementLine(tree) else {
                    scan.length = found.end
                    return true
                }
                if line.seq > seq {
                    scan.hasTornEnd = true
                    return false
                }
                waiting.append(line)
                if line.more > 0 { return true }
                for line in waiting { body(line) }
                waiting = []
                scan.length = found.end
                scan.damaged += suspects
                suspects = []
            } catch .newer(let version) {
                throw .newer(file: scan.reader.file.path, version: version)
            } catch {
                suspects.append(number)
            }
            return true
        }
        self = scan
        if length < size { hasTornEnd = true }
        if start > 0, !damaged.isEmpty {
            let before = try linesBefore()
            damaged = damaged.map { $0 + before }
        }
    }

    private func linesBefore() throws(JournalError) -> Int {
        var lines = 0
        try reader.forEach(from: 0, to: start) { _ throws(JournalError) in
            lines += 1
            return true
        }
        return lines
    }
}
