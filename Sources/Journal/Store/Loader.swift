import Foundation

/// Reads a state folder: snapshot, then what was written after it. Changes nothing.
struct Loader {
    let folder: StateFolder

    struct Loaded {
        var state: JournalState
        var journal: JournalScan
        /// The last file of measurements, and how long it is as far as it counts.
        var measurements: String?
        var measurementsLength: Int
        /// Files of measurements with something to cut off, and the length to cut them to.
        var tornMeasurements: [(name: String, length: Int)]
        var repairs: [Repair]
        /// Lines read after the snapshot, and where it ends in the journal.
        var tail: Int
        var snapshotLength: Int
    }

    private var fileSystem: any FileSystem { folder.fileSystem }

    func load() throws(JournalError) -> Loaded {
        var repairs: [Repair] = []
        let snapshot = try snapshot(&repairs)
        let (scan, replayed, records) = try journal(after: snapshot)
        var replay = replayed
        var loaded = Loaded(
            state: JournalState(), journal: scan, measurements: nil, measurementsLength: 0, tornMeasurements: [],
            repairs: repairs, tail: records, snapshotLength: snapshot?.journalLength ?? 0)
        try measurements(after: snapshot, into: &replay, &loaded)
        do {
            loaded.state = try replay.state()
        } catch {
            throw .damaged(
                file: snapshot == nil ? folder.journal : folder.snapshot, line: nil,
                reason: "a state in it cannot be read: \(error)",
                remedy:
                    "move \(ShellText.quoted(folder.snapshot)) away to read everything again, and report this as a bug")
        }
        return loaded
    }

    /// The snapshot, if there is one that can be used; a broken one only costs time.
    private func snapshot(_ repairs: inout [Repair]) throws(JournalError) -> Snapshot? {
        guard let bytes = try fileSystem.contents(folder.snapshot) else { return nil }
        do throws(LineProblem) {
            return try Snapshot(reading: bytes)
        } catch {
            switch error {
            case .newer(let version): throw .newer(file: folder.snapshot, version: version)
            case .damaged(let reason): repairs.append(.snapshotIgnored(file: folder.snapshot, reason: reason))
            case .misplaced: break
            }
            return nil
        }
    }

    private func journal(after snapshot: Snapshot?) throws(JournalError) -> (JournalScan, Replay, records: Int) {
        var replay = Replay(snapshot)
        guard let file = try fileSystem.openIfThere(folder.journal) else {
            if let snapshot, snapshot.seq > 0 {
                throw unlike("there is none, but \(snapshot.seq) records were written")
            }
            let nothing = LineReader(fileSystem: fileSystem, file: OpenFile(descriptor: -1, path: folder.journal))
            return (JournalScan(nothing, size: 0, after: nil), replay, 0)
        }
        defer { fileSystem.close(file) }
        let size = try fileSystem.size(file)
        if let snapshot { try check(file, size, against: snapshot) }
        var scan = JournalScan(LineReader(fileSystem: fileSystem, file: file), size: size, after: snapshot)
        var records = 0
        try scan.run { record in
            replay.apply(record)
            records += 1
        }
        return (scan, replay, records)
    }

    /// Whether the journal is the one that the snapshot was made of.
    private func check(_ file: OpenFile, _ size: Int, against snapshot: Snapshot) throws(JournalError) {
        guard snapshot.journalLength > 0 else { return }
        guard size >= snapshot.journalLength else {
            throw unlike("it has \(size) bytes, but had \(snapshot.journalLength)")
        }
        let end = try fileSystem.readAll(file, at: max(0, snapshot.journalLength - 11), count: 11)
        guard end.elementsEqual((snapshot.journalChecksum + "\"}\n").utf8) else {
            throw unlike("record \(snapshot.seq) in it is another")
        }
    }

    private func unlike(_ reason: String) -> JournalError {
        .damaged(
            file: folder.journal, line: nil, reason: "it is not the journal that snapshot.json was made of: \(reason)",
            remedy: "put the right one back; or, to go on from what there is, "
                + "mv \(ShellText.quoted(folder.snapshot)) \(ShellText.quoted(folder.snapshot + ".old"))")
    }

    private func measurements(
        after snapshot: Snapshot?, into replay: inout Replay, _ loaded: inout Loaded
    ) throws(JournalError) {
        var cutsAll = false
        for name in try folder.measurementNames() where name >= snapshot?.measurements ?? "" {
            guard let file = try fileSystem.openIfThere(folder.file(name)) else { continue }
            defer { fileSystem.close(file) }
            let size = try fileSystem.size(file)
            var start = name == snapshot?.measurements ? snapshot?.measurementsLength ?? 0 : 0
            if start > size {
                loaded.repairs.append(.missingMeasurements(file: file.path))
                start = size
            }
            loaded.measurements = name
            loaded.measurementsLength = cutsAll ? 0 : start
            if cutsAll {
                if size > 0 { loaded.tornMeasurements.append((name, 0)) }
                continue
            }
            var scan = MeasurementScan(LineReader(fileSystem: fileSystem, file: file), from: start, size: size)
            var lines = 0
            try scan.run(seq: loaded.journal.seq) { line in
                replay.apply(line)
                lines += 1
            }
            loaded.tail += lines
            loaded.measurementsLength = scan.length
            if !scan.damaged.isEmpty {
                loaded.repairs.append(.damagedMeasurements(file: file.path, lines: scan.damaged))
            }
            if scan.hasTornEnd {
                loaded.tornMeasurements.append((name, scan.length))
                cutsAll = true
            }
        }
        if let missing = snapshot?.measurements, loaded.measurements == nil {
            loaded.repairs.append(.missingMeasurements(file: folder.file(missing)))
        }
    }
}
