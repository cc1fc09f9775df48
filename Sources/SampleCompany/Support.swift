/// Tickets, and the question how content the customer was with the answer.
struct Support {
    private var tickets = CSVTable(
        "tickets", "id", "opened_at", "first_response_at", "resolved_at", "customer_id", "priority", "channel", "topic")
    private var arrivals = Pace()
    private var handling = Spread(from: 0.71)
    private var answers = Spread(from: 0.05)
    private var contentment = Spread(from: 0.52)

    private static let priorities = ["low", "low", "normal", "normal", "normal", "high", "high", "urgent"]
    private static let channels = ["email", "email", "portal", "chat", "phone"]
    private static let topics = ["question", "question", "bug", "billing", "access", "feature request"]

    mutating func day(_ day: Int, _ company: inout Company, _ surveys: inout Surveys) {
        let moments = (0..<arrivals.count(isWorkday(day) ? 13 : 2)).map { _ in
            Moment(day: day, minute: company.dice.number(in: 460...1080))
        }
        for opened in moments.sorted() {
            guard let index = company.anyActive() else { continue }
            take(opened, company.customers[index].id, &company, &surveys)
        }
    }

    private mutating func take(
        _ opened: Moment, _ customer: String, _ company: inout Company, _ surveys: inout Surveys
    ) {
        let today = company.stories.today
        let priority = company.dice.pick(Self.priorities)
        let begins = priority == "urgent" ? opened : company.stories.workBegins(onTicketOf: opened)
        let answered = begins.afterWork(minutes: company.dice.number(in: 4...50))
        let resolved = max(answered, begins.afterWork(minutes: Int(handling.duration(median: 110, shape: 0.55))))
        tickets.add([
            .text("T\(20_000 + tickets.rows)"), .moment(opened), CSVTable.Field(answered, before: today),
            CSVTable.Field(resolved, before: today), .text(customer), .text(priority),
            .text(company.dice.pick(Self.channels)), .text(company.dice.pick(Self.topics)),
        ])
        let waited = resolved.day - opened.day > 3
        let content = contentment.next() < (waited ? 0.84 : 0.89)
        let score = content ? company.dice.number(in: 4...5) : company.dice.number(in: 1...3)
        let answer = answers.next() < 0.45 ? resolved + company.dice.number(in: 90...2900) : nil
        surveys.add(kind: "csat", customer: customer, sent: resolved + 60, answered: answer, score: score)
    }

    var table: CSVTable { tickets }
}
