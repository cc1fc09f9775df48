import KPIs

/// Whether the role that we are may write. Read-only transactions keep every statement from writing anyway; the role keeps also
/// functions and mistakes from it, so one that may write is refused unless `"allow_write_role": true`.
///
/// It may write if it, or a role that it is a member of and could become, is a superuser or may make roles or databases; may insert, update,
/// delete or truncate in any table of this database; or may create in any schema or in the database. Temporary tables do not count: they
/// are the session's own, and nobody else sees them.
struct PostgresRole {
    let flavor: PostgresFlavor
    let address: PostgresAddress

    /// What it may do that it should not, and what to run; `nil` for a role that only reads.
    func complaint(_ session: PostgresSession) throws -> String? {
        var powers: [String] = []
        for query in queries {
            try session.run(query) { row in
                if let power = row.text(0) { powers.append(power) }
            }
            // One reason is enough, and a superuser may do everything.
            if !powers.isEmpty { break }
        }
        guard !powers.isEmpty else { return nil }
        var role = ""
        try session.run("SELECT current_user") { row in role = row.text(0) ?? "" }
        let shown = powers.prefix(3).joined(separator: ", ") + (powers.count > 3 ? " and more" : "")
        return
            "role \(role) may write at \(address.shown) (\(shown)). Use one that only reads: as a superuser run \(statements(powers)) "
            + "and put that role into url. Or say \"allow_write_role\": true in the source"
    }

    private func statements(_ powers: [String]) -> String {
        let database = SQLIdentifier(address.database).quoted
        var lines = [
            "CREATE ROLE crmgoals LOGIN PASSWORD '...';", "GRANT CONNECT ON DATABASE \(database) TO crmgoals;",
            "GRANT USAGE ON SCHEMA public TO crmgoals;", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO crmgoals;",
        ]
        // Up to PostgreSQL 14 everybody may make tables in `public`.
        if powers.contains("CREATE in schema public") { lines.append("REVOKE CREATE ON SCHEMA public FROM PUBLIC;") }
        return lines.joined(separator: " ")
    }

    private var queries: [SQL] {
        switch flavor {
        case .postgres: [Self.attributes, Self.tables, Self.schemas]
        // These know no membership by these functions, and little of `pg_roles`.
        case .cockroach, .redshift: [Self.simpleAttributes, Self.simpleTables, Self.simpleSchemas]
        }
    }

    private static let attributes: SQL = """
        SELECT CASE WHEN rolsuper THEN 'superuser' WHEN rolcreaterole THEN 'CREATEROLE' WHEN rolcreatedb THEN 'CREATEDB' ELSE rolname END \
        || CASE WHEN rolname = current_user THEN '' ELSE ' through ' || rolname END
        FROM pg_catalog.pg_roles WHERE pg_has_role(current_user, oid, 'MEMBER') AND (rolsuper OR rolcreaterole OR rolcreatedb \
        OR rolname IN ('pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program'))
        ORDER BY CASE WHEN rolname = current_user THEN 0 ELSE 1 END, rolname LIMIT 4
        """

    private static let tables: SQL = """
        SELECT DISTINCT 'writing to ' || n.nspname || '.' || c.relname
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_roles AS r ON pg_has_role(current_user, r.oid, 'MEMBER')
        WHERE c.relkind IN ('r', 'p', 'v', 'f') AND left(n.nspname, 3) <> 'pg_' AND n.nspname <> 'information_schema' \
        AND (has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE') \
        OR has_any_column_privilege(r.oid, c.oid, 'INSERT, UPDATE')) LIMIT 4
        """

    private static let schemas: SQL = """
        SELECT DISTINCT 'CREATE in schema ' || n.nspname FROM pg_catalog.pg_namespace AS n
        JOIN pg_catalog.pg_roles AS r ON pg_has_role(current_user, r.oid, 'MEMBER')
        WHERE left(n.nspname, 3) <> 'pg_' AND n.nspname <> 'information_schema' AND has_schema_privilege(r.oid, n.oid, 'CREATE')
        UNION ALL
        SELECT DISTINCT 'CREATE in database ' || current_database() FROM pg_catalog.pg_roles AS r
        WHERE pg_has_role(current_user, r.oid, 'MEMBER') AND has_database_privilege(r.oid, current_database(), 'CREATE') LIMIT 4
        """

    private static let simpleAttributes: SQL = """
        SELECT CASE WHEN usesuper THEN 'superuser' ELSE 'CREATEDB' END FROM pg_catalog.pg_user
        WHERE usename = current_user AND (usesuper OR usecreatedb)
        """

    private static let simpleTables: SQL = """
        SELECT 'writing to ' || n.nspname || '.' || c.relname
        FROM pg_catalog.pg_class AS c JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'v') AND n.nspname NOT IN ('pg_catalog', 'pg_internal', 'pg_toast', 'crdb_internal', 'pg_extension') \
        AND n.nspname <> 'information_schema' AND (has_table_privilege(current_user, c.oid, 'INSERT') \
        OR has_table_privilege(current_user, c.oid, 'UPDATE') OR has_table_privilege(current_user, c.oid, 'DELETE')) LIMIT 4
        """

    private static let simpleSchemas: SQL = """
        SELECT 'CREATE in schema ' || nspname FROM pg_catalog.pg_namespace
        WHERE nspname NOT IN ('pg_catalog', 'pg_internal', 'pg_toast', 'crdb_internal', 'pg_extension', 'information_schema') \
        AND has_schema_privilege(current_user, nspname, 'CREATE') LIMIT 4
        """
}

/// Who answers. PostgreSQL and its extensions (Citus, Timescale) are one.
enum PostgresFlavor: Hashable {
    case postgres, cockroach, redshift

    /// - Parameter version: what `SELECT version()` says.
    init(version: String) {
        self = version.contains("CockroachDB") ? .cockroach : version.contains("Redshift") ? .redshift : .postgres
    }
}
