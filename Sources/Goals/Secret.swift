/// Where a secret or an address is to be found. The value itself is read late, by who needs it, and is never shown.
public enum Secret: Hashable, Sendable {
    /// An environment variable's name.
    case environment(String)
    /// A file's path, relative to goals.json; its text without the last line end.
    case file(String)
    /// A name in systemd's `$CREDENTIALS_DIRECTORY`.
    case credential(String)
    /// In goals.json itself; `validate` warns.
    case literal(String)
}
