import Goals
import KPIs

/// What an engine is told beside its own declaration.
struct EngineSetting: Sendable {
    /// Where files of its own may lie.
    let folder: String
    /// ISO 4217; a row in another currency is bad.
    let currency: String
    /// Of windows and days.
    let zone: Zone
    /// Tables of custom `series` KPIs, which a source may have beside the canonical ones.
    let seriesTables: [String]
    /// Reads a secret when it is needed; never shows it in an error.
    let secret: @Sendable (Secret) throws -> String

    /// The engine that a source is declared to be.
    func engine(of declaration: SourceDeclaration) -> any Engine {
        switch declaration.kind {
        case .csv: CSVEngine(declaration, setting: self)
        case .sqlite(let path): SQLiteEngine(declaration, path: path, setting: self)
        case .postgres(let url, let allowsWriteRole):
            PostgresEngine(declaration, url: url, allowsWriteRole: allowsWriteRole, setting: self)
        case .duckdb(let path, let files): DuckDBEngine(declaration, path: path, files: files, setting: self)
        case .clickhouse(let url, let allowsWriteRole, let caFile, let insecure):
            ClickHouseEngine(
                declaration,
                .init(url: url, allowsWriteRole: allowsWriteRole, caFile: caFile, insecure: insecure), setting: self)
        }
    }

    /// What asks for a KPI that no source has; `nil` for those that a source has.
    func inquirer(of kpi: CustomKPI) -> Inquirer? {
        switch kpi.kind {
        case .sql, .series: nil
        case .http(let query): Inquirer(kpi, inquiry: HTTPInquiry(query: query, secret: secret))
        case .command(let command): Inquirer(kpi, inquiry: CommandInquiry(command: command, secret: secret))
        }
    }
}
