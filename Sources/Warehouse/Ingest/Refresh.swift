import Foundation
import Goals

/// One refresh of a CSV source: finds out what changed, and brings those tables up to it.
final class Refresh {
    private let source: CSVSource
    private let connection: SQLConnection
    private let ledger: Ledger
    private let now: Date
    private let isCancelled: () -> Bool
    private let number: NumberFunction
    private let files: [FileSet]
    private let fillings: [TableFilling]
    private var entries: [String: Ledger.Entry] = [:]

    init(
        _ source: CSVSource, connection: SQLConnection, now: Date, isCancelled: @escaping () -> Bool
    ) throws(LoadFailure) {
        self.source = source
        self.connection = connection
        self.now = now
        self.isCancelled = isCancelled
        ledger = try Ledger(connection)
        number = NumberFunction(currency: source.currency)
        try number.register(on: connection)
        source.prepare(connection.handle)
        var files: [FileSet] = []
        var fillings: [TableFilling]
        do throws(LoadFailure) {
            files = try FileSet.all(of: source.declaration)
            fillings = TableFilling.all(of: source.declaration, files: files, seriesTables: source.seriesTables)
        } catch .unusable(let reason) {
            // Without the folder nobody knows which tables there would be: all are missed, with the reason.
            fillings = (CanonicalTable.all + source.seriesTables.map(CanonicalTable.series))
                .map { TableFilling(table: $0, origin: .nothing(reason)) }
        }
        self.files = files
        self.fillings = fillings
    }

    func run() throws(LoadFailure) -> [TableReport] {
        entries = try ledger.entries()
        let areCurrent = wanted.isSuperset(of: entries.keys) && fillings.allSatisfy(isCurrent)
        let stale = try areCurrent ? staleKept() : []
        if !areCurrent || !stale.isEmpty {
            try connection.transaction { () throws(LoadFailure) in
                // Another process may have read the same files while this one waited.
                entries = try ledger.entries()
                for name in entries.keys.sorted() where !wanted.contains(name) {
                    try ledger.drop(name)
                    entries[name] = nil
                }
                for filling in fillings where !isCurrent(filling) { try fill(filling) }
                // A day has gone by, or there is none for this zone yet.
                for update in try staleKept() { try update.0.bringUp(update.1, isWhole: false, now: now) }
            }
        }
        return fillings.compactMap { entries[$0.table.name]?.report }
    }

    /// The tables that there should be, text tables for queries included.
    private var wanted: Set<String> {
        var names = Set(fillings.map(\.table.name))
        for filling in fillings {
            if case .query(_, let files) = filling.origin { names.formUnion(files.map(\.rawTable)) }
        }
        return names
    }

    /// Nothing is to be done for the table.
    private func isCurrent(_ filling: TableFilling) -> Bool {
        guard let entry = entries[filling.table.name] else { return false }
        return entry.isSettled && entry.settings == settings(of: filling)
            && entry.signatures == filling.files.map(\.signatures).joined(separator: "; ")
    }

    /// How the table is made, and under which limits.
    private func settings(of filling: TableFilling) -> String {
        let declaration = source.declaration
        return "\(filling.settings); \(declaration.zone.identifier); \(source.currency ?? ""); "
            + "\(declaration.allowedBadRows); \(declaration.allowsRepeatedIDs)"
    }

    private func kept(of table: String) -> [KeptTableUpdate] {
        source.kept.filter { $0.table == table }.map { KeptTableUpdate($0, on: connection) }
    }

    private func staleKept() throws(LoadFailure) -> [(KeptTableUpdate, TableReport)] {
        var stale: [(KeptTableUpdate, TableReport)] = []
        for filling in fillings {
            guard let report = entries[filling.table.name]?.report else { continue }
            for update in kept(of: filling.table.name) where try !update.isCurrent(report, now: now) {
                stale.append((update, report))
            }
        }
        return stale
    }

    // MARK: Filling

    private func fill(_ filling: TableFilling) throws(LoadFailure) {
        let clock = ContinuousClock()
        let start = clock.now
        let name = filling.table.name
        // Taken before: if a file changes from here on, the next refresh sees it.
        var entry = Ledger.Entry(
            settings: settings(of: filling), signatures: filling.files.map(\.signatures).joined(separator: "; "),
            report: TableReport(table: name, files: filling.files.flatMap(\.paths), readAt: now))
        var files: [LoadedFile] = []
        let kept = kept(of: name)
        let isThere = entries[name].map { $0.report.failure == nil } ?? false
        do throws(LoadFailure) {
            if isThere { for update in kept { try update.watch() } }
            switch filling.origin {
            case .nothing(let reason): throw .unusable(reason)
            case .file(let file, let columns, let filters):
                files = try fill(filling.table, from: file, columns, filters, &entry)
            case .query(let sql, let files): try fill(filling.table, sql, files, &entry)
            }
            let isWhole = !isThere || (entry.report.extent == .whole && entry.report.readAt == now)
            for update in kept {
                try update.stopWatching()
                try update.bringUp(entry.report, isWhole: isWhole, now: now)
            }
        } catch .unusable(let reason) {
            for update in kept {
                try update.stopWatching()
                try update.drop()
            }
            try connection.run("DROP TABLE IF EXISTS main.\(quotedIdentifier(name))")
            entry.report.failure = reason
            // Rights and folders change without a trace in the files: looked at again each time.
            entry.isSettled = false
        }
        if entry.report.readAt == now { entry.report.seconds = start.duration(to: clock.now) / .seconds(1) }
        try ledger.save(entry, files: files)
        entries[name] = entry
    }

    private func fill(
        _ table: CanonicalTable, from file: FileSet, _ mapped: [TableMapping.Column], _ filters: [TableMapping.Filter],
        _ entry: inout Ledger.Entry
    ) throws(LoadFailure) -> [LoadedFile] {
        let filler = filler(table.name, name: table.name, file, filters, hasIDs: true) { headers in
            TableColumns(table, mapped: mapped, headers: headers)
        }
        let outcome = try filler.bringUp(from: known(table.name, settings: entry.settings))
        var loaded = outcome.files
        let finish = TableFinish(table, columns: outcome.columns.targets, on: connection)
        switch outcome.extent {
        case .whole:
            entry.report.take(outcome)
            try finish.finish(&loaded, outcome.sequence, &entry.report)
        case .added:
            let before = entries[table.name]?.report ?? entry.report
            if outcome.hasChanged { entry.report.take(outcome) } else { entry.report = before }
            entry.report.rows = before.rows + outcome.rowsAdded
            entry.report.replaced = before.replaced + outcome.replaced
            try finish.lookUpNewest(&entry.report)
        }
        entry.report.columns = outcome.columns.targets.map(\.name)
        entry.report.files = file.paths
        entry.report.failure =
            entry.report.failureOfBadRows(allowed: source.declaration.allowedBadRows)
            ?? entry.report.failureOfRepeatedIDs(in: loaded, allowed: source.declaration.allowsRepeatedIDs)
        entry.idFlags = outcome.sequence.flags
        entry.isSettled = loaded.allSatisfy(\.isSettled)
        return loaded
    }

    /// What the table was, if it was made as it is to be made now.
    private func known(_ name: String, settings: String) throws(LoadFailure) -> FileTable.Known? {
        guard let entry = entries[name], entry.settings == settings else { return nil }
        let files = try ledger.files(of: name)
        return files.isEmpty
            ? nil : FileTable.Known(files: files, idFlags: entry.idFlags, replaced: entry.report.replaced)
    }

    private func filler(
        _ table: String, name: String, _ file: FileSet, _ filters: [TableMapping.Filter], hasIDs: Bool,
        columns: @escaping ([Header]) -> TableColumns
    ) -> FileTable {
        FileTable(
            table: table, name: name, file: file, filters: filters, hasIDs: hasIDs, zone: source.declaration.zone,
            currency: source.currency, number: number, connection: connection, isCancelled: isCancelled,
            columns: columns)
    }

    // MARK: Queries

    private func fill(
        _ table: CanonicalTable, _ sql: String, _ files: [FileSet], _ entry: inout Ledger.Entry
    ) throws(LoadFailure) {
        var tally = RowTally()
        var changed = entries[table.name].map { $0.settings != entry.settings || $0.report.failure != nil } ?? true
        for file in files {
            let (text, hasChanged) = try bringUpText(file)
            tally.add(RowTally(badRowsOf: text.report))
            entry.report.waiting += text.report.waiting
            entry.report.bytesRead += hasChanged ? text.report.bytesRead : 0
            if !text.isSettled { entry.isSettled = false }
            if hasChanged { changed = true }
        }
        if !changed, let before = entries[table.name] {
            entry.report = before.report
            return
        }
        for file in files {
            let view = quotedIdentifier(file.name)
            try connection.run(
                "DROP VIEW IF EXISTS temp.\(view); CREATE TEMP VIEW \(view) AS SELECT * FROM main.\(quotedIdentifier(file.rawTable))"
            )
        }
        let load = QueryLoad(
            table: table, sql: sql, files: files, zone: source.declaration.zone, currency: source.currency,
            number: number, connection: connection, isCancelled: isCancelled)
        try load.run(allFiles: self.files.map(\.name))
        for file in files { try connection.run("DROP VIEW temp.\(quotedIdentifier(file.name))") }
        tally.add(load.tally)
        entry.report.take(tally)
        entry.report.columns = load.columns.map(\.name)
        // Rows of the files that were read well are counted as rows of the result.
        var none: [LoadedFile] = []
        try TableFinish(table, columns: load.columns, on: connection).finish(&none, nil, &entry.report)
        entry.report.failure = entry.report.failureOfBadRows(allowed: source.declaration.allowedBadRows)
    }

    /// The cells of a file as text, for queries; what is there already stays.
    private func bringUpText(_ file: FileSet) throws(LoadFailure) -> (Ledger.Entry, hasChanged: Bool) {
        let settings = "\(file.settings)"
        let signatures = file.signatures
        if let entry = entries[file.rawTable], entry.isSettled, entry.settings == settings,
            entry.signatures == signatures
        {
            return (entry, false)
        }
        let filler = filler(file.rawTable, name: file.name, file, [], hasIDs: false) { TableColumns(raw: $0) }
        let outcome = try filler.bringUp(from: known(file.rawTable, settings: settings))
        var entry = Ledger.Entry(
            settings: settings, signatures: signatures,
            report: TableReport(table: file.rawTable, files: file.paths, readAt: now))
        entry.report.take(outcome)
        entry.isSettled = outcome.files.allSatisfy(\.isSettled)
        try ledger.save(entry, files: outcome.files)
        entries[file.rawTable] = entry
        return (entry, outcome.hasChanged)
    }
}
