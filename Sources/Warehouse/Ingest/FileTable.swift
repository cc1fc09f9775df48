import Goals

/// A table that is filled from the files of one name: brings it to what they hold now, reading no more than that needs.
struct FileTable {
    let table: String
    /// As messages and mappings name it.
    let name: String
    let file: FileSet
    let filters: [TableMapping.Filter]
    /// Of rows with the same `id` the last holds.
    let hasIDs: Bool
    let zone: Zone
    let currency: String?
    let number: NumberFunction
    let connection: SQLConnection
    let isCancelled: () -> Bool
    /// The table's columns, from the headers of its files in their order.
    let columns: ([Header]) -> TableColumns

    /// What the table was after its last reading.
    struct Known {
        var files: [LoadedFile]
        var idFlags: Int
        /// Rows whose id a later row has, which took their place: which one held before is not known any more.
        var replaced: Int
    }

    struct Outcome {
        var columns: TableColumns
        var files: [LoadedFile]
        var sequence: IDSequence
        var extent: TableReport.Extent
        var bytesRead: Int
        /// Where only what was added was read: rows that came, less those that went, and ids that came again.
        var rowsAdded = 0
        var replaced = 0

        /// Whether the table is another than it was.
        var hasChanged: Bool { extent == .whole || bytesRead > 0 || rowsAdded != 0 || hasOtherFiles }
        var hasOtherFiles = false

        var tally: RowTally {
            files.reduce(into: RowTally()) { $0.add($1.tally) }
        }
    }

    func bringUp(from known: Known?) throws(LoadFailure) -> Outcome {
        if file.paths.isEmpty {
            throw .unusable(
                "no file matches \(file.settings.path); export one there, or correct the path of \"\(file.name)\"")
        }
        if let known {
            do throws(LoadFailure) {
                return try FileChanges(self, known).apply()
            } catch .needsAll {
                // Exactly what reading anew is for.
            }
        }
        return try readAll()
    }

    private func readAll() throws(LoadFailure) -> Outcome {
        var headers: [Header] = []
        for path in file.paths { headers.append(try Header.of(path, settings: file.settings)) }
        let columns = columns(headers)
        let load = try load(columns, addingTo: nil)
        var files: [LoadedFile] = []
        for (path, slot) in zip(file.paths, LoadedFile.slots(file.paths.count)) {
            files.append(try load.load(path, slot: slot))
        }
        return Outcome(
            columns: columns, files: files, sequence: load.sequence, extent: .whole, bytesRead: load.bytesRead)
    }

    func load(_ columns: TableColumns, addingTo sequence: IDSequence?) throws(LoadFailure) -> FileLoad {
        try FileLoad(
            table: table, name: name, file: file, columns: columns, filters: filters, hasIDs: hasIDs, zone: zone,
            currency: currency, number: number, connection: connection, addingTo: sequence, isCancelled: isCancelled)
    }
}
