import Foundation

/// Takes secrets out of text that comes from outside: a far side may repeat the address it was called by.
struct Redaction: Sendable {
    private let secrets: [String]

    /// - Parameters:
    ///   - addresses: URLs; of each the user part, the path and the query are secret, scheme, host and port are not.
    ///   - others: secret as a whole.
    init(addresses: [String], others: [String]) {
        var all = Set(others)
        for address in addresses {
            guard let scheme = address.firstRange(of: "://") else {
                all.insert(address)
                continue
            }
            let rest = address[scheme.upperBound...]
            let authority = rest.prefix { !"/?#".contains($0) }
            if let at = authority.lastIndex(of: "@") {
                all.formUnion(authority[..<at].split(separator: ":").map(String.init))
            }
            let tail = rest.dropFirst(authority.count)
            guard tail.count > 1 else { continue }
            all.insert(String(tail))
            // What is shorter is a word of the service's (`services`, `v1`), and would be found in honest text.
            for part in tail.split(whereSeparator: { "/?#&=".contains($0) }) where part.count >= 9 {
                all.insert(String(part))
                if let decoded = part.removingPercentEncoding { all.insert(decoded) }
            }
        }
        // The longest first, so that no part of one stays when a shorter one is taken out of it.
        secrets = all.filter { $0.count >= 3 }.sorted { ($0.count, $0) > ($1.count, $1) }
    }

    func callAsFunction(_ text: String) -> String {
        secrets.reduce(text) { $0.replacingOccurrences(of: $1, with: "[secret]") }
    }
}
