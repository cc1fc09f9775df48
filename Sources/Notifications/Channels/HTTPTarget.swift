import Foundation
import Goals
import Transport

/// Where and how an HTTP channel posts; the same for all of its messages.
struct HTTPTarget: Sendable {
    var endpoint: Endpoint
    /// Of the channel's declaration.
    var headers: [HeaderField]
    var limits: AttemptLimits
    var route: Route
    var insecure: Bool

    init(_ declaration: ChannelDeclaration, url: String, headers: [HeaderField] = []) throws(TransportError) {
        endpoint = try Endpoint(url, schemes: [.https, .http])
        self.headers = headers
        limits = AttemptLimits(timeout: declaration.timeout)
        route = Route(caFile: declaration.caFile, proxy: declaration.proxy)
        insecure = declaration.insecure
    }

    /// A POST of JSON. Headers of ours win over those of the declaration.
    func request(body: Data, headers own: [HeaderField]) -> Request {
        let own = [HeaderField("Content-Type", cleaned: "application/json")] + own
        let names = Set(own.map { $0.name.lowercased() })
        return .http(
            HTTPRequest(
                endpoint: endpoint, headers: own + headers.filter { !names.contains($0.name.lowercased()) }, body: body,
                limits: limits, route: route, insecure: insecure))
    }
}
