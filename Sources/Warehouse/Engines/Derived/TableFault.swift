/// Why a canonical table cannot be had from what a source holds: what, where, and what to do. It fails the checks that use the table.
struct TableFault: Error, Hashable {
    let reason: String
}
