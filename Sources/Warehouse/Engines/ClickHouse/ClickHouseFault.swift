import Foundation
import Transport

/// Why a query gave no result.
enum ClickHouseFault: Error {
    /// Nothing came back, or nothing whole.
    case transport(TransportError)
    /// The server refused the query. `code`: as in ClickHouse's ErrorCodes.cpp.
    case refused(code: Int, message: String)
    /// What answers is no ClickHouse.
    case notClickHouse(String)

    /// Codes that have a meaning here.
    enum Code {
        static let unknownSetting = 115
        static let syntax = 62
        static let unknownTable = 60
        static let unknownDatabase = 81
        static let timeout = 159
        static let readOnly = 164
        static let unknownUser = 192
        static let wrongPassword = 193
        static let requiredPassword = 194
        static let tooManyQueries = 202
        static let memory = 241
        static let tooManyRows = 396
        static let accessDenied = 497
        static let authentication = 516

        static let login: Set = [unknownUser, wrongPassword, requiredPassword, authentication]
    }

    /// The two ways in which ClickHouse has written exceptions: `Code: 60, e.displayText() = DB::Exception: ..., e.what() = ...` and
    /// `Code: 60. DB::Exception: ... (UNKNOWN_TABLE) (version 26.9.2.1)`.
    ///
    /// - Returns: `nil` unless `text` is one.
    static func exception(in text: Substring) -> ClickHouseFault? {
        guard text.hasPrefix("Code: "), let head = text.range(of: "DB::Exception: ") else { return nil }
        let digits = text.dropFirst("Code: ".count).prefix { $0.isNumber }
        guard let code = Int(digits), text.distance(from: digits.endIndex, to: head.lowerBound) < 40 else { return nil }
        var message = text[head.upperBound...]
        for tail in [", e.what() = DB::Exception", " (version "] {
            if let end = message.range(of: tail, options: .backwards) { message = message[..<end.lowerBound] }
        }
        return .refused(code: code, message: line(message))
    }

    static func line(_ text: some StringProtocol) -> String {
        let words = String(text).unicodeScalars.split {
            $0.value < 0x20 || $0.value == 0x7F || $0.properties.isWhitespace
        }
        let line = words.map { String($0) }.joined(separator: " ")
        return line.count > 400 ? line.prefix(399) + "…" : line
    }
}
