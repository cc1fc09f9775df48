import Foundation
import Transport

/// What a source's `url` says: where the server is, who asks, and of which database. Shows itself as scheme, host and port.
struct ClickHouseAddress: CustomStringConvertible {
    /// Without user, password and database: they go in headers and a parameter.
    let endpoint: Endpoint
    let user: String
    let password: Concealed
    /// `nil`: the user's own.
    let database: String?

    /// - Throws: `TransportError.unusable`, which holds no part of the address.
    init(_ text: String) throws(TransportError) {
        // It reads the text as libcurl does, so that what is checked is what will be called.
        let whole = try Endpoint(text, schemes: [.http, .https])
        guard var parts = URLComponents(string: text) else {
            throw .unusable(
                "the address is not a URL: in user and password write what is no letter or digit as %20, %40 and so on")
        }
        let path = parts.percentEncodedPath.split(separator: "/", omittingEmptySubsequences: true)
        guard path.count <= 1, parts.percentEncodedQuery == nil, parts.percentEncodedFragment == nil else {
            throw .unusable("the address holds more than https://user:password@host:port/database")
        }
        guard let database = path.first.map({ $0.removingPercentEncoding }) ?? "" else {
            throw .unusable("the database's name in the address is not encoded as a URL's parts are")
        }
        self.database = database.isEmpty ? nil : database
        user = parts.user ?? "default"
        password = Concealed(parts.password ?? "")
        parts.percentEncodedUser = nil
        parts.percentEncodedPassword = nil
        parts.percentEncodedPath = "/"
        guard let bare = parts.string else { throw .unusable("the address is not a URL") }
        endpoint = try Endpoint(bare, schemes: [.http, .https])
        guard endpoint.host == whole.host, endpoint.port == whole.port else {
            throw .unusable("the address can be read in two ways: write %40 for an @ in user or password")
        }
    }

    /// The address with the parameters of one query. Nothing in it is a secret.
    func endpoint(_ parameters: [(name: String, value: String)]) throws(TransportError) -> Endpoint {
        var all = parameters
        if let database { all.append(("database", database)) }
        let query = all.map { "\(Self.encoded($0.name))=\(Self.encoded($0.value))" }.joined(separator: "&")
        let host = endpoint.host.contains(":") ? "[\(endpoint.host)]" : endpoint.host
        return try Endpoint(
            "\(endpoint.scheme.rawValue)://\(host):\(endpoint.port)/?\(query)", schemes: [.http, .https])
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                String(Character(Unicode.Scalar(byte)))
            default:
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }

    var description: String { endpoint.description }
}
