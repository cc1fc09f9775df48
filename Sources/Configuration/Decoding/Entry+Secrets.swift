import Goals

extension Entry {
    /// A secret or an address: `{ "env": ... }`, `{ "file": ... }`, `{ "credential": ... }`, or the text itself.
    ///
    /// `warnsOfLiteral`: whether the text itself, for everybody with the file to read, is worth a warning.
    func secret(_ form: SecretForm, warnsOfLiteral: (String) -> Bool = { _ in true }) -> DeclaredSecret? {
        if case .string(let value) = node.value {
            if value.isEmpty {
                report("the text is empty", fix: "write { \"env\": \"NAME\" }, or { \"file\": \"path\" }")
                return nil
            }
            if let complaint = form.complaint(value) {
                report(complaint.message, fix: complaint.fix)
                return nil
            }
            if warnsOfLiteral(value) {
                warn(
                    "a secret stands in the file itself",
                    fix: "write { \"env\": \"NAME\" }, { \"file\": \"path\" } or { \"credential\": \"name\" } instead")
            }
            return DeclaredSecret(secret: .literal(value), form: form, place: problem(""))
        }
        guard case .object = node.value else {
            reportType(
                "a secret", fix: "write { \"env\": \"NAME\" }, { \"file\": \"path\" } or { \"credential\": \"name\" }",
                secret: true)
            return nil
        }
        return secretPlace().map { DeclaredSecret(secret: $0, form: form, place: problem("")) }
    }

    private func secretPlace() -> Secret? {
        guard let fields = Fields(self, .secret, fix: "") else { return nil }
        let present = fields.present(of: Shape.secret.keys.map(\.name))
        guard let name = present.first, Set(present).count == 1, let field = fields[name] else {
            report(
                present.isEmpty ? "it is not said where the secret is" : "two places are named for one secret",
                fix: "write one of { \"env\": \"NAME\" }, { \"file\": \"path\" }, { \"credential\": \"name\" }")
            return nil
        }
        guard let text = field.text(name == "env" ? "SLACK_WEBHOOK_URL" : "slack-url", secret: true) else { return nil }
        switch name {
        case "env": return field.environmentName(text)
        case "file": return field.filePath(text).map { .file($0) }
        default: return field.credentialName(text)
        }
    }

    /// What is here may be the secret itself, put in the wrong place: it is not shown.
    private func environmentName(_ text: String) -> Secret? {
        let isName =
            !text.isEmpty && !(text.first?.isNumber ?? true)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
        if isName { return .environment(text) }
        report(
            "this is not the name of an environment variable",
            fix:
                "write a name of letters, digits and _, such as \"SLACK_WEBHOOK_URL\", and put the secret into that variable"
        )
        return nil
    }

    private func credentialName(_ text: String) -> Secret? {
        let isName =
            !text.isEmpty && text != "." && text != ".." && !text.contains("/")
            && text.unicodeScalars.allSatisfy(Shown.isVisible)
        if isName { return .credential(text) }
        report("this is not the name of a credential", fix: "write the name that LoadCredential= gives it, without a /")
        return nil
    }

    /// A path of a file: not empty, on one line.
    func filePath(_ text: String) -> String? {
        if text.isEmpty {
            report("the path is empty", fix: "write the path of a file")
            return nil
        }
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            report("there is a control character in the path", fix: "delete it")
            return nil
        }
        if text.hasPrefix("~") {
            report("~ is not understood in a path", fix: "write the whole path")
            return nil
        }
        return text
    }
}

extension Shape {
    static let secret = Shape(
        "a secret",
        [
            Key(
                "env", "The name of an environment variable that holds the secret.",
                ["type": "string", "pattern": "^[A-Za-z_][A-Za-z0-9_]*$"]),
            Key(
                "file", "A file that holds the secret, relative to goals.json; one line end after it is left out.",
                .reference("path")),
            Key(
                "credential", "The name of a systemd credential (LoadCredential=).",
                ["type": "string", "minLength": 1, "pattern": "^[^/]+$"]),
        ])
}
