import Foundation

@testable import Statistics

/// The purchases of 2,357 customers (Fixtures/README.md).
enum CDNOW {
    struct Customer {
        var history: PurchaseHistory
        /// Mean value of the repeat purchases.
        var repeatValue: Double
        var revenue: Double
    }

    /// As of the midnight with which `end` (`1997-10-01`) begins.
    static func customers(before end: String) throws -> [Customer] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appending(path: "Fixtures/cdnow/transactions.csv")
        let end = day(end)
        var spent: [Substring: [Int: Double]] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst() {
            let cells = line.split(separator: ",")
            let day = day(String(cells[1]))
            guard day < end, let amount = Double(cells[3]) else { continue }
            spent[cells[0], default: [:]][day, default: 0] += amount
        }
        return try spent.sorted { $0.key < $1.key }.map { _, days in
            let ordered = days.keys.sorted()
            let revenue = ordered.reduce(0) { $0 + (days[$1] ?? 0) }
            let first = ordered[0]
            let repeats = ordered.count - 1
            guard
                let history = PurchaseHistory(
                    repeats: repeats, recency: ordered[repeats] - first, age: end - 1 - first)
            else { throw CocoaError(.fileReadCorruptFile) }
            let value = repeats > 0 ? (revenue - (days[first] ?? 0)) / Double(repeats) : 0
            return Customer(history: history, repeatValue: value, revenue: revenue)
        }
    }

    static func base(_ customers: [Customer]) -> CustomerBase {
        var base = CustomerBase()
        for customer in customers { base.add(customer.history, repeatValue: customer.repeatValue) }
        return base
    }

    /// Days since 1970 of a date.
    private static func day(_ date: String) -> Int {
        let parts = date.split(separator: "-").compactMap { Int($0) }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let time = calendar.date(from: DateComponents(year: parts[0], month: parts[1], day: parts[2])) ?? .distantPast
        return Int(time.timeIntervalSince1970 / 86_400)
    }
}
