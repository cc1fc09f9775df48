import Goals
import KPIs

extension Configuration {
    /// The JSON Schema (2020-12) of goals.json and of the files it includes. An editor that knows it completes and explains keys.
    ///
    /// It is made from the tables that decoding uses. What a schema cannot say (conditions, spans, names that must be declared)
    /// is left to `load`.
    public static var schema: String { Schema.root.json() + "\n" }
}

private enum Schema {
    static var root: SchemaNode {
        object(.topLevel).with(
            ("$schema", "https://json-schema.org/draft/2020-12/schema"),
            ("title", "goals.json of crmgoals"),
            ("description", "What is measured, when it is too much or too little, and who is told."),
            ("anyOf", [["required": ["goals"]], ["required": ["include"]]]),
            ("$defs", definitions))
    }

    private static var definitions: SchemaNode {
        .object([
            ("goal", goal),
            ("source", source),
            ("file", ["anyOf": [.reference("path"), object(.file)]]), ("table", table),
            ("column", ["anyOf": [["type": "string", "minLength": 1], one(of: .column)]]), ("channel", channel),
            ("kpi", kpi),
            ("holidays", object(.holidays)),
            ("notify", ["anyOf": [.reference("names"), object(.notify)]]), ("secret", secret), ("where", filters),
            (
                "names",
                ["type": "array", "items": ["type": "string", "minLength": 1], "uniqueItems": true]
            ),
            (
                "name",
                ["type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[^\\s./-][^/\\u0000-\\u001f]*$"]
            ),
            ("path", ["type": "string", "minLength": 1, "pattern": "^[^~\\u0000-\\u001f]"]),
            ("mail", ["type": "string", "pattern": "^[^@\\r\\n]+@[^@\\r\\n]+$"]),
            (
                "timezone",
                [
                    "type": "string", "pattern": "^(UTC|[A-Za-z_]+/.+)$",
                    "examples": ["UTC", "Europe/Berlin", "America/New_York"],
                ]
            ),
            ("language", ["enum": .texts(Language.allCases.map(\.rawValue))]),
            ("span", ["type": "string", "pattern": "[0-9]", "examples": ["10s", "15m", "1h", "1d", "1w", "1 month"]]),
            (
                "window",
                [
                    "type": "string", "minLength": 2,
                    "examples": [
                        "7d", "30d", "90d", "1 month", "last week", "last month", "last quarter", "this month",
                    ],
                ]
            ),
            (
                "condition",
                [
                    "type": "string", "minLength": 1, "pattern": "\\S",
                    "examples": ["churn > 5%", "resolution > 24h", "> 5%"],
                ]
            ),
            ("kpiName", kpiName),
            (
                "pointer",
                ["type": "string", "pattern": "^(/([^~]|~[01])*)?$", "examples": ["/backlog/open", "/teams/0/value"]]
            ),
        ])
    }

    private static func object(_ shape: Shape) -> SchemaNode {
        var members: [(String, SchemaNode)] = [
            ("type", "object"),
            ("properties", .object(shape.keys.map { ($0.name, described($0)) })),
            ("additionalProperties", false),
        ]
        if !shape.required.isEmpty { members.append(("required", .texts(shape.required))) }
        return .object(members)
    }

    private static func described(_ key: Key) -> SchemaNode {
        guard case .object(let members) = key.schema() else { return key.schema() }
        return .object([("description", .text(key.meaning))] + members)
    }

    /// An object with exactly one of the shape's keys.
    private static func one(of shape: Shape) -> SchemaNode {
        object(shape).with(("minProperties", 1), ("maxProperties", 1))
    }

    private static var goal: SchemaNode {
        object(.goal).with(
            ("anyOf", [["required": ["critical"]], ["required": ["warning"]]]),
            (
                "not",
                [
                    "anyOf": [
                        ["required": ["every", "cron"]], ["required": ["every", "at"]], ["required": ["cron", "at"]],
                    ]
                ]
            ))
    }

    private static var kpi: SchemaNode {
        ["anyOf": .array(CustomKPIs.kinds.map { object($0.shape) })]
    }

    private static var source: SchemaNode {
        let types = SourceEntry.types.map { type in
            switch type.name {
            case "csv": object(type.shape).with(("anyOf", [["required": ["folder"]], ["required": ["files"]]]))
            case "duckdb": object(type.shape).with(("anyOf", [["required": ["path"]], ["required": ["files"]]]))
            default: object(type.shape)
            }
        }
        return ["anyOf": .array(types)]
    }

    private static var table: SchemaNode {
        object(.table).with(
            (
                "oneOf",
                [
                    [
                        "required": ["sql"],
                        "not": ["anyOf": [["required": ["from"]], ["required": ["columns"]], ["required": ["where"]]]],
                    ],
                    ["required": ["from"], "not": ["required": ["sql"]]],
                ]
            ))
    }

    private static var secret: SchemaNode {
        [
            "anyOf": [
                one(of: .secret),
                [
                    "type": "string", "minLength": 1,
                    "description": "The value itself, for everybody with this file to read.",
                ],
            ]
        ]
    }

    private static var channel: SchemaNode {
        let types = ChannelEntry.types.map { type in
            type.name == "email"
                ? object(type.shape).with(("dependentRequired", ["username": ["password"], "password": ["username"]]))
                : object(type.shape)
        }
        return ["anyOf": .array(types)]
    }

    private static var filters: SchemaNode {
        let value: SchemaNode = ["type": ["string", "number", "boolean", "null"]]
        return [
            "type": "object", "propertyNames": ["minLength": 1],
            "additionalProperties": ["anyOf": [value, ["type": "array", "items": value, "minItems": 1]]],
        ]
    }

    /// The catalogue's names for completion, and any that `kpis` may declare.
    private static var kpiName: SchemaNode {
        ["anyOf": [["enum": .texts(Catalogue.standard.kpiNames)], ["type": "string", "pattern": "^[a-z][a-z0-9_]*$"]]]
    }
}
