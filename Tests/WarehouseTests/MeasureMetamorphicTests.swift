import Foundation
import Goals
import KPIs
import Testing

@testable import Warehouse

/// What must not change a measurement.
@Suite struct MeasureMetamorphicTests {
    @Test(arguments: 101...106 as ClosedRange<UInt64>)
    func rowsInAnotherOrderChangeNothing(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let company = RandomCompany.company(seed: seed)
        var shuffled = company
        for name in company.tables.keys.sorted() { shuffled[name]?.rows.shuffle(using: &random) }
        let now = Questions.now(&random)
        try await expectSame(company, shuffled, Questions.about(company, &random), now, now)
    }

    @Test(arguments: 201...206 as ClosedRange<UInt64>)
    func whatIsDatedAtOrAfterNowChangesNothing(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let company = RandomCompany.company(seed: seed)
        let now = Questions.now(&random)
        try await expectSame(company, company.asKnown(at: now), Questions.about(company, &random), now, now)
    }

    @Test(arguments: 301...304 as ClosedRange<UInt64>)
    func weeksLaterEverythingIsTheSame(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        let company = RandomCompany.company(seed: seed)
        let now = Questions.now(&random)
        let shift = 7 * 86_400 * 13.0
        let questions = Questions.about(company, &random).map { question in
            var question = question
            question.window = question.kpi.count.isMultiple(of: 2) ? .last(.week) : .rolling(.days(30))
            return question
        }
        try await expectSame(company, company.moved(by: shift), questions, now, now.addingTimeInterval(shift))
    }

    private func expectSame(
        _ left: TestCompany, _ right: TestCompany, _ questions: [MeasurementRequest], _ leftNow: Date, _ rightNow: Date
    ) async throws {
        let folders = (try TestFolder(), try TestFolder())
        let warehouses = (try Warehouse(left, in: folders.0), try Warehouse(right, in: folders.1))
        for question in questions {
            let first = try await warehouses.0.values(question, leftNow)
            let second = try await warehouses.1.values(question, rightNow)
            #expect(Set(first.keys) == Set(second.keys), "\(question)")
            for (labels, value) in first {
                let other = try #require(second[labels])
                #expect(abs(value - other) <= 1e-9 * max(1, abs(value)), "\(question) \(labels)")
            }
        }
    }
}

extension Warehouse {
    func values(_ request: MeasurementRequest, _ now: Date) async throws -> [Labels: Double] {
        let results = try await measure(request, now: now, known: [], maxSeries: 500, deadline: 60)
        return results.compactMapValues { if case .value(let measurement) = $0 { measurement.value } else { nil } }
    }
}

extension TestCompany {
    /// Without the rows that begin at or after `now`, and without later times in the others.
    func asKnown(at now: Date) -> TestCompany {
        var known = self
        for (name, table) in tables {
            let canonical = CanonicalTable.named(name)
            let required = Set(canonical?.columns.filter { $0.type == .time && $0.required }.map(\.name) ?? [])
            let rows = table.rows.compactMap { row -> [String?]? in
                var row = row
                for (index, column) in table.columns.enumerated() where Layout.type(of: column, in: name) == .time {
                    guard let cell = row[index], time(cell) >= now else { continue }
                    if required.contains(column) { return nil }
                    if column != "sent_at" { row[index] = nil }
                }
                return row
            }
            known[name]?.rows = rows
        }
        return known
    }

    func moved(by seconds: Double) -> TestCompany {
        var moved = self
        for (name, table) in tables {
            moved[name]?.rows = table.rows.map { row in
                zip(table.columns, row).map { column, cell in
                    guard Layout.type(of: column, in: name) == .time else { return cell }
                    return cell.map { Timestamp.text(time($0).addingTimeInterval(seconds)) }
                }
            }
        }
        return moved
    }
}
