import Goals
import KPIs

/// A checked goals.json: everything in it is known, complete and consistent, as far as the file itself can tell.
public struct Configuration: Sendable {
    /// Absolute, of goals.json.
    public var path: String
    /// Absolute, of the folder that goals.json is in; relative paths in the file start here.
    public var folder: String
    public var zone: Zone
    /// 1...12: the month in which years start, in windows; 1 unless given.
    public var fiscalYearStart: Int
    public var holidays: Holidays
    /// ISO 4217.
    public var currency: String
    public var language: Language
    /// The folder that the key `state` names, absolute; `nil` without the key.
    public var state: String?
    /// In the file's order.
    public var sources: [SourceDeclaration]
    /// In the file's order.
    public var channels: [ChannelDeclaration]
    public var catalogue: Catalogue
    /// In the file's order, then those of the included files; disabled ones too.
    public var goals: [Goal]
    /// What works but is probably not meant; only `validate` shows them.
    public var warnings: [Problem]
    /// Absolute: goals.json, then the included ones and the calendar of holidays.
    public var files: [String]
    /// Every secret and address that `kpis` and `sources` take, and that `channels` take, with its place.
    var dataSecrets: [DeclaredSecret]
    var channelSecrets: [DeclaredSecret]

    /// Custom `series` KPIs' tables, which a source may fill beside the canonical ones; each once.
    public var seriesTables: [String]

    public func goal(_ id: String) -> Goal? { goals.first { $0.id == id } }
    public func channel(_ name: String) -> ChannelDeclaration? { channels.first { $0.name == name } }
    public func source(_ name: String) -> SourceDeclaration? { sources.first { $0.name == name } }

    /// What secrets are for.
    public enum SecretUse: Sendable, CaseIterable {
        /// To read data: of sources and KPIs.
        case data
        /// To tell people: of channels.
        case notices
    }

    /// The secrets that cannot be read, or that are not what their place needs. Never shows one.
    public func secretProblems(_ secrets: Secrets, for uses: [SecretUse] = SecretUse.allCases) -> [Problem] {
        let declared = uses.flatMap { use in
            switch use {
            case .data: dataSecrets
            case .notices: channelSecrets
            }
        }
        return declared.compactMap { $0.problem(secrets) }
    }
}
