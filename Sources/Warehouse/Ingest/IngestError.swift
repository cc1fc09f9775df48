/// Why a refresh did not happen. The warehouse is as it was before it.
public enum IngestError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The caller's `isCancelled` said so.
    case cancelled
    /// The warehouse's file cannot be opened, read or written.
    case database(path: String, message: String)

    public var description: String {
        switch self {
        case .cancelled: "reading was stopped before it was done; the data of the last complete reading are unchanged"
        case .database(let path, let message):
            "\(path): \(message); free space, make the folder writable, or delete the file: it is made anew from the source"
        }
    }
}
