/// The company as it goes from day to day: who its customers are, and its books.
struct Company {
    let stories: Stories
    var dice: Dice
    private(set) var customers: [Customer] = []
    /// Indices into `customers`.
    private var active: [Segment: [Int]] = [:]

    private var leaving: [Segment: Pace] = [:]
    private var upgrades = Pace()
    private var segmentShares = Spread(from: 0.11)
    private var planShares = Spread(from: 0.37)

    init(stories: Stories, seed: UInt64) {
        self.stories = stories
        dice = Dice(seed: seed)
        for segment in Segment.allCases {
            active[segment] = []
            leaving[segment] = Pace()
        }
    }

    var activeCount: Int { active.values.reduce(0) { $0 + $1.count } }

    var activeCustomers: [Int] { Segment.allCases.flatMap { active[$0] ?? [] } }

    /// One of the active customers; nil if there is none.
    mutating func anyActive() -> Int? {
        var number = activeCount
        guard number > 0 else { return nil }
        number = dice.index(number)
        for segment in Segment.allCases {
            let members = active[segment] ?? []
            if number < members.count { return members[number] }
            number -= members.count
        }
        return nil
    }

    /// A new customer, with a first contract. Its index.
    @discardableResult
    mutating func sign(at moment: Moment) -> Int {
        let number = customers.count
        let segment = Segment(share: segmentShares.next())
        let plan = Plan(segment, share: planShares.next())
        let digits = String(number + 1)
        let contract = Customer.Contract(
            plan: plan, price: plan.price(on: moment.day, stories) * Double(dice.number(in: 9...14)) / 10, start: moment
        )
        customers.append(
            Customer(
                id: "C" + String(repeating: "0", count: max(0, 5 - digits.count)) + digits,
                name: CompanyName.name(number: number, &dice), segment: segment,
                industry: dice.pick(CompanyName.industries), country: dice.pick(CompanyName.countries),
                accountManager: dice.pick(CompanyName.managers), created: moment, contracts: [contract]))
        active[segment, default: []].append(number)
        return number
    }

    mutating func buy(_ product: String, customer: Int) {
        customers[customer].extras.insert(product)
    }

    /// Who leaves today, and who moves to a larger contract.
    mutating func renew(_ day: Int) {
        for segment in Segment.allCases {
            let rate = stories.churn(of: segment, on: day) * Double(active[segment]?.count ?? 0)
            for _ in 0..<(leaving[segment]?.count(rate) ?? 0) { leave(segment, day) }
        }
        for _ in 0..<upgrades.count(Double(activeCount) * 0.008 / 30) {
            guard let customer = anyActive() else { continue }
            upgrade(customer, day)
        }
    }

    private mutating func leave(_ segment: Segment, _ day: Int) {
        guard let members = active[segment], !members.isEmpty else { return }
        var place = dice.index(members.count)
        // It is the starter plan whose price rises.
        for _ in 0..<3 where segment == .smb && day >= stories.priceRise {
            if customers[members[place]].contracts.last?.plan == .starter { break }
            place = dice.index(members.count)
        }
        let customer = members[place]
        guard customers[customer].created.day < day - 30, let last = customers[customer].contracts.indices.last else {
            return
        }
        active[segment]?.swapAt(place, members.count - 1)
        active[segment]?.removeLast()
        customers[customer].churned = day
        customers[customer].contracts[last].end = day
    }

    private mutating func upgrade(_ customer: Int, _ day: Int) {
        guard let last = customers[customer].contracts.indices.last else { return }
        let present = customers[customer].contracts[last]
        guard present.start.day < day - 60 else { return }
        customers[customer].contracts[last].end = day
        let larger: Plan =
            switch present.plan {
            case .starter: .team
            case .team: .business
            case .business, .enterprise: present.plan
            }
        let price = max(larger.price(on: day, stories), present.price * 1.3)
        customers[customer].contracts.append(.init(plan: larger, price: price, start: Moment(day: day)))
    }

    var tables: [CSVTable] {
        var people = CSVTable(
            "customers", "id", "name", "segment", "industry", "country", "account_manager", "created_at", "churned_at")
        var contracts = CSVTable("subscriptions", "id", "customer_id", "plan", "mrr", "started_at", "ended_at")
        for customer in customers {
            people.add([
                .text(customer.id), .text(customer.name), .text(customer.segment.rawValue), .text(customer.industry),
                .text(customer.country), .text(customer.accountManager), .moment(customer.created),
                customer.churned.map { .day($0) } ?? .empty,
            ])
            for (number, contract) in customer.contracts.enumerated() {
                contracts.add([
                    .text("\(customer.id)-\(number + 1)"), .text(customer.id), .text(contract.plan.rawValue),
                    .money(contract.price), .moment(contract.start), contract.end.map { .day($0) } ?? .empty,
                ])
            }
        }
        return [people, contracts]
    }
}
