import GRDBSQLite

/// Why a table cannot be filled, or a refresh not be done.
enum LoadFailure: Error {
    /// Fails the table: what, where, and what to do.
    case unusable(String)
    /// Taken for UTF-8 until a byte that is none: to be read again as Windows-1252.
    case notUTF8
    /// It was written to or replaced while it was read: to be read again.
    case changed
    /// What was read of it before is not in it any more, or reads otherwise now: to be read from its beginning.
    case rewritten
    /// What changed cannot be told apart from the rest of the table: all its files are to be read.
    case needsAll
    case cancelled
    /// SQLite refused something.
    case sql(code: Int32, message: String)

    /// As the error of a refresh; what fails only a table has been dealt with before.
    func ingestError(path: String) -> IngestError {
        switch self {
        case .cancelled: .cancelled
        case .sql(let code, _) where code & 0xFF == SQLITE_INTERRUPT: .cancelled
        case .sql(_, let message), .unusable(let message): .database(path: path, message: message)
        case .notUTF8, .changed, .rewritten, .needsAll:
            .database(path: path, message: "a file changed while it was read")
        }
    }
}
