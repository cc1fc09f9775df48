import Foundation
import KPIs

/// One line of a reply in the format TabSeparated.
struct ClickHouseRow: ResultRow {
    /// `nil` is null (`\N`); unescaped.
    private let fields: [[UInt8]?]

    init(_ line: UnsafeRawBufferPointer) {
        var fields: [[UInt8]?] = []
        var begin = line.startIndex
        while true {
            let end = line[begin...].firstIndex(of: UInt8(ascii: "\t")) ?? line.endIndex
            fields.append(Self.unescaped(line[begin..<end]))
            if end == line.endIndex { break }
            begin = end + 1
        }
        self.fields = fields
    }

    var count: Int { fields.count }

    func text(_ column: Int) -> String? {
        field(column).map { String(decoding: $0, as: UTF8.self) }
    }

    /// NaN, which ClickHouse has for the mean of nothing, is null.
    func number(_ column: Int) -> Double? {
        guard let text = text(column), let number = Double(text), !number.isNaN else { return nil }
        return number
    }

    func integer(_ column: Int) -> Int? {
        guard let text = text(column) else { return nil }
        return Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
    }

    private func field(_ column: Int) -> [UInt8]? {
        fields.indices.contains(column) ? fields[column] : nil
    }

    /// ClickHouse's documentation of TabSeparated, "Data formatting": `\b \f \r \n \t \0 \' \\`, and `\N` for null.
    private static func unescaped(_ bytes: Slice<UnsafeRawBufferPointer>) -> [UInt8]? {
        guard bytes.contains(UInt8(ascii: "\\")) else { return Array(bytes) }
        if bytes.elementsEqual("\\N".utf8) { return nil }
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var isEscaped = false
        for byte in bytes {
            if isEscaped {
                text.append(escapes[byte] ?? byte)
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else {
                text.append(byte)
            }
        }
        return text
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "b"): 8, UInt8(ascii: "f"): 12, UInt8(ascii: "r"): 13, UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9,
        UInt8(ascii: "0"): 0,
    ]
}
