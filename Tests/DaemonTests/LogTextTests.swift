import Testing

@testable import Daemon

@Suite struct LogTextTests {
    @Test func noTextFromOutsideMakesASecondLineOrAControlSequence() {
        #expect(LogText.escaped("a\nb\u{1B}[31mc") == "a\\u{a}b\\u{1b}[31mc")
        #expect(LogText.escaped("Müller \u{202E}x") == "Müller \\u{202e}x")
    }

    @Test func valuesWithBlanksAreQuoted() {
        #expect(LogText.quoted("smb") == "smb")
        #expect(LogText.quoted("a b") == "\"a b\"")
        #expect(LogText.quoted("a \"b\"") == "\"a \\\"b\\\"\"")
        #expect(LogText.quoted("") == "\"\"")
    }

    @Test func jsonIsEscaped() {
        #expect(LogText.json("a\"b\\\n\u{1}ü") == "\"a\\\"b\\\\\\n\\u0001ü\"")
    }
}
