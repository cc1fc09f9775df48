import Foundation
import Goals
import Testing

@Suite struct TimestampTests {
    @Test(arguments: [
        ("2026-03-01", "2026-03-01T00:00:00Z"), ("2026-03-01T09:30:00Z", "2026-03-01T09:30:00Z"),
        ("2026-03-01 09:30:00", "2026-03-01T09:30:00Z"), ("2026-03-01T09:30", "2026-03-01T09:30:00Z"),
        ("2026-03-01t09:30:00z", "2026-03-01T09:30:00Z"), ("  2026-03-01 09:30:00\t", "2026-03-01T09:30:00Z"),
        ("2026-03-01T09:30:00+02:00", "2026-03-01T07:30:00Z"), ("2026-03-01T09:30:00-0530", "2026-03-01T15:00:00Z"),
        ("2026-03-01 09:30:00+02", "2026-03-01T07:30:00Z"), ("2026-03-01 09:30:00 +0200", "2026-03-01T07:30:00Z"),
        ("2026-03-01 09:30:00 UTC", "2026-03-01T09:30:00Z"), ("2026-03-01T00:30+05:45", "2026-02-28T18:45:00Z"),
        ("2026-03-01T09:30:00.5Z", "2026-03-01T09:30:00.500000Z"),
        ("2026-03-01T09:30:00,25Z", "2026-03-01T09:30:00.250000Z"),
        ("2026-03-01T09:30:00.000001Z", "2026-03-01T09:30:00.000001Z"),
        ("2026-03-01T09:30:00.123456789Z", "2026-03-01T09:30:00.123456Z"),
        ("2026-03-01T23:59:59.9999999Z", "2026-03-01T23:59:59.999999Z"),
        ("2026-12-31T24:00:00Z", "2027-01-01T00:00:00Z"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"), ("2024-02-29", "2024-02-29T00:00:00Z"),
        ("1969-07-20T20:17:40Z", "1969-07-20T20:17:40Z"),
        ("0001-01-01", "0001-01-01T00:00:00Z"), ("9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"),
        ("1900-03-01", "1900-03-01T00:00:00Z"),
    ])
    func everyFormOfAnISOTimeIsRead(text: String, time: String) throws {
        #expect(Timestamp.text(try #require(Timestamp.parse(text, in: .utc))) == time)
    }

    @Test(arguments: [
        "", " ", "2026", "2026-03", "2026-3-1", "20260301", "01.03.2026", "2026-13-01", "2026-02-29", "2100-02-29",
        "2026-00-10", "2026-04-31",
        "2026-03-01T", "2026-03-01T9:30", "2026-03-01T09", "2026-03-01T25:00", "2026-03-01T24:01", "2026-03-01T09:60",
        "2026-03-01T09:30:61",
        "2026-03-01T09:30:00.Z", "2026-03-01T09:30:00ZZ", "2026-03-01T09:30:00+2", "2026-03-01T09:30:00+02:60",
        "2026-03-01T09:30:00+19:00",
        "2026-03-01T09:30:00 CET", "2026-03-01  09:30", "2026-03-01Z", "x2026-03-01", "2026-03-01\0", "-2026-03-01",
        "٢٠٢٦-٠٣-٠١",
    ])
    func whatIsNoISOTimeIsNotRead(text: String) {
        #expect(Timestamp.parse(text, in: .utc) == nil)
    }

    @Test func aTimeWithoutAnOffsetIsOneOfTheZone() throws {
        let berlin = try #require(Zone("Europe/Berlin"))
        func read(_ text: String) -> String? { Timestamp.parse(text, in: berlin).map(Timestamp.text) }
        #expect(read("2026-07-01") == "2026-06-30T22:00:00Z")
        #expect(read("2026-01-01 12:00:00.25") == "2026-01-01T11:00:00.250000Z")
        #expect(read("2026-01-01T12:00:00Z") == "2026-01-01T12:00:00Z")
        #expect(read("2026-03-29 02:30") == "2026-03-29T01:30:00Z")
        #expect(read("2026-10-25 02:30") == "2026-10-25T00:30:00Z")
        #expect(read("2026-10-24T24:00") == "2026-10-24T22:00:00Z")
    }

    @Test func textAndParseAreEachOthersOpposite() throws {
        var random = SeededRandom(seed: 5)
        for _ in 0..<20_000 {
            let micros = Int64.random(in: -62_167_219_200_000_000...253_402_300_799_000_000, using: &random)
            // A Date keeps microseconds only for a century round 2001.
            let exact = micros.magnitude < 3_000_000_000_000_000 ? micros : micros / 1_000_000 * 1_000_000
            var text = Timestamp.text(Date(timeIntervalSince1970: Double(exact) / 1_000_000))
            let read = text.withUTF8 { Timestamp.microseconds(utf8: $0, in: .utc) }
            #expect(read == exact, "\(text)")
        }
    }

    @Test func noDateMakesTextFail() {
        for seconds in [Double.infinity, -.infinity, .nan, 1e300, -1e300, 1e12] {
            let text = Timestamp.text(Date(timeIntervalSince1970: seconds))
            #expect(text == (seconds > 0 ? "9999-12-31T23:59:59Z" : "0000-01-01T00:00:00Z"))
            _ = (Zone("Europe/Berlin") ?? .utc).civil(Date(timeIntervalSince1970: seconds))
        }
        #expect(Timestamp.text(Date(timeIntervalSince1970: -0.25)) == "1969-12-31T23:59:59.750000Z")
    }

    @Test func aZoneIsAnIANAName() {
        #expect(Zone("Europe/Berlin") != nil)
        #expect(Zone("UTC") == .utc)
        #expect(Zone("Etc/UTC")?.offset(at: Date(timeIntervalSince1970: 0)) == 0)
        for name in ["Europe/Atlantis", "CET", "GMT+2", "", "berlin", "Europe/", "/", "Europe/Berlin "] {
            #expect(Zone(name) == nil, "\(name)")
        }
    }
}

/// SplitMix64 (Steele, Lea & Flood 2014): the same numbers at every run.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
