import Goals
import Testing

@Suite struct ConditionTests {
    @Test(arguments: [
        ("churn > 5", "churn_rate is a ratio: write 5%", "churn > 5%"),
        ("resolution > 24", "time_to_resolution is a duration: write 24h", "resolution > 24h"),
    ])
    func aNumberOfTheWrongUnitIsToldHowItIsWritten(text: String, message: String, fix: String) throws {
        let problem = try #require(throws: SyntaxProblem.self) { try Vocabulary.parser.parse(text, defaultKPI: nil) }
        #expect(problem.message == message)
        #expect(problem.fix == fix)
    }
}
