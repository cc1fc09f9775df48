/// Campaign mails, visits of the website, and what all of it costs.
struct Marketing {
    private var sends = CSVTable("sends", "id", "campaign", "customer_id", "sent_at", "responded_at")
    private var visits = CSVTable("visits", "id", "visited_at", "visitor_id", "converted_at", "goal", "medium")
    private var costs = CSVTable("costs", "id", "spent_at", "category", "amount")
    private var responses = Spread(from: 0.31)
    private var welcomes = Spread(from: 0.83)
    private var conversions = Spread(from: 0.44)
    private var visitors = 0

    private static let campaigns = [
        "Webinar: dashboards", "Case study: logistics", "Newsletter spring", "Product tour", "Customer survey",
        "Webinar: forecasting", "Integrations", "Report templates", "Case study: retail", "Newsletter summer",
        "Security update", "Partner offer", "Webinar: data quality", "Roadmap", "Newsletter autumn",
        "Refer a colleague", "Case study: health care", "Training calendar", "Newsletter winter", "User conference",
    ]
    private static let media = ["organic", "organic", "ads", "ads", "referral", "direct"]
    private static let goals = ["trial", "trial", "demo", "contact"]

    mutating func day(_ day: Int, _ company: inout Company) {
        mail(day, &company)
        receive(day, &company)
        pay(day, &company)
    }

    private mutating func mail(_ day: Int, _ company: inout Company) {
        // Campaigns are counted back from the newest, which ends today.
        let age = (company.stories.today - 1 - day) / Stories.campaignLength
        let campaign = Self.campaigns[(Self.campaigns.count - 1 - age % Self.campaigns.count)]
        let isDead =
            (company.stories.deadCampaign..<(company.stories.deadCampaign + Stories.campaignLength)).contains(day)
        for _ in 0..<(isWorkday(day) ? 20 : 0) {
            send(campaign, day, responds: responses.next() < (isDead ? 0.01 : 0.15), &company)
        }
        for _ in 0..<10 { send("Onboarding", day, responds: welcomes.next() < 0.34, &company) }
    }

    private mutating func send(_ campaign: String, _ day: Int, responds: Bool, _ company: inout Company) {
        guard let index = company.anyActive() else { return }
        let sent = Moment(day: day, minute: 600)
        let responded = responds ? sent + company.dice.number(in: 3...5000) : nil
        sends.add([
            .text("M\(100_000 + sends.rows)"), .text(campaign), .text(company.customers[index].id), .moment(sent),
            CSVTable.Field(responded, before: company.stories.today),
        ])
    }

    private mutating func receive(_ day: Int, _ company: inout Company) {
        let count = isWorkday(day) ? 90 + company.dice.index(30) : 35 + company.dice.index(10)
        let moments = (0..<count).map { _ in Moment(day: day, minute: company.dice.number(in: 380...1380)) }
        for visited in moments.sorted() {
            let isNew = company.dice.index(10) < 6 || visitors == 0
            if isNew { visitors += 1 }
            let visitor = isNew ? visitors : max(1, visitors - company.dice.index(600))
            let converts = conversions.next() < 0.031
            visits.add([
                .text("W\(500_000 + visits.rows)"), .moment(visited), .text("v\(visitor)"),
                converts ? .moment(visited + company.dice.number(in: 2...25)) : .empty,
                converts ? .text(company.dice.pick(Self.goals)) : .empty, .text(company.dice.pick(Self.media)),
            ])
        }
    }

    private mutating func pay(_ day: Int, _ company: inout Company) {
        spend(day, "ads", Double(company.dice.number(in: 26_000...34_000)) / 100)
        guard Moment(day: day).isFirstOfMonth else { return }
        spend(day, "agency", 3500)
        spend(day, "events", Double(company.dice.number(in: 4200...5200)))
        spend(day, "sales", 12_400)
    }

    private mutating func spend(_ day: Int, _ category: String, _ amount: Double) {
        costs.add([.text("K\(1000 + costs.rows)"), .day(day), .text(category), .money(amount)])
    }

    var tables: [CSVTable] { [sends, visits, costs] }
}
