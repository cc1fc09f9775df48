/// What DuckDB's client says, or does not say any more.
enum DuckDBFault: Error, Hashable {
    /// It cannot be started.
    case unstartable(ChildFault)
    /// It refused a statement. `message`: its own words, on one line.
    case refused(message: String)
    /// It ended.
    case gone(String)
    /// Nobody waits any more; it was stopped.
    case late
    /// Lines that are not its own.
    case unreadable(String)
}
