import Status
import Testing

@Suite("Text for a terminal") struct TerminalTextTests {
    @Test(
        "shows control characters instead of obeying them",
        arguments: [
            ("a\u{1B}[31mb", "a\\u{1b}[31mb"), ("a\u{9B}31mb", "a\\u{9b}31mb"), ("a\r\nb\tc", "a\\r\\nb\\tc"),
            ("\u{7}\u{7F}\u{0}", "\\u{7}\\u{7f}\\u{0}"), ("abc\u{202E}def", "abc\\u{202e}def"),
            ("a\u{2028}b", "a\\u{2028}b"), ("<b> & \"=1+1\" ü 👍", "<b> & \"=1+1\" ü 👍"),
        ])
    func escapes(_ data: String, _ shown: String) {
        #expect(TerminalText(data, .bad).rendered(colour: false) == shown)
    }

    @Test func colourComesOnlyWhenItIsAskedFor() {
        let text: TerminalText = "churn is " + TerminalText("critical", .bad)
        #expect(text.rendered(colour: false) == "churn is critical")
        #expect(text.rendered(colour: true) == "churn is \u{1B}[1;38;5;196mcritical\u{1B}[0m")
    }

    @Test func whatIsTooLongEndsInAnEllipsisAndNeverInHalfACharacter() {
        #expect(TerminalText("conversion").truncated(to: 6).rendered(colour: false) == "conve…")
        #expect(TerminalText("日本語日本語").truncated(to: 6).rendered(colour: false) == "日本…")
        #expect(TerminalText("conversion").truncated(to: 6, ellipsis: "...").rendered(colour: false) == "con...")
        #expect(TerminalText("churn").truncated(to: 5).rendered(colour: false) == "churn")
        #expect(TerminalText("日").truncated(to: 1).width <= 1)
    }

    @Test func linesBreakBetweenWords() {
        let lines = TerminalText("no row of tickets was resolved in the window").wrapped(to: 12)
        #expect(lines.map { $0.rendered(colour: false) } == ["no row of", "tickets was", "resolved in", "the window"])
    }

    @Test func aWordIsBrokenOnlyIfItIsLongerThanALine() {
        let lines = TerminalText("see sources.crm.tables.orders now").wrapped(to: 10)
        #expect(lines.map { $0.rendered(colour: false) } == ["see", "sources.cr", "m.tables.o", "rders now"])
        #expect(lines.allSatisfy { $0.width <= 10 })
    }

    @Test func aStyledWordKeepsItsStyleAcrossABreak() {
        let lines = ("one " + TerminalText("two three", .strong)).wrapped(to: 5)
        #expect(lines.map { $0.rendered(colour: true) } == ["one", "\u{1B}[1mtwo\u{1B}[0m", "\u{1B}[1mthree\u{1B}[0m"])
    }
}
