import Goals

/// What happened to the files of a table since they were read, and the least that brings the table to what they hold now.
///
/// The outcome is, row by row, what reading all of them anew would give; where that cannot be had from the changes alone, it throws
/// `needsAll`.
struct FileChanges {
    private let table: FileTable
    private let known: FileTable.Known
    private var changes: [Change] = []
    private var gone: [LoadedFile]

    private enum Change {
        case none(LoadedFile)
        /// More was written behind what it held, or its last line is counted now.
        case more(LoadedFile, OpenFile, isGrowing: Bool)
        case new(path: String)
        /// What it held is not there any more.
        case other(LoadedFile)
    }

    /// Chunks that are compared when a file grew: these, spread over it, and so many of the others in turn. Each later reading that finds
    /// it as it was compares more, until all were: 20 MB and 64 MB, some milliseconds each.
    private static let sample = 64
    private static let turn = 256
    private static let idleTurn = 1024

    init(_ table: FileTable, _ known: FileTable.Known) throws(LoadFailure) {
        self.table = table
        self.known = known
        let byPath = Dictionary(known.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
        let paths = Set(table.file.paths)
        gone = known.files.filter { !paths.contains($0.path) }
        for path in table.file.paths {
            changes.append(
                try byPath[path].map { file throws(LoadFailure) in try Self.change(of: file) } ?? .new(path: path))
        }
    }

    // MARK: What happened

    private static func change(of known: LoadedFile) throws(LoadFailure) -> Change {
        let signature = try FileSignature.of(known.path)
        if signature == known.signature && known.isSettled { return .none(known) }
        let open = try OpenFile(known.path)
        var file = known
        let isSameFile =
            open.signature.inode == known.signature.inode && open.signature.device == known.signature.device
        let size = Int(open.signature.size)
        if open.signature == known.signature {
            guard try proveMore(&file, open, idleTurn) else { return .other(known) }
            return file.isWaiting ? .more(file, open, isGrowing: false) : .none(file)
        }
        // A file that was put in its place, or written without growing, is compared whole: nothing says where it may differ.
        guard size >= file.proof.length, isSameFile && size > file.proof.length else {
            guard size >= file.proof.length, try open.holds(file.proof, chunks: 0..<file.proof.chunks) else {
                return .other(known)
            }
            file.unproven = 0
            file.signature = open.signature
            return size == file.proof.length ? .none(file) : .more(file, open, isGrowing: isSameFile)
        }
        guard try open.holds(file.proof, chunks: file.proof.sample(sample)) else { return .other(known) }
        if file.proof.chunks > sample {
            file.unproven = file.proof.chunks
            guard try proveMore(&file, open, turn) else { return .other(known) }
        }
        return .more(file, open, isGrowing: true)
    }

    /// Compares the next chunks of those that were not compared since the file grew.
    private static func proveMore(
        _ file: inout LoadedFile, _ open: OpenFile, _ most: Int
    ) throws(LoadFailure) -> Bool {
        let count = min(file.unproven, most)
        let cursor = file.cursor
        let chunks = file.proof.chunks
        guard try open.holds(file.proof, chunks: (0..<count).map { (cursor + $0) % chunks }) else { return false }
        file.unproven -= count
        file.cursor = count > 0 ? (cursor + count) % chunks : 0
        return true
    }

    // MARK: What is done

    func apply() throws(LoadFailure) -> FileTable.Outcome {
        var headers: [Header] = []
        for change in changes {
            switch change {
            case .none(let file), .more(let file, _, _): headers.append(file.header)
            case .new(let path): headers.append(try Header.of(path, settings: table.file.settings))
            case .other(let file): headers.append(try Header.of(file.path, settings: table.file.settings))
            }
        }
        let columns = table.columns(headers)
        guard columns == table.columns(known.files.map(\.header)) else { throw .needsAll }
        try checkRemovals()
        let hasIDs = table.hasIDs && columns.targets.contains { $0.name == CanonicalTable.identifier }
        let sequence = try hasIDs ? table.connection.sequence(of: table.table, flags: known.idFlags) : IDSequence()
        let load = try table.load(columns, addingTo: sequence)
        for file in gone { try load.remove(file) }
        var files: [LoadedFile] = []
        for (index, change) in changes.enumerated() {
            files.append(try apply(change, at: index, after: files.last, load))
        }
        return FileTable.Outcome(
            columns: columns, files: files, sequence: load.sequence, extent: .added, bytesRead: load.bytesRead,
            rowsAdded: load.rowsAdded, replaced: load.replaced,
            hasOtherFiles: files.map(\.path) != known.files.map(\.path))
    }

    /// Rows that leave may have replaced others, and may be so many that reading anew is faster.
    private func checkRemovals() throws(LoadFailure) {
        let removed = gone + changes.compactMap { if case .other(let file) = $0 { file } else { nil } }
        if removed.isEmpty { return }
        let rows = removed.reduce(0) { $0 + $1.tally.read }
        if known.replaced > 0 || rows * 3 > known.files.reduce(0, { $0 + $1.tally.read }) { throw .needsAll }
    }

    private func apply(
        _ change: Change, at index: Int, after last: LoadedFile?, _ load: FileLoad
    ) throws(LoadFailure) -> LoadedFile {
        switch change {
        case .none(let file): return file
        case .new(let path):
            guard let slot = LoadedFile.slot(after: last?.slot, before: nextSlot(behind: index)) else {
                throw .needsAll
            }
            load.beginFile(isLast: nextSlot(behind: index) == nil)
            return try load.load(path, slot: slot)
        case .other(let file):
            try load.remove(file)
            load.beginFile(isLast: nextSlot(behind: index) == nil)
            return try load.load(file.path, slot: file.slot)
        case .more(var file, let open, let isGrowing):
            if file.ending == nil || (file.hasTentativeRows && known.replaced > 0) { throw .needsAll }
            try load.leaveTentativeRows(&file)
            load.beginFile(isLast: nextSlot(behind: index) == nil)
            do throws(LoadFailure) {
                return try load.goOn(file, in: open, leavesTentativeRows: isGrowing)
            } catch .rewritten, .changed {
                throw .needsAll
            }
        }
    }

    /// Of the files behind this one that were there before.
    private func nextSlot(behind index: Int) -> Int? {
        for change in changes[(index + 1)...] {
            switch change {
            case .none(let file), .more(let file, _, _), .other(let file): return file.slot
            case .new: continue
            }
        }
        return nil
    }
}
