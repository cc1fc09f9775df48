import Goals
import KPIs

extension Shape {
    static let sqlKPI = kpi(
        "sql",
        Key(
            "sql",
            "A query that gives a row with the columns value and, if you like, sample; further columns are what a goal may split by. It may use :start, :end and :now.",
            required: true, ["type": "string", "minLength": 1]))

    static let seriesKPI = kpi(
        "series",
        Key(
            "series",
            "A table with the columns at and value, and any label columns, that a source fills under this name.",
            required: true, ["type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_]*$"]),
        Key(
            "aggregate", "What is made of the values of a series in the window; last unless given.",
            ["enum": .texts(CustomKPI.Aggregate.allCases.map(\.rawValue))]))

    static let httpKPI = kpi(
        "http",
        Key("http", "The address of a JSON document.", required: true, .reference("secret")),
        Key(
            "value", "Where the number is, as a JSON Pointer such as /backlog/open; with a list, in each item of it.",
            required: true, .reference("pointer")),
        Key(
            "list", "Where a list is, one item a series of the goal; without it there is one number.",
            .reference("pointer")),
        Key(
            "labels", "Where in an item the goal's labels are, by the columns of its by.",
            ["type": "object", "propertyNames": ["minLength": 1], "additionalProperties": .reference("pointer")]),
        Key("sample", "Where it says on how many rows the number rests.", .reference("pointer")),
        Key(
            "headers", "Headers of the request, by their names.",
            [
                "type": "object", "propertyNames": ["pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"],
                "additionalProperties": .reference("secret"),
            ]),
        Key("timeout", "How long the answer may take, up to 1m; 10s unless given.", .reference("span")),
        Key(
            "ca_file", "A PEM file with the certificate authorities to trust, relative to goals.json.",
            .reference("path")),
        Key("insecure", "true: http: is allowed towards other machines; false unless given.", ["type": "boolean"]))

    static let commandKPI = kpi(
        "command",
        Key(
            "command",
            "A program and its arguments, run without a shell in the folder of goals.json; it prints a number, { \"value\": ... }, or a list of such objects with the goal's labels.",
            required: true,
            [
                "type": "array", "items": ["type": "string"], "minItems": 1,
                "examples": [["./pipeline-value", "--open"]],
            ]),
        Key(
            "environment", "All of its environment but PATH, by the variables' names.",
            [
                "type": "object", "propertyNames": ["pattern": "^[A-Za-z_][A-Za-z0-9_]*$"],
                "additionalProperties": .reference("secret"),
            ]),
        Key("timeout", "How long it may run, up to 1m; 30s unless given.", .reference("span")))

    private static func kpi(_ kind: String, _ own: Key...) -> Shape {
        Shape("a KPI of kind \"\(kind)\"", own + common)
    }

    /// For an entry that does not say which kind it is: the keys of all, each once.
    static let anyKPI = Shape(
        "a KPI",
        CustomKPIs.kinds.flatMap(\.shape.keys).reduce(into: []) { keys, key in
            guard !keys.contains(where: { $0.name == key.name }) else { return }
            keys.append(Key(key.name, key.meaning, required: key.name == "unit", key.schema()))
        })

    private static let common = [
        Key("unit", "What the number counts.", required: true, ["enum": .texts(Unit.allCases.map(\.rawValue))]),
        Key(
            "better", "Which way is good, for colours and words; none unless given.",
            ["enum": .texts(KPI.Direction.allCases.map(\.rawValue))]),
    ]
}
