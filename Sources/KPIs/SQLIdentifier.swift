/// A name of a table or column, quoted as standard SQL has it: any text is one name and nothing else.
public struct SQLIdentifier: Sendable, Hashable {
    public let name: String

    public init(_ name: String) {
        self.name = name
    }

    /// A NUL would end the statement's text, and no table or column has one in its name.
    public var quoted: String {
        var text = "\""
        for character in name.unicodeScalars where character != "\0" {
            text.unicodeScalars.append(character)
            if character == "\"" { text += "\"" }
        }
        return text + "\""
    }
}
