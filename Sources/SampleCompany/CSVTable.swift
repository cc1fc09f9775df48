import Foundation
import Goals

/// A table on its way into a CSV file: UTF-8, commas, quotes where they are needed, LF.
struct CSVTable {
    let name: String
    private(set) var rows = 0
    private var text: [UInt8] = []

    init(_ name: String, _ columns: String...) {
        self.name = name
        text.reserveCapacity(1 << 20)
        add(columns.map { .text($0) })
        rows = 0
    }

    enum Field {
        case text(String)
        case empty
        /// `2026-11-23 14:05:00`
        case moment(Moment)
        /// `2026-11-23`
        case day(Int)
        case count(Int)
        /// Two decimals.
        case money(Double)

        /// As text where there is some.
        init(_ text: String?) {
            self = text.map { .text($0) } ?? .empty
        }

        /// The moment, if it lies before `today`: an export knows nothing of what comes.
        init(_ moment: Moment?, before today: Int) {
            self = moment.flatMap { $0.day < today ? .moment($0) : nil } ?? .empty
        }
    }

    mutating func add(_ fields: [Field]) {
        for (index, field) in fields.enumerated() {
            if index > 0 { text.append(UInt8(ascii: ",")) }
            append(field)
        }
        text.append(UInt8(ascii: "\n"))
        rows += 1
    }

    private mutating func append(_ field: Field) {
        switch field {
        case .empty: break
        case .text(let string): append(quoted: string)
        case .count(let number): text.append(contentsOf: String(number).utf8)
        case .money(let amount):
            let cents = Int((amount * 100).rounded())
            if cents < 0 { text.append(UInt8(ascii: "-")) }
            text.append(contentsOf: String(abs(cents) / 100).utf8)
            text.append(UInt8(ascii: "."))
            append(abs(cents) % 100, digits: 2)
        case .day(let day): append(day: day)
        case .moment(let moment):
            append(day: moment.day)
            text.append(UInt8(ascii: " "))
            append(moment.minute % 1440 / 60, digits: 2)
            text.append(UInt8(ascii: ":"))
            append(moment.minute % 60, digits: 2)
            text.append(contentsOf: ":00".utf8)
        }
    }

    private mutating func append(day: Int) {
        let (year, month, dayOfMonth) = CivilTime(day: day).components
        append(year, digits: 4)
        text.append(UInt8(ascii: "-"))
        append(month, digits: 2)
        text.append(UInt8(ascii: "-"))
        append(dayOfMonth, digits: 2)
    }

    private mutating func append(_ number: Int, digits: Int) {
        let string = String(number)
        for _ in string.utf8.count..<max(digits, string.utf8.count) { text.append(UInt8(ascii: "0")) }
        text.append(contentsOf: string.utf8)
    }

    private mutating func append(quoted string: String) {
        guard string.utf8.contains(where: { $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D }) else {
            text.append(contentsOf: string.utf8)
            return
        }
        text.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            if byte == 0x22 { text.append(byte) }
            text.append(byte)
        }
        text.append(UInt8(ascii: "\""))
    }

    func write(to folder: String) throws {
        try Data(text).write(to: URL(fileURLWithPath: folder).appendingPathComponent(name + ".csv"))
    }
}
