import Foundation
import Goals
import Testing

@testable import Journal

@Suite struct FormatTests {
    @Test func aRecordHasItsKeysInOrderAndItsChecksumLast() throws {
        let folder = TemporaryFolder()
        let journal = try folder.open()
        try journal.commit(Sample.opening(hour: 0, channels: ["team"]))
        let line = try folder.text("journal.jsonl")
        #expect(line.hasPrefix(#"{"after":{"of":{"kpi":"churn_rate"},"state":{"episode":{"#))
        let keys =
            #","at":"2026-11-24T10:00:00Z","condition":"churn > 5%","#
            + #""deliveries":[{"channel":"team","id":"churn-0-opened-team"}],"denominator":1243,"episode":"churn-0","#
            + #""goal":"churn","labels":{},"level":"critical","numerator":76,"peak":0.0612,"sample":1243,"seq":1,"#
            + #""since":"2026-11-24T10:00:00Z","type":"opened","unit":"ratio","v":1,"value":0.0612,"#
            + #""window":{"end":"2026-11-24T10:00:00Z","start":"2026-10-25T10:00:00Z"},"crc":""#
        #expect(line.contains(keys))
        #expect(line.hasSuffix("\"}\n"))
    }

    @Test func theChecksumIsThatOfRFC3720() {
        func crc(_ bytes: [UInt8]) -> UInt32 { bytes.withUnsafeBufferPointer { Checksum.crc32c($0) } }
        #expect(crc([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
        #expect(crc([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
        #expect(crc([UInt8](0..<32)) == 0x46dd_794e)
        #expect(crc([UInt8]((0..<32).reversed())) == 0x113f_db5c)
        #expect(crc(Array("123456789".utf8)) == 0xe306_9283)
    }

    @Test func numbersReadBackExactly() throws {
        var random = SeededRandom(seed: 11)
        var numbers: [Double] = [
            0, -0.0, 1, -1, 0.1, 1e-7, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 9_007_199_254_740_992, 1e16,
        ]
        for _ in 0..<2000 {
            let number = Double(bitPattern: random.next())
            if number.isFinite { numbers.append(number) }
        }
        for number in numbers {
            let read = try #require(try JSONReader.tree(JSONWriter.bytes(.number(number))).number)
            #expect(read.bitPattern == number.bitPattern)
        }
        for number in [Double.infinity, -.infinity] {
            #expect(try JSONReader.tree(JSONWriter.bytes(.number(number))).number == number)
        }
        #expect(try JSONReader.tree(JSONWriter.bytes(.number(.nan))).number?.isNaN == true)
        for number in [0, -1, Int.max, Int.min] {
            #expect(try JSONReader.tree(JSONWriter.bytes(.integer(number))).integer == number)
        }
    }

    @Test func timesReadBackToTheMicrosecond() throws {
        for seconds in [
            0, -1, 1_795_514_400, 1_795_514_400.123456, 1_795_514_400.999999, -62_135_596_800, 253_402_300_799,
        ] {
            let date = Instant.rounded(Date(timeIntervalSince1970: seconds))
            var bytes: [UInt8] = []
            Instant.append(date, to: &bytes)
            let text = String(decoding: bytes, as: UTF8.self)
            #expect(text == Timestamp.text(date))
            #expect(Instant.date(text) == date)
        }
        for text in [
            "", "2026-13-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01 00:00:00Z",
        ] {
            #expect(Instant.date(text) == nil)
        }
    }

    @Test func textOfEveryKindReadsBack() throws {
        let texts = [
            "", "ä€😀", "\"\\/", "\u{0}\u{1}\n\r\t\u{7f}", "\u{80}\u{9b}31m", "<script>", "\u{2028}", "=HYPERLINK(1)",
        ]
        for text in texts {
            let bytes = JSONWriter.bytes(.text(text))
            #expect(try JSONReader.tree(bytes) == .text(text))
            // Nothing in it steers a terminal.
            let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
            #expect(!scalars.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) })
        }
        #expect(try JSONReader.tree(Array(#""\u00e4\ud83d\ude00\b\f\/""#.utf8)) == .text("ä😀\u{8}\u{c}/"))
    }

    @Test(arguments: [
        "", "{", "[1,", "{\"a\"}", "{\"a\":1,}", "[1 2]", "\"abc", "\"\\x\"", "tru", "1-2", "--1", "\"\\ud83d\"x",
        "{} {}",
    ])
    func whatIsNoJSONIsRefused(text: String) {
        #expect(throws: JSONReader.Problem.self) { try JSONReader.tree(Array(text.utf8)) }
    }

    @Test func deepNestingIsRefusedAndDoesNotEndTheProcess() {
        let bytes = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        #expect(throws: JSONReader.Problem.self) { try JSONReader.tree(bytes) }
    }

    @Test func anyStateReadsBackAndOneThatIsAsAtTheBeginningTakesNoRoom() throws {
        #expect(try CompactState.tree(SeriesState()) == .empty)
        var series = Sample.series(Sample.reading(0.0612, at: Sample.slot(0), labels: Labels(["Plan Name": "ä"])))
        series.criticalHeld = SeriesState.Held(since: Sample.slot(0))
        series.criticalHeld?.elapsed = 5400.25
        series.flapping.rises = [3, 7]
        series.flapping.lastTold = .warning
        series.withoutData = 2
        series.noDataTold = true
        let bytes = JSONWriter.bytes(try CompactState.tree(series))
        #expect(try CompactState.series(try JSONReader.tree(bytes)) == series)
    }

    @Test func aFieldThatALaterVersionAddsIsReadAsItsDefault() throws {
        // As if `flapping.kept` and `failures` were new: an old record does not have them.
        let old = JSONTree.members([
            ("flapping", .members([("evaluations", .integer(4))])), ("since", .text("2026-11-24T10:00:00Z")),
        ])
        let series = try CompactState.series(old)
        #expect(series.flapping.evaluations == 4)
        #expect(series.flapping.kept == 0)
        #expect(series.failures == 0)
        #expect(series.since == Sample.slot(0))
    }

    @Test func pythonReadsTheSameAndFindsTheSameChecksums() throws {
        let folder = TemporaryFolder()
        let journal = try folder.open()
        var commit = Sample.opening(hour: 0, value: 0.1 + 0.2)
        commit.events[0].reason = "ä \"quoted\" \u{1b}[31m"
        commit.deliveries = []
        try journal.commit(commit)
        try journal.commit(Sample.resolving(hour: 1, opened: 0))
        try journal.record(DeliveryOutcome("churn-0-resolved-team", at: Sample.slot(1), .delivered))
        try journal.close()
        let script = """
            import json, sys
            def crc32c(data):
                crc = 0xffffffff
                for byte in data:
                    crc ^= byte
                    for _ in range(8): crc = (crc >> 1) ^ (0x82f63b78 if crc & 1 else 0)
                return crc ^ 0xffffffff
            for name in ["journal.jsonl", "measurements-2026-11.jsonl", "snapshot.json"]:
                for line in open(sys.argv[1] + "/" + name, "rb").read().split(b"\\n")[:-1]:
                    record = json.loads(line)
                    body, crc = line.rsplit(b',"crc"', 1)
                    assert record["crc"] == "%08x" % crc32c(body), line
                    keys = list(record)
                    assert keys[-1] == "crc" and keys[:-1] == sorted(keys[:-1]), keys
                    del record["crc"]
                    again = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
                    if name == "journal.jsonl":
                        print(record["seq"], record["type"], record.get("value"), record.get("reason"), len(again) > 0)
            """
        let output = try Python.run(script, [folder.path])
        #expect(
            output.split(separator: "\n").map(String.init) == [
                "1 opened 0.30000000000000004 ä \"quoted\" \u{1b}[31m True", "2 resolved 0.04 None True",
                "3 delivered None None True",
            ])
    }
}
