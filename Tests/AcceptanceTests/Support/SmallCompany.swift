import Foundation

/// A hundred customers and forty tickets, whose churn and resolution time a test decides.
struct SmallCompany {
    let folder: Folder
    let now: Date

    init(in folder: Folder, now: Date) {
        self.folder = folder
        self.now = now
    }

    /// - Parameters:
    ///   - leaving: how many of 100 customers left ten days ago.
    ///   - hours: how long each of 40 tickets took.
    func write(leaving: Int, hours: Double = 5) throws {
        var customers = "id,created_at,churned_at,segment\n"
        for number in 1...100 {
            let churned = number <= leaving ? day(-10) : ""
            customers += "\(number),\(day(-400)),\(churned),\(number % 2 == 0 ? "smb" : "mid")\n"
        }
        var tickets = "id,opened_at,resolved_at,customer_id,priority\n"
        for number in 1...40 {
            let opened = now.addingTimeInterval(-5 * 86_400)
            tickets += "\(number),\(text(opened)),\(text(opened.addingTimeInterval(hours * 3600))),\(number),high\n"
        }
        try folder.write(customers, to: "data/customers.csv")
        try folder.write(tickets, to: "data/tickets.csv")
    }

    private func day(_ offset: Int) -> String { text(now.addingTimeInterval(Double(offset) * 86_400)) }

    private func text(_ date: Date) -> String {
        date.formatted(.iso8601)
    }
}
