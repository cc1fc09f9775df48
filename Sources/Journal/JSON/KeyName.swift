/// Swift names to the names of the journal: `openedAt` to `opened_at`.
enum KeyName {
    static func snake(_ name: String) -> String {
        guard name.utf8.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return name }
        var result: [UInt8] = []
        var previousIsUpper = true
        for byte in name.utf8 {
            let isUpper = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            if isUpper, !previousIsUpper { result.append(UInt8(ascii: "_")) }
            previousIsUpper = isUpper
            result.append(isUpper ? byte + 32 : byte)
        }
        return String(decoding: result, as: UTF8.self)
    }
}

/// A dictionary whose keys are data, not names.
protocol KeyedByText {}
extension Dictionary: KeyedByText where Key == String {}

/// A position in a list, where the coders ask for a key.
struct ListIndex: CodingKey {
    let index: Int

    init(_ index: Int) { self.index = index }
    init?(stringValue: String) { nil }
    init?(intValue: Int) { self.init(intValue) }

    var stringValue: String { "[\(index)]" }
    var intValue: Int? { index }
}
