import Status
import Testing

@Suite("A table for a spreadsheet") struct CSVTextTests {
    @Test(
        "runs nothing that stands in the data",
        arguments: [
            ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""), ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("\r=1", "\"'\r=1\""), ("＝1", "'＝1"), ("a=1", "a=1"),
        ])
    func harmless(_ data: String, _ cell: String) {
        #expect(CSVText.line([.text(data)]) == cell + "\n")
    }

    @Test func quotesWhatWouldEndACell() {
        #expect(
            CSVText.line([.text("a,b"), .text("say \"hi\""), .text("two\nlines"), .text("")])
                == "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\n")
    }

    @Test func numbersOfOursStayNumbers() {
        #expect(CSVText.line([.number(-0.5), .number(12), .number(0.1 + 0.2)]) == "-0.5,12,0.30000000000000004\n")
    }
}
