/// What is wrong with a DuckDB source, and what to do.
struct DuckDBComplaint {
    let source: String
    /// The database's path, or what else the source is.
    let place: String

    func error(_ fault: DuckDBFault) -> WarehouseError {
        switch fault {
        case .unstartable(.notFound):
            .server(
                source: source,
                reason: "the program duckdb, which reads it, was not found in PATH: install it from duckdb.org or with "
                    + "pip install duckdb-cli, and see that PATH leads to it where crmgoals runs")
        case .unstartable(let fault): .server(source: source, reason: "duckdb, which reads it: \(fault)")
        case .refused(let message): .server(source: source, reason: "\(place): \(Self.explained(message))")
        case .gone(let ending):
            .server(source: source, reason: "\(place): duckdb \(ending); the next check starts it again")
        case .late: .cancelled(source: source)
        case .unreadable(let line):
            .server(
                source: source,
                reason:
                    "\(place): duckdb printed \"\(line)\", which is no row: is the duckdb in PATH DuckDB's own, 1.2 or newer?"
            )
        }
    }

    static func isBusy(_ message: String) -> Bool { message.contains("Could not set lock on file") }

    private static func explained(_ message: String) -> String {
        if isBusy(message) {
            return
                "another program has it open for writing (\(message)); the next check tries again. DuckDB lets one program write or several "
                + "read: let the other close it when it is done, or name a copy"
        }
        if message.contains("Out of Memory") {
            return "\(message): narrow the window, split by less, or give the machine more memory"
        }
        if message.contains("does not exist"), message.contains("database") || message.contains("No such file") {
            return "\(message): see path in sources"
        }
        if message.contains("unrecognized configuration parameter") {
            return "\(message): crmgoals needs DuckDB 1.2 or newer"
        }
        return message
    }
}
