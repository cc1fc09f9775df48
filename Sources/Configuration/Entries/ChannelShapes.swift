import Goals

extension Shape {
    static let slack = channel(
        "slack", [Key("url", "The address of the incoming webhook.", required: true, .reference("secret"))])

    static let webhook = channel(
        "webhook",
        [
            Key("url", "Where notices are posted to.", required: true, .reference("secret")),
            Key("secret", "What notices are signed with (Standard Webhooks): whsec_ and base64.", .reference("secret")),
            Key(
                "headers", "Further headers of each request, by their names.",
                [
                    "type": "object", "propertyNames": ["pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$"],
                    "additionalProperties": .reference("secret"),
                ]),
        ])

    static let email = channel(
        "email",
        [
            Key(
                "server", "The mail server: smtp://host:587 (STARTTLS) or smtps://host (TLS from the first byte).",
                required: true, .reference("secret")),
            Key("username", "Who logs in at the mail server.", .reference("secret")),
            Key("password", "With which password.", .reference("secret")),
            Key("from", "The sender's address.", required: true, .reference("mail")),
            Key(
                "to", "The recipients.", required: true,
                ["type": "array", "items": .reference("mail"), "minItems": 1, "uniqueItems": true]),
            Key(
                "starttls", "required (unless given), or off towards a server on this machine.",
                ["enum": ["required", "off"]]),
        ])

    static let console = channel("console", [])

    private static let laterOfChannels = [
        "max_per_hour", "working_hours", "digest", "was", "token", "chat", "routing_key",
    ]

    private static func channel(_ type: String, _ own: [Key]) -> Shape {
        Shape(
            "a channel of type \"\(type)\"", later: laterOfChannels,
            [Key("type", "What kind of channel it is.", required: true, ["const": .text(type)])] + own + common)
    }

    private static let common: [Key] = [
        Key("timeout", "How long one attempt may take, up to 5m; 10s unless given.", .reference("span")),
        Key(
            "ca_file", "A PEM file with the certificate authorities to trust, relative to goals.json.",
            .reference("path")),
        Key(
            "proxy", "A proxy to go through, such as http://proxy.example.org:3128.",
            ["type": "string", "minLength": 1]),
        Key("insecure", "true: http: is allowed towards other machines; false unless given.", ["type": "boolean"]),
        Key(
            "min_level", "critical: the channel does not hear of warnings.",
            ["enum": .texts(Level.allCases.map(\.rawValue))]),
        Key("language", "The language of its messages; that of the file unless given.", .reference("language")),
    ]
}
