import Status
import Testing

@Suite("A table for a spreadsheet") struct CSVTextTests {
    @Test(
        "runs nothing that stands in the data",
        arguments: [
            ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""), ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "' =1"), ("\r=1", "' =1"), (" =1", "' =1"), ("＝1", "'＝1"),
            ("a=1", "a=1"),
        ])
    func harmless(_ data: String, _ cell: String) {
        #expect(CSVText.line([.text(data)]) == cell + "\n")
    }

    @Test func quotesWhatWouldEndACell() {
        #expect(
            CSVText.line([.text("a,b"), .text("say \"hi\""), .text("")]) == "\"a,b\",\"say \"\"hi\"\"\",\n")
    }

    @Test func noControlCharacterEndsALineOrReachesATerminal() {
        #expect(CSVText.line([.text("two\r\nlines"), .text("\u{1B}[2J\u{9B}1m")]) == "two  lines, [2J 1m\n")
    }

    @Test func numbersOfOursStayNumbers() {
        #expect(CSVText.line([.number(-0.5), .number(12), .number(0.1 + 0.2)]) == "-0.5,12,0.30000000000000004\n")
    }
}
