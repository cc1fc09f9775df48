import Goals

/// Reads secrets from where goals.json says they are, at the moment they are needed.
public struct Secrets: Sendable {
    private let environment: [String: String]
    private let folder: String

    /// `folder`: that of goals.json, absolute, for `file`.
    public init(environment: [String: String], folder: String) {
        self.environment = environment
        self.folder = folder
    }

    /// The secret's value, without one line end after it.
    ///
    /// - Throws: why it cannot be had; says its name or file, never its value.
    public func read(_ secret: Secret) throws(SecretError) -> String {
        switch secret {
        case .literal(let value):
            return value
        case .environment(let name):
            guard let value = environment[name] else {
                throw SecretError(
                    message: "the environment variable \(name) is not set",
                    fix: "set it where crmgoals is started, or use { \"file\": ... } or { \"credential\": ... }")
            }
            return try filled(value, "the environment variable \(name)")
        case .file(let path):
            return try text(FilePath.joined(folder, path))
        case .credential(let name):
            guard let credentials = environment["CREDENTIALS_DIRECTORY"], !credentials.isEmpty else {
                throw SecretError(
                    message:
                        "there is no folder of credentials ($CREDENTIALS_DIRECTORY is not set), so \(name) is not known",
                    fix: "start crmgoals as a systemd service with LoadCredential=\(name):/path/of/the/secret")
            }
            return try text(FilePath.joined(credentials, name))
        }
    }

    private func text(_ path: String) throws(SecretError) -> String {
        let bytes: [UInt8]
        do {
            bytes = try FilePath.read(path, limit: 1 << 16)
        } catch {
            throw SecretError(message: error.message, fix: error.fix)
        }
        guard var text = String(validating: bytes, as: UTF8.self) else {
            throw SecretError(
                message: "\(path) is not text in UTF-8", fix: "write the secret into it, and nothing else")
        }
        // "\r\n" is one character.
        if text.last == "\n" || text.last == "\r\n" { text.removeLast() }
        return try filled(text, path)
    }

    private func filled(_ value: String, _ place: String) throws(SecretError) -> String {
        if value.isEmpty { throw SecretError(message: "\(place) is empty", fix: "put the secret there") }
        return value
    }
}

/// Why a secret cannot be had.
public struct SecretError: Error, Sendable, Hashable, CustomStringConvertible {
    public var message: String
    public var fix: String

    public init(message: String, fix: String) {
        self.message = message
        self.fix = fix
    }

    public var description: String { message + "\n  " + fix }
}
