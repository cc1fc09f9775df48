import Foundation
import Goals

/// One refresh of a CSV source: finds out what changed, and makes those tables anew.
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
        if needsWriting {
            try connection.transaction { () throws(LoadFailure) in
                // Another process may have read the same files while this one waited.
                entries = try ledger.entries()
                for name in entries.keys.sorted() where !wanted.contains(name) {
                    try ledger.drop(name)
                    entries[name] = nil
                }
                for filling in fillings where entries[filling.table.name]?.fingerprint != fingerprint(filling) {
                    try fill(filling)
                }
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

    private var needsWriting: Bool {
        !wanted.isSuperset(of: entries.keys)
            || fillings.contains { entries[$0.table.name]?.fingerprint != fingerprint($0) }
    }

    // MARK: What a table is made from

    /// Everything that decides what is in a table: the files as they are, and how they are read.
    private func fingerprint(_ filling: TableFilling) -> String {
        let declaration = source.declaration
        return
            "\(filling.origin); \(declaration.zone.identifier); \(source.currency ?? ""); \(declaration.allowedBadRows); "
            + "\(declaration.allowsRepeatedIDs); " + filling.files.map(signatures).joined(separator: "; ")
    }

    private func signatures(_ file: FileSet) -> String {
        file.paths.map { path in
            do throws(LoadFailure) {
                let signature = try FileSignature.of(path)
                return "\(path) \(signature.size) \(signature.modified) \(signature.inode) \(signature.device)"
            } catch {
                return "\(path) is not there"
            }
        }.joined(separator: ", ")
    }

    // MARK: Filling

    private func fill(_ filling: TableFilling) throws(LoadFailure) {
        let clock = ContinuousClock()
        let start = clock.now
        let name = filling.table.name
        // Taken before: if a file changes from here on, the next refresh sees it.
        var entry = Ledger.Entry(fingerprint: fingerprint(filling), report: TableReport(table: name, readAt: now))
        entry.report.files = filling.files.flatMap(\.paths)
        var ranges: [FileLoad.FileRange] = []
        do throws(LoadFailure) {
            switch filling.origin {
            case .nothing(let reason): throw .unusable(reason)
            case .file(let file, let columns, let filters):
                ranges = try fill(filling.table, from: file, columns, filters, &entry.report)
            case .query(let sql, let files): try fill(filling.table, sql, files, &entry.report)
            }
        } catch .unusable(let reason) {
            try connection.run("DROP TABLE IF EXISTS main.\(quotedIdentifier(name))")
            entry.report.failure = reason
            // Rights and folders change without a trace in the files: looked at again each time.
            entry.fingerprint = ""
        }
        entry.report.seconds = start.duration(to: clock.now) / .seconds(1)
        try ledger.save(entry, ranges: ranges)
        entries[name] = entry
    }

    private func fill(
        _ table: CanonicalTable, from file: FileSet, _ mapped: [TableMapping.Column], _ filters: [TableMapping.Filter],
        _ report: inout TableReport
    ) throws(LoadFailure) -> [FileLoad.FileRange] {
        let columns = TableColumns(table, mapped: mapped, headers: try Header.all(of: file))
        let load = try FileLoad(
            table: table.name, name: table.name, file: file, columns: columns, filters: filters,
            zone: source.declaration.zone, currency: source.currency, number: number, connection: connection,
            isCancelled: isCancelled)
        try load.run()
        try finish(table, columns.targets, load.tally, load.ranges, idsAscend: load.idsAscend, &report)
        return load.ranges
    }

    private func fill(
        _ table: CanonicalTable, _ sql: String, _ files: [FileSet], _ report: inout TableReport
    ) throws(LoadFailure) {
        var tally = RowTally()
        for file in files { tally.add(try loadText(file)) }
        for file in files {
            let view = quotedIdentifier(file.name)
            try connection.run(
                "DROP VIEW IF EXISTS temp.\(view); CREATE TEMP VIEW \(view) AS SELECT * FROM main.\(quotedIdentifier(file.rawTable))"
            )
        }
        let load = QueryLoad(
            table: table, sql: sql, files: files, zone: source.declaration.zone, currency: source.currency,
            number: number,
            connection: connection, isCancelled: isCancelled)
        try load.run(allFiles: self.files.map(\.name))
        for file in files { try connection.run("DROP VIEW temp.\(quotedIdentifier(file.name))") }
        tally.add(load.tally)
        // Rows of the files that were read well are counted as rows of the result.
        try finish(table, load.columns, tally, [], idsAscend: false, &report)
    }

    /// The cells of a file as text, for queries; what is there already stays.
    private func loadText(_ file: FileSet) throws(LoadFailure) -> RowTally {
        let fingerprint = "\(file); \(signatures(file))"
        if let entry = entries[file.rawTable], entry.fingerprint == fingerprint {
            return RowTally(badRowsOf: entry.report)
        }
        let columns = TableColumns(raw: try Header.all(of: file))
        let load = try FileLoad(
            table: file.rawTable, name: file.name, file: file, columns: columns, filters: [],
            zone: source.declaration.zone, currency: source.currency, number: number, connection: connection,
            isCancelled: isCancelled)
        try load.run()
        var entry = Ledger.Entry(
            fingerprint: fingerprint, report: TableReport(table: file.rawTable, files: file.paths, readAt: now))
        entry.report.take(load.tally)
        try ledger.save(entry, ranges: load.ranges)
        entries[file.rawTable] = entry
        return RowTally(badRowsOf: entry.report)
    }

    // MARK: When all rows are there

    private func finish(
        _ table: CanonicalTable, _ columns: [TargetColumn], _ tally: RowTally, _ ranges: [FileLoad.FileRange],
        idsAscend: Bool, _ report: inout TableReport
    ) throws(LoadFailure) {
        let name = quotedIdentifier(table.name)
        report.take(tally)
        report.columns = columns.map(\.name)
        if columns.contains(where: { $0.name == CanonicalTable.identifier }), table.name == "customers" || !idsAscend {
            let repeated = try RepeatedIDs(
                removingFrom: table.name, ranges: ranges, keepsIndex: table.name == "customers", on: connection)
            report.replaced = repeated.replaced
            report.failure = repeated.failure(of: table.name, allowed: source.declaration.allowsRepeatedIDs)
        }
        for column in columns where TableIndexes.columns(of: table).contains(column.name) {
            let index = quotedIdentifier("\(table.name) by \(column.name)")
            let key = quotedIdentifier(column.name)
            let others = TableIndexes.columns(after: column.name, of: table)
                .filter { other in columns.contains { $0.name == other } }
                .map { ", " + quotedIdentifier($0) }.joined()
            // What KPIs look for is never NULL; open tickets, say, take no room in the index.
            try connection.run("CREATE INDEX main.\(index) ON \(name)(\(key)\(others)) WHERE \(key) IS NOT NULL")
        }
        report.rows = try connection.integer("SELECT count(*) FROM main.\(name)") ?? 0
        report.newest = try connection.integer("SELECT max(\(table.begin)) FROM main.\(name)")
            .map { Date(timeIntervalSince1970: Double($0) / 1_000_000) }
        if let failure = report.failureOfBadRows(allowed: source.declaration.allowedBadRows) {
            report.failure = failure
        }
    }
}

extension TableReport {
    mutating func take(_ tally: RowTally) {
        readRows = tally.read
        badRows = tally.bad
        bad = tally.firstBad
    }

    /// DESIGN 5: more bad rows than allowed fail the checks that use the table.
    func failureOfBadRows(allowed: Double) -> String? {
        guard badRows > 0, badShare > allowed else { return nil }
        func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }
        return
            "\(badRows) of \(readRows) rows of \(table) cannot be read (\(percent(badShare)); \(percent(allowed)) are allowed): "
            + bad.prefix(3).map(\.description).joined(separator: "; ")
            + ". Correct the export or the mapping, or set \"allow_bad_rows\" of the source"
    }
}
