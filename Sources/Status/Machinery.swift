import struct Foundation.Date
import Goals

/// Whether anybody is watching, and whether what there was to tell has been told.
public struct Machinery: Sendable, Hashable {
    public var daemon: Daemon
    public var outbox: Outbox

    public init(daemon: Daemon, outbox: Outbox) {
        self.daemon = daemon
        self.outbox = outbox
    }

    public enum Daemon: Sendable, Hashable {
        case stopped
        /// `since`: when it began, where that is known.
        case running(pid: Int32, since: Date?)
    }

    public struct Outbox: Sendable, Hashable {
        public var owed: Int
        public var deadLetters: Int
        /// The channels that refused or did not answer, with the newest error of each, in the order of their names.
        public var troubles: [Trouble]

        public struct Trouble: Sendable, Hashable {
            public var channel: String
            public var error: String
        }

        /// From what the journal still holds: owed deliveries and dead letters.
        public init(_ deliveries: [Delivery]) {
            owed = deliveries.count { $0.status == .owed }
            deadLetters = deliveries.count { $0.status == .deadLetter }
            var newest: [String: String] = [:]
            for delivery in deliveries where delivery.status == .owed || delivery.status == .deadLetter {
                if let error = delivery.lastError { newest[delivery.channel] = error }
            }
            troubles = newest.sorted { $0.key < $1.key }.map { Trouble(channel: $0.key, error: $0.value) }
        }
    }
}

extension Machinery.Daemon: Encodable {
    private enum Key: String, CodingKey {
        case running, pid, since
    }

    public func encode(to encoder: any Encoder) throws {
        var json = encoder.container(keyedBy: Key.self)
        switch self {
        case .stopped:
            try json.encode(false, forKey: .running)
            try json.encodeNil(forKey: .pid)
            try json.encodeNil(forKey: .since)
        case .running(let pid, let since):
            try json.encode(true, forKey: .running)
            try json.encode(pid, forKey: .pid)
            try json.encode(since, forKey: .since)
        }
    }
}

extension Machinery.Outbox: Encodable {
    private enum Key: String, CodingKey {
        case owed
        case deadLetters = "dead_letters"
    }

    public func encode(to encoder: any Encoder) throws {
        var json = encoder.container(keyedBy: Key.self)
        try json.encode(owed, forKey: .owed)
        try json.encode(deadLetters, forKey: .deadLetters)
    }
}
