extension Shape {
    static let csvSource = source(
        "csv",
        [
            Key(
                "folder",
                "A folder, relative to goals.json, with customers.csv, tickets.csv and so on; those that exist are read.",
                .reference("path")),
            Key(
                "files", "CSV files that look otherwise, by a name of your choice.",
                ["type": "object", "propertyNames": .reference("name"), "additionalProperties": .reference("file")]),
        ])

    static let sqliteSource = source(
        "sqlite",
        [Key("path", "The database file, relative to goals.json; it is only read.", required: true, .reference("path"))]
    )

    static let postgresSource = source(
        "postgres",
        [
            Key(
                "url",
                "The database: postgres://user:password@host:5432/database, with ?sslmode=verify-full and other settings of libpq.",
                required: true, .reference("secret")),
            allowWriteRole,
        ])

    static let duckDBSource = source(
        "duckdb",
        [
            Key("path", "The database file, relative to goals.json; it is only read.", .reference("path")),
            Key(
                "files",
                "Files that DuckDB reads itself (CSV, Parquet, JSON), by a name of your choice; * in a path stands for any part.",
                [
                    "type": "object", "propertyNames": .reference("name"),
                    "additionalProperties": .reference("path"),
                ]),
        ])

    static let clickHouseSource = source(
        "clickhouse",
        [
            Key(
                "url", "The database: https://user:password@host:8443/database.", required: true,
                .reference("secret")),
            allowWriteRole,
            Key(
                "ca_file", "A PEM file with the certificate authorities to trust, relative to goals.json.",
                .reference("path")),
            Key("insecure", "true: http: is allowed towards other machines; false unless given.", ["type": "boolean"]),
        ])

    private static let allowWriteRole = Key(
        "allow_write_role", "true: a role that may write is taken, too; false unless given.", ["type": "boolean"])

    private static func source(_ type: String, _ own: [Key]) -> Shape {
        Shape(
            "a source of type \"\(type)\"",
            [Key("type", "What kind of source it is.", required: true, ["const": .text(type)])] + own + common)
    }

    private static let common: [Key] = [
        Key(
            "tables", "How tables are filled from the source's own files, tables or views, by the tables' names.",
            ["type": "object", "additionalProperties": .reference("table")]),
        Key(
            "timezone", "The time zone of times that name none; the file's timezone unless given.",
            .reference("timezone")),
        Key(
            "max_age", "How old the newest row of a table may be before its goals have no data; any age unless given.",
            .reference("span")),
        Key(
            "allow_bad_rows",
            "The share of rows that may be unreadable before checks fail: 0.05 for 5 %, true for any number; 0.01 unless given.",
            ["anyOf": [["type": "number", "minimum": 0, "maximum": 1], ["const": true]]]),
        Key(
            "allow_repeated_ids", "true: orders may repeat ids within a file (order lines); false unless given.",
            ["type": "boolean"]),
    ]
}
