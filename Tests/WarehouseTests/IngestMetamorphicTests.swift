import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

/// What must not change a measurement: how the rows came into the files.
@Suite struct IngestMetamorphicTests {
    /// Read in one go, read day by day as the file grew, and from several files: all the same, the kept purchases included.
    @Test(arguments: 401...404 as ClosedRange<UInt64>)
    func howTheRowsCameChangesNothing(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let company = RandomCompany.company(seed: seed)
        let times = (0..<6).map { _ in Questions.now(&random) }.sorted()
        let atOnce = try Delivery(company)
        let bitByBit = try Delivery(company)
        let split = try Delivery(company, pieces: Int.random(in: 2...4, using: &random))
        try atOnce.write(share: 1)
        try split.write(share: 1)
        for (step, now) in times.enumerated() {
            try bitByBit.write(share: Double(step + 1) / Double(times.count))
            _ = try await bitByBit.warehouse.refresh("crm", now: now, deadline: 60)
        }
        let now = times[times.count - 1]
        _ = try await atOnce.warehouse.refresh("crm", now: now, deadline: 60)
        _ = try await split.warehouse.refresh("crm", now: now, deadline: 60)
        for question in Questions.about(company, &random) + Self.lifetime(now) {
            for now in times {
                let expected = try await atOnce.warehouse.values(question, now)
                for other in [bitByBit, split] {
                    let found = try await other.warehouse.values(question, now)
                    #expect(Set(found.keys) == Set(expected.keys), "seed \(seed): \(question)")
                    for (labels, value) in expected {
                        let same = try #require(found[labels])
                        #expect(abs(value - same) <= 1e-12 * max(1, abs(value)), "seed \(seed): \(question)")
                    }
                }
            }
        }
    }

    private static func lifetime(_ now: Date) -> [MeasurementRequest] {
        [MeasurementRequest(kpi: "clv_historic", source: "crm", window: .rolling(.days(30)))]
    }

    /// The rows that the lifetime value is made of, kept and not kept, customer by customer, as late orders, corrections and days come.
    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func keptPurchasesAreThoseThatAllOrdersGive(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let fixture = try IngestFixture()
        let zone = try #require(Zone("Europe/Berlin"))
        let path = try fixture.write("orders.csv", "id,customer_id,ordered_at,product,amount\n")
        let source = CSVSource(
            SourceDeclaration(
                name: "crm", kind: .csv(folder: nil, files: [fixture.file("orders", path)]), allowsRepeatedIDs: true),
            database: fixture.database, currency: "EUR", kept: [.purchases(zone: zone)],
            prepare: { SQLiteFunctions.register(on: $0) })
        let begin = try #require(Timestamp.parse("2026-03-20T00:00:00Z", in: .utc))
        var orders = 0
        for day in 0..<14 {
            let now = begin.addingTimeInterval(Double(day) * 86_400 + Double.random(in: 0..<86_400, using: &random))
            var lines = ""
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                let isLate = Bool.random(using: &random)
                let at = now.addingTimeInterval(-Double.random(in: 0...(isLate ? 1_000_000 : 40_000), using: &random))
                let isCorrection = orders > 3 && Int.random(in: 0..<4, using: &random) == 0
                let number = isCorrection ? Int.random(in: 0..<orders, using: &random) : orders
                if !isCorrection { orders += 1 }
                let customer = ["a", "b", "c", "d", ""][Int.random(in: 0..<5, using: &random)]
                let amount = ["10.5", "3.25", "", "-2"][Int.random(in: 0..<4, using: &random)]
                lines += "\(number),\(customer),\(Timestamp.text(at)),ink,\(amount)\n"
            }
            try fixture.append("orders.csv", lines)
            let report = try source.refresh(now: now)
            #expect(report.tables.map(\.failure) == [nil])
            guard let columns = report.tables.first?.columns, report.tables[0].rows > 0 else { continue }
            let kept = KeptTable.purchases(zone: zone)
            let before = try fixture.rows("SELECT before FROM crmgoals_kept")
            let limit = Date(timeIntervalSince1970: try #require(before.first.flatMap(Double.init)) / 1_000_000)
            let connection = try SQLConnection(path: fixture.database) { false }
            SQLiteFunctions.register(on: connection.handle)
            let all = try connection.prepare(
                kept.rows(columns, limit, "SELECT customer_id FROM orders WHERE customer_id IS NOT NULL"))
            var expected: [String] = []
            while try all.step() {
                expected.append(
                    (0..<all.columnCount).map { all.isNull($0) ? "-" : all.text($0) }.joined(separator: " | "))
            }
            let found = try fixture.rows("SELECT * FROM crmgoals_purchases")
            #expect(
                found.map { $0.replacing(".0", with: "") } == expected.map { $0.replacing(".0", with: "") },
                "seed \(seed), day \(day)")
        }
    }
}

/// A company whose rows are delivered as files of one source.
private struct Delivery {
    let company: TestCompany
    let folder: TestFolder
    let warehouse: Warehouse
    private let pieces: Int

    init(_ company: TestCompany, pieces: Int = 1) throws {
        self.company = company
        self.pieces = pieces
        let folder = try TestFolder()
        self.folder = folder
        let files = company.tables.keys.sorted().map {
            CSVFile(name: $0, path: folder.path + "/data/\($0)-*.csv")
        }
        try FileManager.default.createDirectory(atPath: folder.path + "/data", withIntermediateDirectories: true)
        warehouse = Warehouse(
            sources: [SourceDeclaration(name: "crm", kind: .csv(folder: nil, files: files))], folder: folder.path,
            catalogue: .standard, zone: .utc, currency: "EUR", secret: noSecrets)
    }

    /// The first rows of each table, split into pieces.
    func write(share: Double) throws {
        for (name, table) in company.tables {
            let rows = table.rows.prefix(Int((Double(table.rows.count) * share).rounded()))
            let size = max(1, (rows.count + pieces - 1) / pieces)
            for piece in 0..<pieces {
                let part = rows.dropFirst(piece * size).prefix(size)
                let lines = ([table.columns] + part.map { $0.map { $0 ?? "" } }).map { row in
                    row.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
                }
                let path = folder.path + "/data/\(name)-\(piece).csv"
                let handle =
                    FileManager.default.fileExists(atPath: path)
                    ? try FileHandle(forUpdating: URL(fileURLWithPath: path)) : nil
                guard let handle else {
                    try Data(lines.joined().utf8).write(to: URL(fileURLWithPath: path))
                    continue
                }
                let held = try handle.seekToEnd()
                try handle.write(contentsOf: Data(lines.joined().utf8).dropFirst(Int(held)))
                try handle.close()
            }
        }
    }
}
