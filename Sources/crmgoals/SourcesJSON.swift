import Goals
import Warehouse

/// `crmgoals sources --json`; every key is there. Documentation/operating.md shows it.
struct SourcesJSON: Encodable {
    var sources: [SourceStanding]

    enum Key: String, CodingKey {
        case sources
    }

    func encode(to encoder: any Encoder) throws {
        var json = encoder.container(keyedBy: Key.self)
        try json.encode(sources.map(Source.init), forKey: .sources)
    }

    private struct Source: Encodable {
        var standing: SourceStanding

        enum Key: String, CodingKey {
            case source, type, place, goals, failure, tables, seconds
            case readAt = "read_at"
            case maxAge = "max_age"
            case canWrite = "can_write"
        }

        func encode(to encoder: any Encoder) throws {
            var json = encoder.container(keyedBy: Key.self)
            try json.encode(standing.declaration.name, forKey: .source)
            try json.encode(standing.type, forKey: .type)
            try json.encode(standing.place, forKey: .place)
            try json.encode(standing.goals, forKey: .goals)
            try json.encode(standing.declaration.maxAge?.text, forKey: .maxAge)
            var report: SourceReport?
            var failure: String?
            switch standing.outcome {
            case .success(let found): report = found
            case .failure(let error): failure = "\(error)"
            }
            try json.encode(failure, forKey: .failure)
            try json.encode(standing.canWrite, forKey: .canWrite)
            try json.encode(report?.readAt, forKey: .readAt)
            try json.encode(report?.seconds, forKey: .seconds)
            let tables = report?.tables ?? []
            try json.encode(tables.map { Table(report: $0, isStale: standing.isStale($0)) }, forKey: .tables)
        }
    }

    private struct Table: Encodable {
        var report: TableReport
        var isStale: Bool?

        enum Key: String, CodingKey {
            case table, columns, rows, newest, stale, replaced, bad, files, failure, remarks, seconds, extent, waiting
            case bytesRead = "bytes_read"
            case badRows = "bad_rows"
            case readRows = "read_rows"
            case readAt = "read_at"
        }

        func encode(to encoder: any Encoder) throws {
            var json = encoder.container(keyedBy: Key.self)
            try json.encode(report.table, forKey: .table)
            try json.encode(report.columns, forKey: .columns)
            try json.encode(report.rows, forKey: .rows)
            try json.encode(report.newest, forKey: .newest)
            try json.encode(isStale, forKey: .stale)
            try json.encode(report.readRows, forKey: .readRows)
            try json.encode(report.badRows, forKey: .badRows)
            try json.encode(report.bad.map(Bad.init), forKey: .bad)
            try json.encode(report.replaced, forKey: .replaced)
            try json.encode(report.files, forKey: .files)
            try json.encode(report.failure, forKey: .failure)
            try json.encode(report.remarks ?? [], forKey: .remarks)
            try json.encode(report.waiting, forKey: .waiting)
            try json.encode(report.extent, forKey: .extent)
            try json.encode(report.bytesRead, forKey: .bytesRead)
            try json.encode(report.readAt, forKey: .readAt)
            try json.encode(report.seconds, forKey: .seconds)
        }
    }

    private struct Bad: Encodable {
        var row: BadRow

        enum Key: String, CodingKey {
            case file, line, id, column, reason
        }

        func encode(to encoder: any Encoder) throws {
            var json = encoder.container(keyedBy: Key.self)
            try json.encode(row.file, forKey: .file)
            try json.encode(row.line > 0 ? row.line : nil, forKey: .line)
            try json.encode(row.id, forKey: .id)
            try json.encode(row.column, forKey: .column)
            try json.encode(row.reason, forKey: .reason)
        }
    }
}
