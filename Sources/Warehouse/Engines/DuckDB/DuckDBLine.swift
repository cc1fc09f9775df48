import Foundation

/// One row of a result, read from a line of JSON: the values in their order, whatever the columns are called.
struct DuckDBLine: ResultRow {
    private(set) var cells: [Cell] = []

    enum Cell: Hashable {
        case null
        case truth(Bool)
        /// As it is written.
        case number(String)
        case text(String)
        /// A list or a struct, as JSON.
        case nested(String)
    }

    /// `nil` where the line is no JSON object.
    init?(_ bytes: some RandomAccessCollection<UInt8>) {
        var reader = Reader(bytes: Array(bytes))
        guard let cells = reader.object() else { return nil }
        self.cells = cells
    }

    func text(_ column: Int) -> String? {
        switch cell(column) {
        case .null: nil
        case .truth(let truth): "\(truth)"
        case .number(let text), .text(let text), .nested(let text): text
        }
    }

    func number(_ column: Int) -> Double? {
        guard case .number(let text) = cell(column) else { return nil }
        return Double(text)
    }

    func integer(_ column: Int) -> Int? {
        guard case .number(let text) = cell(column) else { return nil }
        return Int(text) ?? Double(text).flatMap { Int(exactly: $0) }
    }

    /// For SQL of the user's own.
    func userCell(_ column: Int) -> UserCell {
        switch cell(column) {
        case .null: .null
        case .truth(let truth): .text("\(truth)")
        case .number(let text): Double(text).map { .number($0) } ?? .text(text)
        case .text(let text), .nested(let text): .text(text)
        }
    }

    private func cell(_ column: Int) -> Cell { cells.indices.contains(column) ? cells[column] : .null }

    /// JSON as DuckDB writes it: no blanks outside of texts, and NaN and Infinity as numbers.
    private struct Reader {
        let bytes: [UInt8]
        var place = 0

        mutating func object() -> [Cell]? {
            guard take(UInt8(ascii: "{")) else { return nil }
            var cells: [Cell] = []
            if take(UInt8(ascii: "}")) { return cells }
            repeat {
                guard text() != nil, take(UInt8(ascii: ":")), let cell = value() else { return nil }
                cells.append(cell)
            } while take(UInt8(ascii: ","))
            return take(UInt8(ascii: "}")) && place == bytes.count ? cells : nil
        }

        private mutating func value() -> Cell? {
            guard place < bytes.count else { return nil }
            switch bytes[place] {
            case UInt8(ascii: "\""): return text().map(Cell.text)
            case UInt8(ascii: "{"), UInt8(ascii: "["): return nested()
            default:
                let begin = place
                while place < bytes.count, bytes[place] != UInt8(ascii: ","), bytes[place] != UInt8(ascii: "}") {
                    place += 1
                }
                let word = String(decoding: bytes[begin..<place], as: UTF8.self)
                switch word {
                case "null": return .null
                case "true": return .truth(true)
                case "false": return .truth(false)
                default: return .number(word)
                }
            }
        }

        private mutating func nested() -> Cell? {
            let begin = place
            var depth = 0
            while place < bytes.count {
                switch bytes[place] {
                case UInt8(ascii: "\""):
                    guard text() != nil else { return nil }
                    continue
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                default: break
                }
                place += 1
                if depth == 0 { return .nested(String(decoding: bytes[begin..<place], as: UTF8.self)) }
            }
            return nil
        }

        private mutating func text() -> String? {
            guard take(UInt8(ascii: "\"")) else { return nil }
            let begin = place
            var isPlain = true
            while place < bytes.count, bytes[place] != UInt8(ascii: "\"") {
                if bytes[place] == UInt8(ascii: "\\") {
                    isPlain = false
                    place += 1
                }
                place += 1
            }
            guard place < bytes.count else { return nil }
            let content = bytes[begin..<place]
            place += 1
            if isPlain { return String(decoding: content, as: UTF8.self) }
            // Rare enough for Foundation.
            let quoted = Data([UInt8(ascii: "\"")] + content + [UInt8(ascii: "\"")])
            do { return try JSONDecoder().decode(String.self, from: quoted) } catch { return nil }
        }

        private mutating func take(_ byte: UInt8) -> Bool {
            guard place < bytes.count, bytes[place] == byte else { return false }
            place += 1
            return true
        }
    }
}
