import KPIs

/// The tables and views of a DuckDB source, files among them.
struct DuckDBRelations {
    struct Relation: Hashable {
        let schema: String
        let table: String

        /// As a person writes it.
        var shown: String { schema == "main" ? table : "\(schema).\(table)" }

        /// In `FROM`.
        var name: SQL {
            schema == "main" ? "\(SQLIdentifier(table))" : "\(SQLIdentifier(schema)).\(SQLIdentifier(table))"
        }
    }

    private(set) var all: [Relation] = []

    mutating func add(schema: String, table: String) {
        let relation = Relation(schema: schema, table: table)
        if !all.contains(relation) { all.append(relation) }
    }

    /// As it is spelled, else with case ignored, which is how DuckDB finds names.
    func lookUp(_ name: String) -> Relation? {
        all.first { $0.shown == name || "\($0.schema).\($0.table)" == name }
            ?? all.first { relation in
                [relation.shown, "\(relation.schema).\(relation.table)"].contains {
                    $0.lowercased() == name.lowercased()
                }
            }
    }
}
