import Goals

extension Shape {
    static let goal = Shape(
        "a goal", later: ["target", "unless", "escalate"],
        [
            Key(
                "id",
                "Its name in history, commands and messages: small letters, digits and -; unique. Everything else may change under it.",
                required: true, ["type": "string", "pattern": "^[a-z0-9-]{1,64}$"]),
            Key("title", "What people see; the id unless given.", ["type": "string", "minLength": 1]),
            Key("description", "What it is for.", ["type": "string"]),
            Key("owner", "Who takes care of it.", ["type": "string", "minLength": 1]),
            Key("runbook", "Where it says what to do: an address or a text.", ["type": "string", "minLength": 1]),
            Key("tags", "Words to group goals by.", .reference("names")),
            Key(
                "source", "The source to measure; the first that has what the KPI needs unless given.",
                .reference("name")),
            Key(
                "kpi",
                "The KPI it is about; with it a condition may begin at the operator: > 5%. The condition's first KPI unless given.",
                .reference("kpiName")),
            Key(
                "critical", "A condition, such as churn > 5%, under which things are critical.", .reference("condition")
            ),
            Key(
                "warning", "A condition, such as churn > 4%, under which there is reason to worry.",
                .reference("condition")),
            Key(
                "recover", "A condition that must hold before an open episode ends; none unless given.",
                .reference("condition")),
            Key("for", "How long a condition must hold before somebody is told; 0s unless given.", .reference("span")),
            Key("recover_for", "How long all must be well before the all-clear; 0s unless given.", .reference("span")),
            Key(
                "window", "What span of time is measured: 30d, last month, this quarter; the KPI's own unless given.",
                .reference("window")),
            Key("lag", "How long ago the window ends, for data that ripens late; 0s unless given.", .reference("span")),
            Key("every", "How often it is checked; 1h unless given.", .reference("span")),
            Key(
                "cron", "When it is checked, as five cron fields: minute, hour, day, month, day of the week.",
                ["type": "string", "examples": ["0 7 * * MON-FRI"]]),
            Key(
                "at", "The time of day at which it is checked.",
                ["type": "string", "pattern": "^[0-9]{1,2}:[0-9]{2}$", "examples": ["07:00"]]),
            Key("by", "Columns to split by: one series for each combination of their values.", .reference("names")),
            Key(
                "where", "Only rows whose column has this value, or one of these; null means empty.",
                .reference("where")),
            Key(
                "parameters", "Settings of the KPI; crmgoals kpi NAME shows them.",
                ["type": "object", "additionalProperties": ["type": ["string", "number", "boolean"]]]),
            Key(
                "min_sample", "A measurement of fewer rows decides nothing; 1 unless given.",
                ["type": "integer", "minimum": 1]),
            Key(
                "confidence",
                "How sure a breach must be before somebody is told, such as 0.95: the near end of the interval must breach, too; off unless given.",
                ["type": "number", "exclusiveMinimum": 0.5, "exclusiveMaximum": 1]),
            Key(
                "no_data",
                "What missing data means: notify tells of it (unless given), keep is the same untold, ok takes it as all-clear.",
                ["enum": .texts(Goal.NoDataPolicy.allCases.map(\.rawValue))]),
            Key(
                "remind", "How often to remind of an open episode; never unless given.",
                ["anyOf": [["const": "never"], .reference("span")]]),
            Key("notify", "Who is told; the file's notify unless given.", .reference("notify")),
            Key(
                "max_series", "How many combinations of by there may be; 500 unless given.",
                ["type": "integer", "minimum": 1, "maximum": 100_000]),
            Key("enabled", "false: it is not checked; true unless given.", ["type": "boolean"]),
        ])
}
