/// What `SELECT version()` says: `18.16.1`, `26.9.2.1`.
struct ClickHouseVersion: Sendable, Hashable, CustomStringConvertible {
    let description: String
    private let major: Int
    private let minor: Int

    /// `nil` if it is no version.
    init?(_ text: String) {
        let numbers = text.split(separator: ".").prefix(2).compactMap { Int($0) }
        guard numbers.count == 2 else { return nil }
        description = text
        (major, minor) = (numbers[0], numbers[1])
    }

    private func isAtLeast(_ major: Int, _ minor: Int) -> Bool { (self.major, self.minor) >= (major, minor) }

    /// Users and what they may do are made by SQL.
    var hasGrants: Bool { isAtLeast(20, 4) }

    /// `WITH name AS (SELECT ...)`, seen from within subqueries, too.
    var hasCommonTableExpressions: Bool { isAtLeast(21, 1) }
}
