import Foundation
import Goals
import KPIs

/// What holds a source's tables and computes KPIs over them. Used on the source's thread alone.
///
/// The contract, which every engine's tests run (`EngineContract`): what its `Layout` shows are the canonical tables as DESIGN 5
/// has them, bad rows left out, times in the engine's own canonical form, numbers as doubles, everything else as text;
/// queries written with its `Dialect` give what they give on every other engine.
protocol Engine: AnyObject {
    var dialect: any Dialect { get }

    /// Files: reads what changed. Servers: looks whether they answer and what the tables hold.
    ///
    /// - Throws: `WarehouseError`, where nothing of the source can be used. What is wrong with one table is that table's `failure`.
    func refresh(now: Date, _ deadline: Deadline) throws -> SourceReport

    /// Queries of the program's own, all of which see one state of the data where the engine can do that.
    func read<Value>(_ deadline: Deadline, _ body: (any Session, Layout) throws -> Value) throws -> Value

    /// SQL of the user's own, on a connection that can only read.
    func readUserSQL<Value>(_ deadline: Deadline, _ body: (any UserSession, Layout) throws -> Value) throws -> Value
}

/// Queries of the program's own, on one engine.
protocol Session {
    /// Hands the rows over one by one, so that memory does not grow with them.
    func rows(_ sql: SQL, _ each: (any ResultRow) throws -> Void) throws
}

/// One row of a result; columns count from 0. A value of another type than asked for is converted where it means the same, else it is
/// `nil`, as null is.
protocol ResultRow {
    func text(_ column: Int) -> String?
    func number(_ column: Int) -> Double?
    func integer(_ column: Int) -> Int?
}

/// SQL of the user's own, on one engine.
protocol UserSession {
    /// Checks the statement without running it.
    ///
    /// - Throws: `UserSQLFault`: it writes, is not one SELECT, names what is not there.
    func prepare(_ sql: UserSQL) throws -> any PreparedUserSQL
}

/// A statement of the user's own, and the times it may name.
struct UserSQL: Sendable {
    let text: String
    /// `:start` and `:end`
    let window: TimeRange
    /// `:now`; nothing dated at or after it is in the canonical tables.
    let now: Date

    /// As UTC text, by the names that stand in the SQL.
    var times: [String: String] {
        [
            ":start": Timestamp.text(window.start), ":end": Timestamp.text(window.end), ":now": Timestamp.text(now),
        ]
    }
}

protocol PreparedUserSQL {
    /// The result's columns, as the statement calls them.
    var columns: [String] { get }

    /// Runs it. Throws `UserSQLFault` where the engine refuses it, or it takes too long.
    func rows(_ each: ([UserCell]) throws -> Void) throws
}

/// A value of a result of the user's own.
enum UserCell: Sendable, Hashable {
    case null
    case number(Double)
    case text(String)

    /// As a label: a null is `""`, whole numbers have no fraction.
    var label: String {
        switch self {
        case .null: ""
        case .number(let number): Int64(exactly: number).map(String.init) ?? "\(number)"
        case .text(let text): text
        }
    }
}

/// What is wrong with a statement of the user's own; the reader knows which.
struct UserSQLFault: Error, Hashable {
    let reason: String
}
