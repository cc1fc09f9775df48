import Foundation
import Goals
import KPIs
import TestPeers
import Testing

@testable import Warehouse

/// Against a receiver on loopback that answers as its path says.
@Suite struct HTTPKPITests {
    static let receiver = Result { try Peer("http_receiver.py") }
    let folder: TestFolder

    init() throws { folder = try TestFolder() }

    private struct Question {
        var list: String?
        var value = "/backlog/open"
        var sample: String?
        var labels: [String: String] = [:]
        var by: [String] = []
        var filters: [String: [String]] = [:]
        var timeout = 10.0
        var maxSeries = 500
        var lag = Span.zero
        var shift: Span?
        var isPresent = true
    }

    private func address(_ path: String) throws -> String { "http://127.0.0.1:\(try Self.receiver.get().port)/\(path)" }

    private func json(_ document: String) throws -> String {
        try address("json/" + (document.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""))
    }

    private func results(_ url: String, _ question: Question = Question()) async throws -> [Labels: SeriesResult] {
        let query = HTTPQuery(
            url: .environment("URL"), headers: [.init(name: "X-Token", value: .environment("TOKEN"))],
            list: try question.list.map { try #require(JSONPointer($0)) },
            value: try #require(JSONPointer(question.value)),
            sample: try question.sample.map { try #require(JSONPointer($0)) },
            labels: try question.labels.sorted { $0.key < $1.key }.map {
                .init(column: $0.key, place: try #require(JSONPointer($0.value)))
            }, timeout: question.timeout)
        let custom = CustomKPI(id: "own", unit: .count, kind: .http(query))
        let warehouse = Warehouse(
            sources: [], folder: folder.path, catalogue: Catalogue(custom: [custom]), zone: .utc, currency: "EUR"
        ) { $0 == .environment("URL") ? url : "c4n4ry" }
        var request = MeasurementRequest.of(
            "own", by: question.by, where: question.filters, lag: question.lag, shift: question.shift)
        request.source = try #require(warehouse.ownSource(of: "own"))
        return try await warehouse.measure(
            request, now: time("2026-03-01T00:00:00Z"), known: [], maxSeries: question.maxSeries,
            isPresent: question.isPresent, deadline: 60)
    }

    private func values(_ results: [Labels: SeriesResult]) -> [String: Double] {
        var values: [String: Double] = [:]
        for (labels, result) in results {
            if case .value(let measurement) = result { values["\(labels)"] = measurement.value }
        }
        return values
    }

    private func refusal(_ url: String, _ question: Question = Question()) async throws -> String {
        do { return "measured: \(try await results(url, question))" } catch let error as WarehouseError {
            return error.description
        }
    }

    // MARK: What is measured

    @Test(
        arguments: [
            (#"{"backlog": {"open": 41}}"#, "/backlog/open", 41), (#"[7, {"a/b~c": -0.5e1}]"#, "/1/a~1b~0c", -5),
            ("12", "", 12), ("\u{FEFF} 3.25", "", 3.25), (#"{"": {"": 9}}"#, "//", 9),
            (#"{"n": 9223372036854775808}"#, "/n", 9_223_372_036_854_775_808),
        ] as [(String, String, Double)])
    func aPointerLeadsToTheNumber(document: String, pointer: String, value: Double) async throws {
        var question = Question()
        question.value = pointer
        let found = try await results(try json(document), question)
        guard case .value(let measurement) = found[.none] else {
            Issue.record("\(found)")
            return
        }
        #expect(measurement.value == value && measurement.sample == nil && measurement.unit == .count)
    }

    private static let teams = """
        { "at": "2026-03-01", "teams": [ { "name": "north", "open": 3, "n": 30, "id": 7 }, { "name": "south", "open": 0, "n": 12, "id": 8.5 },
          { "name": null, "open": null, "n": 0, "id": true } ] }
        """

    private func teams(_ change: (inout Question) -> Void = { _ in }) -> Question {
        var question = Question()
        question.list = "/teams"
        question.value = "/open"
        question.sample = "/n"
        question.labels = ["team": "/name"]
        question.by = ["team"]
        change(&question)
        return question
    }

    @Test func aListGivesASeriesAnItem() async throws {
        let found = try await results(try json(Self.teams), teams())
        #expect(values(found).values.sorted() == [0, 3] && found.count == 3)
        guard case .value(let north) = found[Labels(["team": "north"])], case .noData = found[Labels(["team": ""])]
        else {
            Issue.record("\(found)")
            return
        }
        #expect(north.value == 3 && north.sample == 30)
    }

    @Test func labelsThatAreNumbersAreWrittenAsAPersonWould() async throws {
        let found = try await results(try json(Self.teams), teams { $0.labels = ["team": "/id"] })
        #expect(Set(found.keys) == [Labels(["team": "7"]), Labels(["team": "8.5"]), Labels(["team": "true"])])
    }

    @Test func filtersPickItems() async throws {
        let found = try await results(try json(Self.teams), teams { $0.filters = ["team": ["south"]] })
        #expect(Array(found.keys) == [Labels(["team": "south"])])
    }

    @Test func anEmptyListAndANullAreNoData() async throws {
        let none = try await results(try json(#"{"backlog":{"open":null}}"#))
        guard case .noData(let reason) = none[.none] else {
            Issue.record("\(none)")
            return
        }
        #expect(reason == "the value in its answer is null")
        #expect(try await results(try json(#"{"teams":[]}"#), teams()).isEmpty)
    }

    // MARK: What is refused, and why

    @Test(
        arguments: [
            (
                #"{"backlog": {"closed": 4, "total": 9}}"#,
                #"leads nowhere: /backlog in the document is an object with the keys "closed", "total""#
            ),
            (#"[1, 2]"#, "leads nowhere: the document is a list of 2 items"),
            (
                #"{"backlog": {"open": {"now": 1}}}"#,
                #"leads to an object with the key "now" in the document, not to a number"#
            ),
            (#"{"backlog": {"open": true}}"#, "leads to true in the document, not to a number"),
            (#"{"backlog": {"open": "41"}}"#, #"value is the text "41": make it a number"#),
            (#"{"backlog": {"open": NaN}}"#, "its answer is not JSON; it begins"), ("", "it answered with nothing"),
            (#"{"backlog": {"open": 1}"#, "its answer is not JSON; it begins"),
            ("\n <!doctype html><title>Log in</title>", "it answered with HTML, not JSON"),
        ])
    func aDocumentOfAnotherFormIsRefusedWithWhatIsThere(document: String, reason: String) async throws {
        let refusal = try await refusal(try json(document))
        #expect(refusal.hasPrefix("KPI own: ") && refusal.contains(reason), "\(refusal)")
    }

    @Test(
        arguments: [
            ("status/401", "it answered 401: it wants to know who asks"),
            ("status/404", "it answered 404: there is nothing"),
            ("status/503", "it answered 503: it has a trouble of its own"),
            ("redirect/302", "it answered 302: a redirect"),
            ("wrong", "it answered with HTML"), ("endless/200", "its answer is larger than 4 MiB"),
            ("cut", "the connection to"), ("garbage", "answered something that is not HTTP"),
        ])
    func aRefusalSaysWhatToDoAndShowsNoSecret(path: String, reason: String) async throws {
        let refusal = try await refusal(try address(path) + "?token=c4n4ry")
        #expect(refusal.contains(reason) && !refusal.contains("c4n4ry"), "\(refusal)")
    }

    @Test func whoAnswersTooLateIsGivenUp() async throws {
        var question = Question()
        question.timeout = 0.5
        #expect(try await refusal(try address("stall"), question).contains("within 0.5 s"))
    }

    @Test func nobodyThereIsSaidToBeSo() async throws {
        #expect(try await refusal("http://127.0.0.1:1/x").contains("connection refused"))
        #expect(try await refusal("http://example.com/x").contains("is not encrypted"))
        #expect(try await refusal("ftp://x").contains("another scheme"))
    }

    @Test func labelsAreCheckedAsThoseOfSQLAre() async throws {
        let twice = #"{"teams":[{"name":"a","open":1,"n":1},{"name":"a","open":2,"n":1}]}"#
        #expect(try await refusal(try json(twice), teams()).contains("more than one row for"))
        #expect(try await refusal(try json(Self.teams), teams { $0.by = ["region"] }).contains(#"splits by "region""#))
        #expect(try await refusal(try json(Self.teams), teams { $0.by = [] }).contains(#"the label "team" is none of"#))
        #expect(try await refusal(try json(Self.teams), teams { $0.maxSeries = 2 }).contains("gives 3 series"))
        let nowhere = try await refusal(try json(Self.teams), teams { $0.labels = ["team": "/title"] })
        #expect(
            nowhere.contains(#"the label "team" (/title) leads nowhere: item 0 of /teams is an object with the keys"#))
        let object = try await refusal(try json(Self.teams), teams { $0.list = "/at" })
        #expect(object.contains(#""list" (/at) leads to the text "2026-03-01", not to a list"#))
    }

    @Test func itKnowsOnlyNow() async throws {
        let document = try json("[1]")
        var past = Question()
        past.isPresent = false
        var shifted = Question()
        shifted.shift = .days(7)
        var late = Question()
        late.lag = .days(7)
        for question in [past, shifted, late] {
            #expect(try await refusal(document, question).contains("it can only say what is now"))
        }
    }

    @Test func headersGoAlong() async throws {
        let peer = try Peer("http_receiver.py")
        var question = Question()
        question.value = ""
        _ = try await results("http://127.0.0.1:\(peer.port)/json/1?q=1", question)
        let request = try #require(try peer.log(ReceivedRequest.self).first)
        #expect(request.method == "GET" && request.headers["x-token"] == "c4n4ry")
        #expect(request.headers["accept"] == "application/json")
    }
}
