/// Questions to customers and what they answered: how content they are with support (csat), whether they would recommend the
/// product (nps).
struct Surveys {
    private var surveys: [Survey] = []
    private var questions = Pace()
    private var answers = Spread(from: 0.19)
    private var opinions = Spread(from: 0.64)

    private struct Survey {
        let kind: String
        let customer: String
        let sent: Moment
        let answered: Moment?
        let score: Int
    }

    mutating func add(kind: String, customer: String, sent: Moment, answered: Moment?, score: Int) {
        surveys.append(Survey(kind: kind, customer: customer, sent: sent, answered: answered, score: score))
    }

    mutating func day(_ day: Int, _ company: inout Company) {
        for _ in 0..<questions.count(isWorkday(day) ? 13 : 4) {
            guard let index = company.anyActive() else { continue }
            let sent = Moment(day: day, minute: company.dice.number(in: 540...600))
            let answered = answers.next() < 0.45 ? sent + company.dice.number(in: 5...4000) : nil
            let score = answered.map { recommendation(on: $0.day, &company) } ?? 0
            add(kind: "nps", customer: company.customers[index].id, sent: sent, answered: answered, score: score)
        }
    }

    private mutating func recommendation(on day: Int, _ company: inout Company) -> Int {
        let (promoters, detractors) = company.stories.recommendation(on: day)
        let opinion = opinions.next()
        if opinion < detractors { return company.dice.number(in: 1...6) }
        return opinion >= 1 - promoters ? company.dice.number(in: 9...10) : company.dice.number(in: 7...8)
    }

    func table(_ stories: Stories) -> CSVTable {
        var table = CSVTable("surveys", "id", "kind", "customer_id", "sent_at", "answered_at", "score")
        let known = surveys.filter { $0.sent.day < stories.today }.sorted { $0.sent < $1.sent }
        for (number, survey) in known.enumerated() {
            let answered = CSVTable.Field(survey.answered, before: stories.today)
            let score: CSVTable.Field = if case .moment = answered { .count(survey.score) } else { .empty }
            table.add([
                .text("S\(30_000 + number)"), .text(survey.kind), .text(survey.customer), .moment(survey.sent),
                answered, score,
            ])
        }
        return table
    }
}
