/// What a query runs with, so that the same SQL means the same everywhere, and no part of a result is taken for the whole.
struct ClickHouseSettings {
    /// `readonly` as the user's profile has it: 0 may write, 1 may not and may set nothing, 2 may not.
    let readonly: Int
    /// The settings that concern us, as the server has them for this user; those that it does not know are not there.
    private let found: [String: String]

    /// What they have to be. Of those that end in `overflow_mode` (`break` there cuts a result off in silence): `throw`.
    private static let wanted: [(name: String, value: String)] = [
        ("join_use_nulls", "1"), ("join_default_strictness", "ALL"), ("distributed_product_mode", "global"),
        // A shard that is down would be left out.
        ("skip_unavailable_shards", "0"), ("limit", "0"), ("offset", "0"), ("extremes", "0"),
        ("output_format_tsv_crlf_end_of_line", "0"), ("format_tsv_null_representation", "\\N"),
        // Who gives up need not be waited for.
        ("cancel_http_readonly_queries_on_client_close", "1"),
    ]
    /// With these at another value the program's queries have the same results: all its columns can be null, nothing is joined
    /// twice over, and nobody waits.
    private static let harmless: Set = [
        "join_use_nulls", "distributed_product_mode", "cancel_http_readonly_queries_on_client_close",
    ]

    static let query = """
        SELECT name, value FROM system.settings WHERE name LIKE '%overflow_mode' OR name IN ('readonly', \
        \(wanted.map { "'\($0.name)'" }.joined(separator: ", ")))
        """

    init(_ found: [String: String]) {
        self.found = found
        readonly = found["readonly"].flatMap { Int($0) } ?? 0
    }

    /// Those that are not yet as they have to be.
    private var missing: [(name: String, value: String)] {
        let modes = found.keys.filter { $0.hasSuffix("overflow_mode") }.sorted().map { (name: $0, value: "throw") }
        return (Self.wanted + modes).filter { one in found[one.name].map { $0 != one.value } ?? false }
    }

    /// What is sent with a query.
    ///
    /// - Parameters:
    ///   - seconds: after which the server gives it up.
    ///   - rows: of the result, at most.
    func sent(seconds: Double, rows: Int?) -> [(name: String, value: String)] {
        if readonly == 1 { return [] }
        var sent = missing
        sent.append(("max_execution_time", "\(max(1, Int(min(seconds, 86_400).rounded(.up))))"))
        if let rows { sent.append(("max_result_rows", "\(rows)")) }
        // One that may write does not write here.
        if readonly == 0 { sent.append(("readonly", "1")) }
        return sent
    }

    /// What of the profile of a user who may set nothing makes results that cannot be relied on; `nil` if nothing does.
    var complaint: String? {
        guard readonly == 1 else { return nil }
        let wrong = missing.filter { !Self.harmless.contains($0.name) }
        if wrong.isEmpty { return nil }
        let list = wrong.map { "\($0.name) is \(found[$0.name] ?? "") there" }.joined(separator: ", ")
        return
            "its profile has readonly = 1, so that nothing can be set with a query, and \(list): parts of results would be taken for "
            + "the whole. Give it readonly = 2, or set \(wrong.map { "\($0.name) = \($0.value)" }.joined(separator: ", ")) in its profile"
    }
}
