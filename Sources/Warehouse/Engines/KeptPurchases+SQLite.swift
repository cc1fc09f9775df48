import Foundation
import Goals
import KPIs

extension KeptTable {
    /// What the lifetime value needs of each customer.
    static func purchases(zone: Zone) -> KeptTable {
        KeptTable(
            name: KeptPurchases.relation.rendered { _ in "" }.text,
            definition: """
                id TEXT PRIMARY KEY, days INTEGER, first_day INTEGER, last_day INTEGER, valued_days INTEGER, revenue REAL, \
                first_revenue REAL
                """,
            table: KeptPurchases.table, needed: KeptPurchases.needed, key: "customer_id", time: "ordered_at", zone: zone
        ) { columns, before, keys in
            let layout = Layout(tables: [KeptPurchases.table: columns])
            let query = KeptPurchases.rows(
                of: .written(byUser: keys), before: before, zone: zone, in: layout, dialect: SQLiteDialect())
            return query.rendered { bound in
                switch bound.value {
                case .time(let time): "\(SQLiteValues.microseconds(time))"
                case .number(let number): "\(number)"
                case .text(let text): "'" + text.replacing("'", with: "''") + "'"
                }
            }.text
        }
    }
}
