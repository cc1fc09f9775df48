import Foundation
import Transport

/// Queries to one ClickHouse server over HTTP, one after the other. Used on its source's thread alone.
///
/// A reply is taken for a result only if it is whole: the server computes all of it before its status goes out (`wait_end_of_query`), so
/// that an error is a status of its own; what stands in the body all the same, behind rows or in their place, is found there; and a
/// connection that breaks within the body is an error of the transport's.
final class ClickHouseClient {
    let address: ClickHouseAddress
    private let route: Route
    private let insecure: Bool
    private let conversation = Conversation()

    /// Bytes of the longest row.
    private static let longestRow = 16 << 20

    struct Column: Hashable {
        let name: String
        let type: String
    }

    init(_ address: ClickHouseAddress, caFile: String?, insecure: Bool) {
        self.address = address
        route = Route(caFile: caFile)
        self.insecure = insecure
    }

    /// Runs one SELECT and hands its rows over one by one.
    ///
    /// - Parameters:
    ///   - settings: sent along, in their order.
    ///   - seconds: until it is given up.
    /// - Returns: the result's columns.
    /// - Throws: `ClickHouseFault`, or what `each` throws.
    @discardableResult
    func rows(
        _ sql: String, settings: [(name: String, value: String)], within seconds: Double, _ deadline: Deadline,
        _ each: ([Column], ClickHouseRow) throws -> Void
    ) throws -> [Column] {
        var reading = ClickHouseReply(limit: Self.longestRow)
        let reply: HTTPReply
        do {
            reply = try conversation.send(
                try request(sql, settings, seconds), isCancelled: { deadline.hasPassed },
                receive: { try reading.take($0, each) })
        } catch let error as TransportError {
            throw ClickHouseFault.transport(error)
        }
        guard (200..<300).contains(reply.status) else { throw Self.fault(reply) }
        if let code = reply.header("X-ClickHouse-Exception-Code").flatMap({ Int($0) }), code != 0 {
            throw reading.exception ?? .refused(code: code, message: "it broke off with error \(code)")
        }
        return try reading.finish()
    }

    private func request(
        _ sql: String, _ settings: [(name: String, value: String)], _ seconds: Double
    ) throws(TransportError) -> HTTPRequest {
        let own = [("wait_end_of_query", "1"), ("default_format", ClickHouseReply.format)]
        return HTTPRequest(
            method: .post, endpoint: try address.endpoint(own + settings),
            headers: [
                try HeaderField("X-ClickHouse-User", address.user),
                try HeaderField("X-ClickHouse-Key", address.password.revealed),
                try HeaderField("Content-Type", "text/plain; charset=UTF-8"),
            ], body: Data(sql.utf8), limits: AttemptLimits(timeout: seconds, connectTimeout: min(10, seconds)),
            route: route, insecure: insecure)
    }

    private static func fault(_ reply: HTTPReply) -> ClickHouseFault {
        let text = String(decoding: reply.body, as: UTF8.self)
        if let exception = ClickHouseFault.exception(in: text[...]) { return exception }
        if (300..<400).contains(reply.status) {
            return .notClickHouse("it answered with a redirect (\(reply.status)), which is not followed")
        }
        if reply.status == 401 || reply.status == 403 {
            return .refused(code: ClickHouseFault.Code.authentication, message: ClickHouseFault.line(text.prefix(200)))
        }
        return .notClickHouse("it answered \(reply.status): \(ClickHouseFault.line(text.prefix(200)))")
    }
}
