import Foundation
import Goals

/// JSON as every command prints it: sorted keys, times in UTC with `Z`, doubles in the fewest digits that read back the same.
public enum JSONText {
    /// Ends with a line end. Numbers that JSON has no word for become `null`'s nearest kin, the texts `NaN`, `Infinity`, `-Infinity`.
    public static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Timestamp.text(date))
        }
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
