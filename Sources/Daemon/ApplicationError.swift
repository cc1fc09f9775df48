import Foundation

/// Why a command cannot do what it was asked, what to do about it, and the exit code that says so (DESIGN 13).
public struct ApplicationError: Error, Sendable, CustomStringConvertible {
    public var what: String
    public var remedy: String
    public var exitCode: Int32

    public init(what: String, remedy: String, exitCode: Int32) {
        self.what = what
        self.remedy = remedy
        self.exitCode = exitCode
    }

    public var description: String { "\(what)\n\(remedy)" }
}
