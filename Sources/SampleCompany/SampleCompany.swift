import Foundation
import Goals

/// A company that does not exist, to try crmgoals on: it sells software to about 2,000 businesses in Europe, and its CRM has been
/// exported for a year and a half. Documentation/sample-company.md tells what happened to it.
public enum SampleCompany {
    /// What is written beside `data/`; also the repository's own goals.json.
    public static let goals = sampleGoals

    /// Writes goals.json and data/*.csv into `folder`, which is made if it is not there.
    ///
    /// `today` is any time of the day (in Berlin) before which the data ends: the newest row is from the day before. The same
    /// day gives the same bytes.
    public static func write(to folder: String, asOf today: Date) throws(SampleCompanyError) {
        let data = folder + "/data"
        let file = folder + "/goals.json"
        for path in [file, data] where FileManager.default.fileExists(atPath: path) {
            throw .exists(path: path)
        }
        do {
            try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
            for table in tables(asOf: today) { try table.write(to: data) }
            try Data(goals.utf8).write(to: URL(fileURLWithPath: file), options: .withoutOverwriting)
        } catch {
            throw .cannotWrite(folder: folder, reason: String(describing: error))
        }
    }

    static func tables(asOf today: Date) -> [CSVTable] {
        // The zone database is in every binary; without it the day is that of UTC, which is as good for a sample.
        let zone = Zone("Europe/Berlin") ?? .utc
        let stories = Stories(today: zone.civil(today).day)
        var company = Company(stories: stories, seed: 2026)
        var sales = Sales()
        var billing = Billing()
        var support = Support()
        var surveys = Surveys()
        var marketing = Marketing()
        let old = 1520
        for number in 0..<old {
            let day = stories.firstDay - 1460 + number * 1460 / old
            company.sign(at: Moment(day: day, minute: 480 + number % 600))
        }
        for day in stories.firstDay..<stories.today {
            company.renew(day)
            sales.day(day, &company)
            billing.day(day, &company)
            support.day(day, &company, &surveys)
            surveys.day(day, &company)
            marketing.day(day, &company)
        }
        sales.after(&company)
        return company.tables + [sales.table(stories), billing.table, support.table, surveys.table(stories)]
            + marketing.tables
    }
}

/// Why the sample company was not written.
public enum SampleCompanyError: Error, Sendable, CustomStringConvertible {
    case exists(path: String)
    case cannotWrite(folder: String, reason: String)

    public var description: String {
        switch self {
        case .exists(let path):
            "\(path) is already there, and nothing is overwritten: choose another folder, or move it away"
        case .cannotWrite(let folder, let reason):
            "the sample company could not be written to \(folder): \(reason); choose a folder that you may write to"
        }
    }
}
