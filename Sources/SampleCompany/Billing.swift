import Goals

/// Orders: the monthly invoice of each subscription, extras, and now and then a credit note.
struct Billing {
    private var orders: [Order] = []
    private var extras = Pace()

    private struct Order {
        let customer: String
        let moment: Moment
        let product: String
        let quantity: Int
        let amount: Double
    }

    private static let products: [(name: String, price: Double)] = [
        ("Onboarding workshop", 890), ("Training day", 1150), ("API access", 290), ("Data migration", 1600),
        ("Premium support", 450), ("Report pack", 190),
    ]

    mutating func day(_ day: Int, _ company: inout Company) {
        let dayOfMonth = CivilTime(day: day).dayOfMonth
        for index in company.activeCustomers {
            let customer = company.customers[index]
            guard min(CivilTime(day: customer.created.day).dayOfMonth, 28) == dayOfMonth,
                let contract = customer.contracts.last
            else { continue }
            invoice(customer, at: max(Moment(day: day, minute: 390), customer.created), contract.price)
            if company.dice.index(80) == 0 {
                invoice(customer, at: Moment(day: day, minute: 1020), -(contract.price / 4).rounded())
            }
        }
        for _ in 0..<extras.count(Double(company.activeCount) * 0.017 / 30) {
            guard let index = company.anyActive() else { continue }
            sellExtra(to: index, day, &company)
        }
    }

    private mutating func invoice(_ customer: Customer, at moment: Moment, _ amount: Double) {
        orders.append(
            Order(customer: customer.id, moment: moment, product: "Subscription", quantity: 1, amount: amount))
    }

    private mutating func sellExtra(to index: Int, _ day: Int, _ company: inout Company) {
        let customer = company.customers[index]
        let new = Self.products.filter { !customer.extras.contains($0.name) }
        guard customer.created.day < day - 60, !new.isEmpty else { return }
        let product = company.dice.pick(new)
        company.buy(product.name, customer: index)
        let quantity = company.dice.number(in: 1...3)
        orders.append(
            Order(
                customer: customer.id, moment: Moment(day: day, minute: company.dice.number(in: 540...1050)),
                product: product.name, quantity: quantity, amount: product.price * Double(quantity)))
    }

    var table: CSVTable {
        var table = CSVTable("orders", "id", "customer_id", "ordered_at", "product", "quantity", "amount")
        for (number, order) in orders.sorted(by: { $0.moment < $1.moment }).enumerated() {
            table.add([
                .text("R\(100_000 + number)"), .text(order.customer), .moment(order.moment), .text(order.product),
                .count(order.quantity), .money(order.amount),
            ])
        }
        return table
    }
}
