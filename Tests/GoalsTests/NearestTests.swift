import Goals
import Testing

@Suite struct NearestTests {
    @Test(
        arguments: [
            ("chrun", "churn"), ("churn_rat", "churn_rate"), ("Churn", "churn"), ("nsp", "nps"),
            ("retention", "customer_retention_rate"),
            ("revenu", "revenue"), ("xyz", nil), ("", nil), ("weather", nil), ("resolutoin", "resolution"),
        ] as [(String, String?)])
    func aMisspeltWordFindsItsNeighbour(word: String, expected: String?) {
        let words = ["churn", "churn_rate", "nps", "customer_retention_rate", "revenue", "resolution"]
        #expect(nearest(word, in: words) == expected)
    }

    @Test func aVeryLongWordIsNear() {
        #expect(nearest(String(repeating: "a", count: 100_000), in: ["churn"]) == nil)
    }
}

@Suite struct SyntaxProblemTests {
    @Test func itShowsTheTextWithACaretUnderWhatIsWrongAndTheFix() throws {
        let problem = try #require(throws: SyntaxProblem.self) {
            try Vocabulary.parser.parse("nps < 40 and churn > 5", defaultKPI: nil)
        }
        #expect(
            problem.description == """
                churn_rate is a ratio: write 5%
                  nps < 40 and churn > 5
                                       ^
                write: nps < 40 and churn > 5%
                """)
    }

    @Test func aLongTextIsShownRoundTheProblem() throws {
        let text =
            String(repeating: "churn > 5% and ", count: 20) + "chrun > 5% "
            + String(repeating: "and churn > 5% ", count: 20)
        let problem = try #require(throws: SyntaxProblem.self) { try Vocabulary.parser.parse(text, defaultKPI: nil) }
        let lines = problem.description.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[1].count <= 110)
        let caret = try #require(lines[2].firstIndex(of: "^"))
        #expect(lines[1].dropFirst(lines[2].distance(from: lines[2].startIndex, to: caret)).hasPrefix("chrun"))
        #expect(lines[2].hasSuffix(" ^^^^^"))
    }

    @Test func lineBreaksAndControlCharactersDoNotReachTheTerminal() {
        let problem = SyntaxProblem(text: "a\nb\u{1B}[31mc\r\nd", offset: 30, length: 5, message: "wrong")
        #expect(problem.description == "wrong\n  a b [31mc d\n" + String(repeating: " ", count: 2 + 11) + "^")
    }
}
