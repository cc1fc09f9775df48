import Goals
import KPIs

/// Tables and views of a PostgreSQL database, as its catalogue names them.
struct PostgresRelations {
    struct Relation: Hashable {
        let schema: String
        let table: String
        /// Found without its schema's name, by the search path.
        let isVisible: Bool
        let oid: String

        /// With its schema, so that nothing else of that name comes in between.
        var name: SQL { "\(SQLIdentifier(schema)).\(SQLIdentifier(table))" }

        var shown: String { "\(schema).\(table)" }
    }

    enum Answer {
        case found(Relation)
        /// `hint`: what to do, for the end of a sentence.
        case missing(hint: String)
    }

    private var relations: [Relation] = []

    mutating func add(_ relation: Relation) { relations.append(relation) }

    /// `crm.cases` may be a table in a schema, or a table whose name has a point.
    static func possibleTables(_ name: String) -> [String] {
        [name.lowercased()] + (parts(name).map { [$0.table.lowercased()] } ?? [])
    }

    private static func parts(_ name: String) -> (schema: String, table: String)? {
        guard let point = name.firstIndex(of: ".") else { return nil }
        return (String(name[..<point]), String(name[name.index(after: point)...]))
    }

    /// As it is spelled, else with case ignored, as who writes `Cases` without quotes in SQL has got `cases`.
    func lookUp(_ name: String) -> Answer {
        if let one = best(relations.filter { $0.isVisible }, { $0.table }, name) { return .found(one) }
        if let (schema, table) = Self.parts(name) {
            let inSchema = relations.filter { $0.schema.lowercased() == schema.lowercased() }
            let exact = inSchema.filter { $0.schema == schema }
            if let one = best(exact, { $0.table }, table) ?? best(inSchema, { $0.table }, table) { return .found(one) }
        }
        if let elsewhere = relations.first(where: { $0.table.lowercased() == name.lowercased() }) {
            return .missing(
                hint: ": it lies in a schema that is not in the role's search_path, so write \"\(elsewhere.shown)\"")
        }
        return .missing(
            hint: ": see how it is spelled, and in which schema it lies (\"schema.table\"); \\dt *.* in psql lists them"
        )
    }

    private func best(_ candidates: [Relation], _ key: (Relation) -> String, _ name: String) -> Relation? {
        candidates.first { key($0) == name } ?? candidates.first { key($0).lowercased() == name.lowercased() }
    }
}
