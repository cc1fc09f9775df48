import Foundation
import Goals

/// Why the state folder cannot be read or written, and what to do about it.
public enum JournalError: Error, Sendable, Hashable {
    /// Another process has the state folder. `pid` and `since` as it wrote them into the lock; `nil` where it had not yet.
    case owned(folder: String, pid: Int32?, since: Date?)
    /// The folder cannot be a state folder: `reason` says why, `remedy` what to do.
    case folder(path: String, reason: String, remedy: String)
    /// What the file says cannot be trusted from `line` on (counted from 1; `nil` where no line can be told).
    case damaged(file: String, line: Int?, reason: String, remedy: String)
    /// A newer crmgoals wrote it. Nothing was changed.
    case newer(file: String, version: Int)
    /// A system call failed; `code` is its errno.
    case failed(call: String, path: String, code: Int32)
    /// No such delivery is owed or dead.
    case unknownDelivery(id: String)
    /// A delivery of this id is in the outbox already.
    case repeatedDelivery(id: String)
    /// A value that cannot be written down; a bug.
    case unwritable(reason: String)

    /// What happened, in one line.
    public var what: String {
        switch self {
        case .owned(let folder, let pid, let since):
            let owner = pid.map { "process \($0)" } ?? "another process"
            let time = since.map { " since \(Timestamp.text($0))" } ?? ""
            return "the state folder \(folder) is in use by \(owner)\(time)"
        case .folder(let path, let reason, _): return "\(path): \(reason)"
        case .damaged(let file, let line, let reason, _):
            return "\(file)\(line.map { ", line \($0)" } ?? ""): \(reason)"
        case .newer(let file, let version):
            return
                "\(file) was written by a newer crmgoals (version \(version) of the format; this one reads version 1)"
        case .failed(let call, let path, let code): return "\(path): \(call) failed: \(Self.text(of: code))"
        case .unknownDelivery(let id): return "no delivery \(id) is owed or dead"
        case .repeatedDelivery(let id): return "a delivery \(id) is in the outbox already"
        case .unwritable(let reason): return "a record cannot be written down: \(reason)"
        }
    }

    /// What to do, in one line.
    public var remedy: String {
        switch self {
        case .owned: return "stop that process first, or give this one a state folder of its own with --state"
        case .folder(_, _, let remedy), .damaged(_, _, _, let remedy): return remedy
        case .newer: return "use the newer crmgoals, or another state folder; nothing was changed"
        case .failed(_, let path, let code): return Self.remedy(of: code, path)
        case .unknownDelivery: return "`crmgoals outbox list` shows what there is"
        case .repeatedDelivery, .unwritable: return "please report this as a bug"
        }
    }

    /// 73 where the state folder is another's, 74 for input and output, 70 for a bug. DESIGN 13.
    public var exitCode: Int32 {
        switch self {
        case .owned: 73
        case .folder, .damaged, .newer, .failed: 74
        case .unknownDelivery: 64
        case .repeatedDelivery, .unwritable: 70
        }
    }

    /// Whether it may work again later: no room, or a device that fails.
    public var isTransient: Bool {
        guard case .failed(_, _, let code) = self else { return false }
        return [ENOSPC, EDQUOT, EIO, EMFILE, ENFILE, ENOMEM].contains(code)
    }

    static func text(of code: Int32) -> String {
        guard let text = strerror(code) else { return "error \(code)" }
        return String(cString: text)
    }

    private static func remedy(of code: Int32, _ path: String) -> String {
        switch code {
        case ENOSPC, EDQUOT: "make room on the file system of \(path); nothing that was written before is lost"
        case EACCES, EPERM: "give the user that runs crmgoals the right to read and write \(path)"
        case EROFS: "mount the file system of \(path) for writing, or choose another state folder with --state"
        case EMFILE, ENFILE: "raise the limit of open files (ulimit -n)"
        case EIO: "check the disk of \(path) (dmesg tells more)"
        default: "check the disk and the rights of \(path)"
        }
    }
}

extension JournalError: CustomStringConvertible {
    public var description: String { "\(what)\n\(remedy)" }
}
