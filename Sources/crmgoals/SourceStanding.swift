import Configuration
import Foundation
import Goals
import Warehouse

/// A source as `crmgoals sources` tells of it: what it is declared to be, what was read, and what that means for goals.
struct SourceStanding {
    let declaration: SourceDeclaration
    /// Why it could not be read, or what it holds.
    let outcome: Result<SourceReport, WarehouseError>
    /// The goals that are measured from it, in the file's order.
    let goals: [String]
    let now: Date
    let zone: Zone

    /// As in `type`.
    var type: String {
        switch declaration.kind {
        case .csv: "csv"
        case .sqlite: "sqlite"
        case .postgres: "postgres"
        case .duckdb: "duckdb"
        case .clickhouse: "clickhouse"
        }
    }

    /// Where the data are; a server says so itself, since its address is a secret.
    var place: String? {
        switch declaration.kind {
        case .csv(let folder, let files):
            folder ?? (files.isEmpty ? nil : files.map(\.path).joined(separator: ", "))
        case .sqlite(let path): path
        case .duckdb(let path, let files):
            ([path].compactMap { $0 } + files.map(\.path)).joined(separator: ", ")
        case .postgres, .clickhouse:
            switch outcome {
            case .success(let report): report.place
            case .failure: nil
            }
        }
    }

    /// Whether `allow_write_role` lets a server's role write; one without it that was read has been found to be unable to. `nil` for files,
    /// which are only ever read.
    var canWrite: Bool? {
        switch declaration.kind {
        case .csv, .sqlite, .duckdb: nil
        case .postgres(_, let allowsWriteRole), .clickhouse(_, let allowsWriteRole, _, _): allowsWriteRole
        }
    }

    /// Whether the newest row of a table is older than `max_age`; `nil` where there is none, or no row. Goals are without data where
    /// this is so of all tables that their KPI reads.
    func isStale(_ table: TableReport) -> Bool? {
        guard let maxAge = declaration.maxAge, let newest = table.newest else { return nil }
        return newest < maxAge.added(to: now, times: -1, in: zone)
    }
}
