import Goals

/// What is known of a file that a table was filled from: enough to see whether it still holds what was read, and to go on behind it.
struct LoadedFile: Hashable, Sendable {
    var path: String
    var signature: FileSignature
    /// Its rows have the row ids from `slot << 32` on: in the order of the files' names, with room between them.
    var slot: Int
    /// The last row id.
    var lastRow: Int
    var tally: RowTally
    /// Of its rows, how many a later one of its own with the same id replaced.
    var repeated = 0
    var header: Header
    var form: TextForm
    var proof: ContentProof
    /// Where reading goes on when something is written behind it; `nil`: it is read from its beginning.
    var ending: Ending?
    /// Its last line has no line end yet, and is not counted.
    var isWaiting = false
    /// Chunks that were not compared since it grew, and where comparing them goes on.
    var unproven = 0
    var cursor = 0

    /// Rows are certain up to here: those behind it are what they are only if nothing is written behind them.
    struct Ending: Hashable, Sendable {
        var place: CSVReader.Place
        var lastRow: Int
        var read: Int
        var bad: Int
    }

    /// How its text is to be read.
    struct TextForm: Hashable, Sendable {
        var decoding: TextStream.Decoding
        var delimiter: [UInt8]
    }

    static let rowsOfSlot = 32
    var firstRow: Int { slot << Self.rowsOfSlot + 1 }

    var isSettled: Bool { !isWaiting && unproven == 0 }

    /// Rows that hold only as long as nothing follows them.
    var hasTentativeRows: Bool { ending.map { $0.lastRow < lastRow || $0.read < tally.read } ?? false }

    /// Takes the tentative rows out of the account.
    mutating func dropTentativeRows() {
        guard let ending else { return }
        lastRow = ending.lastRow
        tally.cut(read: ending.read, bad: ending.bad)
    }

    /// Places for `count` files, with room between them.
    static func slots(_ count: Int) -> [Int] { (0..<count).map { $0 * distance } }

    private static let distance = 1024

    /// A place between two files; `nil` if there is no room.
    static func slot(after: Int?, before: Int?) -> Int? {
        switch (after, before) {
        case (nil, nil): 0
        case (let after?, nil): after + distance < 1 << 30 ? after + distance : nil
        case (nil, let before?): before - distance > -1 << 30 ? before - distance : nil
        case (let after?, let before?): before - after > 1 ? (after + before) / 2 : nil
        }
    }
}
