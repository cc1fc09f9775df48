import Foundation
import Goals
import KPIs
import Transport

/// Asks an address for the JSON document that a KPI of kind `http` is in.
struct HTTPInquiry: Inquiry {
    let query: HTTPQuery
    let secret: @Sendable (Secret) throws -> String

    /// Bytes of a document.
    private static let limit = 4 << 20

    let words = CustomResult.Words(
        field: "label", naming: "give each of \"labels\" another name",
        splitting: "name in the KPI's \"labels\" what tells its items apart, with a \"list\" to take them from",
        filtering: "split by that label", noRow: "the list in its answer is empty",
        noValue: "the value in its answer is null")

    func ask(by columns: [String], _ deadline: Deadline) throws -> CustomAnswer {
        struct TooLarge: Error {}
        var body = Data()
        let reply: HTTPReply
        do {
            reply = try Conversation().send(try request(), isCancelled: { deadline.hasPassed }) { bytes in
                body.append(contentsOf: bytes)
                if body.count > Self.limit { throw TooLarge() }
            }
        } catch is TooLarge {
            throw UserSQLFault(
                reason: "its answer is larger than \(Self.limit >> 20) MiB: give an address that answers with less")
        } catch let error as TransportError {
            throw UserSQLFault(reason: error.description)
        }
        guard (200..<300).contains(reply.status) else { throw Self.refusal(reply) }
        return try HTTPAnswer(query: query).read(body)
    }

    /// What can be told of the address without asking; a secret that cannot be read is told where secrets are.
    func problem() -> String? {
        let address: String
        do { address = try secret(query.url) } catch { return nil }
        do throws(TransportError) {
            let endpoint = try Endpoint(address, schemes: [.http, .https])
            if endpoint.scheme == .http, !query.insecure, !endpoint.isLoopback { throw .unprotected(endpoint) }
            return nil
        } catch {
            return error.description
        }
    }

    private func request() throws -> HTTPRequest {
        let address = try text(query.url)
        var headers = [try HeaderField("Accept", "application/json")]
        for header in query.headers {
            headers.append(try HeaderField(header.name, try text(header.value)))
        }
        return HTTPRequest(
            method: .get, endpoint: try Endpoint(address, schemes: [.http, .https]), headers: headers,
            limits: AttemptLimits(timeout: query.timeout), route: Route(caFile: query.caFile), insecure: query.insecure)
    }

    private func text(_ secret: Secret) throws(UserSQLFault) -> String {
        do { return try self.secret(secret) } catch { throw UserSQLFault(reason: "\(error)") }
    }

    /// Nothing of a refusal's body or `Location` is shown: both may hold what was asked for.
    private static func refusal(_ reply: HTTPReply) -> UserSQLFault {
        let advice =
            switch reply.status {
            case 300..<400: "a redirect, which is not followed: give the address that it leads to"
            case 401, 403: "it wants to know who asks: give what it takes under \"headers\""
            case 404, 410: "there is nothing at this address: check it"
            case 429: "it is asked too often: raise the goal's \"every\""
            case 500...: "it has a trouble of its own: see its log"
            default: "see what it wants of the request"
            }
        return UserSQLFault(reason: "it answered \(reply.status): \(advice)")
    }
}
