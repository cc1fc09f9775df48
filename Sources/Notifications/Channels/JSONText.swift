import Foundation

/// JSON bodies.
enum JSONText {
    /// Keys sorted, so that the same message has the same bytes at every attempt. Numbers that are not finite have been taken out.
    static func encode(_ value: some Encodable) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        do {
            return try encoder.encode(value)
        } catch {
            // Strings, finite numbers and arrays of them always encode; a message that says so is better than none.
            return Data(#"{"text":"crmgoals could not write this message"}"#.utf8)
        }
    }
}
