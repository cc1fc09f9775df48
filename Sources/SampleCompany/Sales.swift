/// Leads, and the customers that some of them become.
struct Sales {
    private var leads: [Lead] = []
    private var signings = Pace()
    private var enquiries = Pace()
    private var courtship = Spread(from: 0.23)

    private struct Lead {
        let created: Moment
        var converted: Moment?
        var lost: Moment?
        var customer: String?
        let source: String
    }

    private static let sources = ["website", "website", "referral", "partner", "trade fair", "campaign"]

    mutating func day(_ day: Int, _ company: inout Company) {
        for moment in signings(on: day, &company) {
            let customer = company.sign(at: moment)
            court(until: moment, customer: company.customers[customer].id, &company)
        }
        for _ in 0..<enquiries.count(isWorkday(day) ? 10.5 : 1.5) {
            let created = Moment(day: day, minute: company.dice.number(in: 420...1260))
            let lost = company.dice.index(3) == 0 ? nil : created + company.dice.number(in: 5...60) * 1440
            leads.append(Lead(created: created, lost: lost, source: company.dice.pick(Self.sources)))
        }
    }

    /// Leads of today's export that will become customers only after it.
    mutating func after(_ company: inout Company) {
        let today = company.stories.today
        for day in today..<(today + 90) {
            for moment in signings(on: day, &company) { court(until: moment, customer: nil, &company) }
        }
    }

    private mutating func signings(on day: Int, _ company: inout Company) -> [Moment] {
        (0..<signings.count(isWorkday(day) ? 1.55 : 0.15)).map { _ in
            Moment(day: day, minute: company.dice.number(in: 480...1080))
        }
    }

    private mutating func court(until moment: Moment, customer: String?, _ company: inout Company) {
        let days = courtship.duration(median: 18, shape: 0.35)
        leads.append(
            Lead(
                created: moment + -Int(days * 1440), converted: moment, customer: customer,
                source: company.dice.pick(Self.sources)))
    }

    func table(_ stories: Stories) -> CSVTable {
        var table = CSVTable(
            "leads", "id", "created_at", "converted_at", "lost_at", "customer_id", "status", "source")
        let known = leads.filter { $0.created.day < stories.today }.sorted { $0.created < $1.created }
        for (number, lead) in known.enumerated() {
            let converted = CSVTable.Field(lead.converted, before: stories.today)
            let lost = CSVTable.Field(lead.lost, before: stories.today)
            let status =
                switch (converted, lost) {
                case (.moment, _): "won"
                case (_, .moment): "lost"
                default: "open"
                }
            table.add([
                .text("L\(10_000 + number)"), .moment(lead.created), converted, lost, CSVTable.Field(lead.customer),
                .text(status), .text(lead.source),
            ])
        }
        return table
    }
}
