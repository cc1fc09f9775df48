import Goals

/// A text in each language that messages are written in.
public struct Localized: Sendable, Hashable {
    public let en: String
    public let de: String

    public init(en: String, de: String) {
        self.en = en
        self.de = de
    }

    public subscript(language: Language) -> String {
        switch language {
        case .english: en
        case .german: de
        }
    }
}
