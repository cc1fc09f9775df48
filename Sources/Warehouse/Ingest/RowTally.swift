/// Counts the rows of a table as they are read.
struct RowTally: Sendable, Hashable {
    private(set) var read = 0
    private(set) var bad = 0
    /// The first ten.
    private(set) var firstBad: [BadRow] = []

    static let shown = 10

    init() {}

    /// What a query's table is told of a file that it reads: the rows that are not there.
    init(badRowsOf report: TableReport) {
        read = report.badRows
        bad = report.badRows
        firstBad = report.bad
    }

    init(read: Int, bad: Int, firstBad: [BadRow]) {
        self.read = read
        self.bad = bad
        self.firstBad = firstBad
    }

    /// Forgets the rows behind the first so many.
    mutating func cut(read: Int, bad: Int) {
        self.read = read
        self.bad = bad
        firstBad = Array(firstBad.prefix(bad))
    }

    mutating func countRow() { read += 1 }

    mutating func countBad(_ row: @autoclosure () -> BadRow) {
        bad += 1
        if firstBad.count < Self.shown { firstBad.append(row()) }
    }

    /// Rows of another file, behind these.
    mutating func add(_ other: RowTally) {
        read += other.read
        bad += other.bad
        firstBad += other.firstBad.prefix(Self.shown - firstBad.count)
    }
}
