import Foundation
import Goals

/// What is done when all rows of a table are there: repeated ids go, indexes come, rows are counted.
struct TableFinish {
    private let table: CanonicalTable
    private let columns: [TargetColumn]
    private let connection: SQLConnection

    init(_ table: CanonicalTable, columns: [TargetColumn], on connection: SQLConnection) {
        self.table = table
        self.columns = columns
        self.connection = connection
    }

    private var name: String { quotedIdentifier(table.name) }

    /// Of a table that was filled anew.
    ///
    /// - Parameter sequence: of its ids, which may prove that none is there twice; `nil`: not known.
    func finish(
        _ files: inout [LoadedFile], _ sequence: IDSequence?, _ report: inout TableReport
    ) throws(LoadFailure) {
        let hasIDs = columns.contains { $0.name == CanonicalTable.identifier }
        if hasIDs, table.name == "customers" || sequence?.ascends != true {
            let repeated = try RepeatedIDs(removingFrom: table.name, files: files, on: connection)
            report.replaced = repeated.replaced
            for (index, count) in repeated.within.enumerated() { files[index].repeated = count }
        }
        let names = columns.map(\.name)
        for index in TableIndex.all(of: table) {
            if let statement = index.statement(on: table, columns: names) { try connection.run(statement) }
        }
        report.rows = try connection.integer("SELECT count(*) FROM main.\(name)") ?? 0
        try lookUpNewest(&report)
    }

    func lookUpNewest(_ report: inout TableReport) throws(LoadFailure) {
        guard columns.contains(where: { $0.name == table.begin }) else { return }
        let begin = quotedIdentifier(table.begin)
        report.newest = try connection.integer("SELECT max(\(begin)) FROM main.\(name) WHERE \(begin) IS NOT NULL")
            .map { Date(timeIntervalSince1970: Double($0) / 1_000_000) }
    }
}

extension TableReport {
    mutating func take(_ tally: RowTally) {
        readRows = tally.read
        badRows = tally.bad
        bad = tally.firstBad
    }

    mutating func take(_ outcome: FileTable.Outcome) {
        take(outcome.tally)
        waiting = outcome.files.filter(\.isWaiting).map(\.path)
        extent = outcome.extent
        bytesRead = outcome.bytesRead
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

    /// DESIGN 5: in `orders` more than 1 % of repeated ids within one file are a mistake of the mapping.
    func failureOfRepeatedIDs(in loaded: [LoadedFile], allowed: Bool) -> String? {
        guard table == "orders", !allowed else { return nil }
        for file in loaded where file.tally.read > 0 && file.repeated * 100 > file.tally.read {
            return
                "\(file.path): \(file.repeated) of \(file.tally.read) orders repeat the id of another in the same file, so only "
                + "the last of each would count. Order lines? leave `id` unmapped; if the last row of an id holds, say "
                + "\"allow_repeated_ids\": true"
        }
        return nil
    }
}
