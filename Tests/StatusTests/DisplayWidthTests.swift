import Status
import Testing

@Suite("Columns that text takes on a terminal") struct DisplayWidthTests {
    @Test(
        "are those of Python's wcwidth",
        arguments: [
            ("churn > 5%", 10), ("Käufer", 6), ("Ka\u{308}ufer", 6), ("日本語", 6), ("한국", 4), ("ﾊﾝｶｸ", 4), ("ＡＢ", 4),
            ("👍", 2), ("👍🏽", 2), ("👩‍👩‍👧", 2), ("🇩🇪", 2), ("❤️", 2), ("✖", 1), ("▁▇", 2), ("–", 1), ("·", 1),
            ("e\u{301}\u{302}", 1), ("ไทย", 3), ("\u{200B}", 0),
        ])
    func width(_ text: String, _ columns: Int) {
        #expect(TerminalText(text).width == columns)
    }
}
