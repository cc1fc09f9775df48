/// What PostgreSQL, or libpq, said.
enum PostgresFault: Error, Hashable {
    /// libpq cannot be loaded.
    case library(String)
    /// The URL is none that libpq can read.
    case address
    /// There is no connection, and why.
    case connecting(String)
    /// There was one.
    case lost(String)
    /// The server refused a statement. `state`: its SQLSTATE (PostgreSQL's manual, appendix A).
    case refused(state: String, message: String)
    /// Nobody waits for the answer any more.
    case cancelled

    /// The connection is of no use any more.
    var endsConnection: Bool {
        switch self {
        case .library, .address, .connecting, .lost, .cancelled: true
        // Shut down, crashed, no longer there; and connection exceptions of its own.
        case .refused(let state, _): state.hasPrefix("57P") || state.hasPrefix("08")
        }
    }
}
