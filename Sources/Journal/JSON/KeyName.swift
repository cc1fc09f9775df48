/// Swift names to the names of the journal: `openedAt` to `opened_at`.
enum KeyName {
    static func snake(_ name: String) -> String {
        guard name.utf8.contains(where: { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }) else { return name }
        var result = ""
        var previousIsUpper = true
        for character in name {
            if character.isUppercase, !previousIsUpper { result.append("_") }
            previousIsUpper = character.isUppercase
            result.append(character.lowercased())
        }
        return result
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
