import Foundation

/// What an HTTP server answered.
public struct HTTPReply: Sendable, Hashable {
    /// 200...599.
    public var status: Int
    /// In the order of their arrival, names in lower case.
    public var headers: [Header]
    /// At most `AttemptLimits.replyBytes`.
    public var body: Data
    /// There was more than was read.
    public var isTruncated: Bool

    public struct Header: Sendable, Hashable {
        public var name: String
        public var value: String

        public init(name: String, value: String) {
            self.name = name.lowercased()
            self.value = value
        }
    }

    public init(status: Int, headers: [Header] = [], body: Data = Data(), isTruncated: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isTruncated = isTruncated
    }

    /// The first header of that name, case ignored.
    public func header(_ name: String) -> String? {
        let name = name.lowercased()
        return headers.first { $0.name == name }?.value
    }
}
