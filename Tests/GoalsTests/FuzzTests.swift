import Foundation
import Goals
import Testing

/// Seeded, so that a failure comes back; what a person or a broken file writes never crashes a parser.
@Suite struct FuzzTests {
    static let pieces = [
        "churn", "resolution", "revenue", "orders", "nps", "clv", "chrun", "and", "or", "not", "between", "(", ")", "{",
        "}", "[", "]", ",", "+", "-", "*", "/",
        "<", "<=", ">", ">=", "==", "!=", "=", "5%", "24h", "1h30m", "200 EUR", "1.5k", "2M", "-10", "0", "1e9",
        "3 USD", "7d", "last month", "1 year", "p90(", "p90",
        "previous(", "change(", "min(", "abs(", "forecast(", "plan=\"a\"", "\"", "'", "\\", "{plan=\"x\"}", "[7d]", "é",
        "👨‍👩‍👧", "\u{0}", "\r\n", "%", ".", "..", "999999999999999999",
        "٣", "_", "$", "\u{301}",
    ]

    static func text(_ random: inout SeededRandom) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...14, using: &random) {
            text += pieces[Int.random(in: 0..<pieces.count, using: &random)]
            if Bool.random(using: &random) { text += " " }
        }
        return text
    }

    @Test func noTextCrashesAParserAndEveryProblemPointsIntoIt() {
        var random = SeededRandom(seed: 20_261_124)
        for _ in 0..<3_000 {
            let text = Self.text(&random)
            let kpi = Bool.random(using: &random) ? "churn" : nil
            do throws(SyntaxProblem) {
                let condition = try Vocabulary.parser.parse(text, defaultKPI: kpi)
                checkAgreement(condition)
            } catch {
                #expect(error.text == text)
                #expect(error.offset <= text.count && error.length >= 1 && !error.message.isEmpty)
                #expect(!error.description.isEmpty)
            }
            attempt(text) { _ = try Span(parsing: text) }
            attempt(text) { _ = try Window(parsing: text) }
            attempt(text) { _ = try Cron(parsing: text) }
            attempt(text) { _ = try Schedule(every: text) }
            attempt(text) { _ = try Schedule(at: text) }
            _ = Timestamp.parse(text, in: .utc)
        }
    }

    private func attempt(_ text: String, _ parse: () throws -> Void) {
        do {
            try parse()
        } catch let problem as SyntaxProblem {
            #expect(problem.text == text && problem.offset <= text.count && !problem.description.isEmpty)
        } catch {
            Issue.record(error)
        }
    }

    /// Whatever is read is sound: both sides of a comparison have one unit, and reading it again gives the same.
    private func checkAgreement(_ condition: Condition) {
        func check(_ node: Condition.Node) {
            switch node {
            case .and(let left, let right), .or(let left, let right):
                check(left)
                check(right)
            case .not(let inner): check(inner)
            case .comparison(let left, _, let right): #expect(left.unit == right.unit, "\(condition.text)")
            case .between(let subject, let low, let high, _):
                #expect(subject.unit == low.unit && subject.unit == high.unit, "\(condition.text)")
            }
        }
        check(condition.root)
        #expect(!condition.references.isEmpty)
        do throws(SyntaxProblem) {
            let again = try Vocabulary.parser.parse(condition.text, defaultKPI: nil)
            #expect(again == condition, "\(condition.text)")
        } catch {
            Issue.record("\(condition.text) is not read again: \(error)")
        }
    }

    @Test func cutAndChangedConditionsAreRefusedOrRead() {
        let text =
            #"not (resolution{priority="urgent"}[last month] > 1h30m or change(revenue, 1 year) < -10%) and nps between 1 and 50 or avg(churn, 7d) > 5%"#
        var random = SeededRandom(seed: 3)
        let characters = Array(text)
        for length in 0...characters.count {
            do throws(SyntaxProblem) {
                checkAgreement(try Vocabulary.parser.parse(String(characters[..<length]), defaultKPI: nil))
            } catch {
                #expect(error.offset <= length)
            }
        }
        for _ in 0..<1_500 {
            var changed = characters
            for _ in 0...Int.random(in: 0...2, using: &random) {
                changed[Int.random(in: 0..<changed.count, using: &random)] = Character(
                    Unicode.Scalar(UInt8.random(in: 32...126, using: &random)))
            }
            do throws(SyntaxProblem) {
                checkAgreement(try Vocabulary.parser.parse(String(changed), defaultKPI: nil))
            } catch {
                #expect(error.offset <= changed.count)
            }
        }
    }

    /// Conditions made by the rules of the grammar, with the value that the rules give them, worked out beside the text.
    @Test func whatTheGrammarMakesIsReadAndMeansWhatItSays() throws {
        var grammar = Grammar(random: SeededRandom(seed: 8))
        for _ in 0..<1_500 {
            let (text, truth) = grammar.condition(1)
            let condition = try Vocabulary.parser.parse(text, defaultKPI: nil)
            let values = Grammar.values
            #expect(condition.holds(Operands(kpi: { values[$0.kpi] })) == truth, "\(text)")
            checkAgreement(condition)
        }
    }
}
