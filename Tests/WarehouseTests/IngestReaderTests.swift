import Foundation
import Goals
import Testing

@testable import Warehouse

@Suite struct IngestReaderTests {
    let fixture: IngestFixture

    init() throws {
        fixture = try IngestFixture()
    }

    /// Rows of `note` of visits that are read from `text`, whose columns are `visited_at` and `note`.
    private func notes(_ text: String, _ change: (inout CSVFile) -> Void = { _ in }) throws -> [String] {
        let report = try fixture.read("visits", text, change)
        #expect(report.failure == nil)
        #expect(report.bad.map(\.description) == [])
        return try fixture.rows("SELECT note FROM visits ORDER BY rowid")
    }

    @Test(arguments: [",", ";", "\t", "|"])
    func theDelimiterIsFoundOut(delimiter: String) throws {
        let text = "visited_at,note,a\n2026-03-01,x y,1\n2026-03-02,z,2\n"
            .split(separator: ",", omittingEmptySubsequences: false).joined(separator: delimiter)
        #expect(try notes(text) == ["x y", "z"])
    }

    @Test func decimalCommasAreNoDelimiters() throws {
        #expect(try notes("visited_at;note\n2026-03-01;1,5\n2026-03-02;2,5\n") == ["1,5", "2,5"])
    }

    @Test(arguments: ["¦", "→", "~", "€"] as [Character])
    func anyOneCharacterCanBeTheDelimiter(delimiter: Character) throws {
        let text = "visited_at\(delimiter)note\n2026-03-01\(delimiter)\"a\(delimiter)b\"\n2026-03-02\(delimiter)z"
        #expect(try notes(text) { $0.delimiter = delimiter } == ["a\(delimiter)b", "z"])
    }

    @Test func bytesThatOnlyBeginLikeTheDelimiterBelongToTheCell() throws {
        #expect(try notes("visited_at→note\n2026-03-01→a←b\n") { $0.delimiter = "→" } == ["a←b"])
    }

    @Test func quotedCellsHoldLineBreaksQuotesAndDelimiters() throws {
        let rows = try notes(
            "visited_at,note\r\n2026-03-01,\"a \"\"b\"\", c\r\nd\ne\"\n2026-03-02,f\"g\r\n2026-03-03,\"\"")
        #expect(rows == ["a \"b\", c\r\nd\ne", "f\"g", "-"])
    }

    @Test func anotherQuoteIsPossible() throws {
        #expect(try notes("visited_at,note\n2026-03-01,'it''s, \"so\"'\n") { $0.quote = "'" } == ["it's, \"so\""])
    }

    @Test func lineEndsMayBeMixedAndTheLastMayLack() throws {
        #expect(try notes("visited_at,note\r\n2026-03-01,a\n2026-03-02,b\r2026-03-03,c") == ["a", "b", "c"])
    }

    @Test func emptyLinesAreNoRows() throws {
        #expect(try notes("visited_at,note\n\n2026-03-01,a\r\n\r\n\n2026-03-02,b\n\n") == ["a", "b"])
    }

    @Test func linesBeforeTheHeaderAreSkipped() throws {
        let text = "Export of \"visits\nmade today\nvisited_at,note\n2026-03-01,a\n"
        #expect(try notes(text) { $0.skip = 2 } == ["a"])
    }

    @Test func excelsHintOfTheDelimiterIsNoHeader() throws {
        #expect(try notes("sep=;\r\nvisited_at;note\r\n2026-03-01;a,b\r\n") == ["a,b"])
    }

    @Test func withAHeaderGivenEveryLineIsData() throws {
        #expect(
            try notes("2026-03-01;1,5;2,0\n2026-03-02;b;x") { $0.header = ["visited_at", "note", "other"] } == [
                "1,5", "b",
            ])
    }

    static let text = "visited_at,note\n2026-03-01,Müller – 5 €\n2026-03-02,😀\n"

    @Test func utf8WithAndWithoutMarkIsFoundOut() throws {
        #expect(try notes(Self.text) == ["Müller – 5 €", "😀"])
        #expect(try notes("\u{FEFF}" + Self.text) == ["Müller – 5 €", "😀"])
    }

    @Test(arguments: [true, false], [true, false])
    func utf16IsFoundOut(isBigEndian: Bool, hasMark: Bool) throws {
        var bytes: [UInt8] = []
        for unit in ((hasMark ? "\u{FEFF}" : "") + Self.text).utf16 {
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            bytes += isBigEndian ? [high, low] : [low, high]
        }
        let path = try fixture.write("visits.csv", bytes)
        for encoding in [nil, CSVFile.Encoding.utf16] {
            let file = fixture.file("visits", path) { $0.encoding = encoding }
            let report = try fixture.refresh(fixture.source(files: [file]))["visits"]
            #expect(report?.failure == nil)
            #expect(try fixture.rows("SELECT note FROM visits") == ["Müller – 5 €", "😀"])
        }
    }

    @Test func whatIsNotUTF8IsWindows1252EvenIfThatShowsLate() throws {
        var bytes = Array("visited_at,note\n".utf8)
        for _ in 0..<40_000 { bytes += Array("2026-03-01,plain\n".utf8) }
        bytes += Array("2026-03-02,M".utf8) + [0xFC] + Array("ller ".utf8) + [0x80] + Array("\n".utf8)
        let path = try fixture.write("visits.csv", bytes)
        let report = try fixture.refresh(fixture.source(files: [fixture.file("visits", path)]))["visits"]
        #expect(report?.rows == 40_001)
        #expect(try fixture.rows("SELECT note FROM visits WHERE rowid > 40000") == ["Müller €"])
    }

    @Test func aGivenEncodingThatIsWrongIsSaid() throws {
        let path = try fixture.write("visits.csv", Array("visited_at,note\n2026-03-02,M".utf8) + [0xFC, 0x0A])
        let file = fixture.file("visits", path) { $0.encoding = .utf8 }
        let report = try #require(try fixture.refresh(fixture.source(files: [file]))["visits"])
        #expect(report.failure?.contains("is not UTF-8, as its \"encoding\" says") == true)
    }

    @Test(
        arguments: [
            ([0x50, 0x4B, 0x03, 0x04, 0, 0], "Excel workbook"), ([0x1F, 0x8B, 8, 0], "gzip"),
            (Array("visited_at,note\n2026-03-01,a\u{0}b\n".utf8), "NUL bytes"),
            ([0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 0, 0, 3], "NUL"),
            ([], "is empty"),
        ] as [([UInt8], String)])
    func whatIsNoTextIsRefused(bytes: [UInt8], reason: String) throws {
        let path = try fixture.write("visits.csv", bytes)
        let report = try #require(try fixture.refresh(fixture.source(files: [fixture.file("visits", path)]))["visits"])
        #expect(report.failure?.contains(path) == true)
        #expect(report.failure?.contains(reason) == true)
    }

    @Test func aHeaderAloneIsATableWithoutRows() throws {
        let report = try fixture.read("visits", "visited_at,note")
        #expect(report.failure == nil)
        #expect(report.rows == 0)
        #expect(try fixture.rows("SELECT count(*) FROM visits") == ["0"])
    }

    @Test func anEmptyFileWithAHeaderGivenHasNoRows() throws {
        let report = try fixture.read("visits", "") { $0.header = ["visited_at"] }
        #expect(report.failure == nil)
        #expect(report.rows == 0)
    }

    @Test func aFileCutOffInQuotesHasOneBadRowAtTheQuoteAndKeepsTheRest() throws {
        let text = "visited_at,note\n2026-03-01,\"a\nb\"\n2026-03-02,\"cut\n2026-03-03,c\n2026-03-04,d"
        let report = try fixture.read("visits", text)
        #expect(report.bad.map(\.line) == [4])
        #expect(report.bad[0].reason.contains("not closed"))
        #expect(try fixture.rows("SELECT note FROM visits") == ["a\nb", "c", "d"])
    }

    @Test func oneStrayQuoteInALargeFileCostsOneRow() throws {
        var text = "visited_at,note\n"
        for row in 0..<60_000 { text += row == 100 ? "2026-03-01,\"5 inch\n" : "2026-03-01,plain text of row \(row)\n" }
        let report = try fixture.read("visits", text)
        #expect(report.badRows == 1)
        #expect(report.bad[0].line == 102)
        #expect(report.rows == 59_999)
    }

    @Test func textBehindAQuoteAndWrongNumbersOfFieldsAreBadRowsWithTheirLines() throws {
        let text =
            "visited_at,note\n2026-03-01,\"a\nb\"\n2026-03-01,\"x\"y\n2026-03-01\n2026-03-01,a,b\n2026-03-01,\"ok\" \n"
        let report = try fixture.read("visits", text)
        #expect(report.bad.map(\.line) == [4, 5, 6])
        #expect(report.bad[0].reason.contains("behind a closing quote"))
        #expect(report.bad[1].reason == "has 1 fields, the header has 2")
        #expect(report.bad[2].reason == "has 3 fields, the header has 2")
        #expect(try fixture.rows("SELECT note FROM visits") == ["a\nb", "ok"])
        #expect(report.readRows == 5)
    }

    @Test func anAbsurdlyLongFieldIsABadRow() throws {
        let long = String(repeating: "x", count: CSVReader.longestField + 1)
        let huge = String(repeating: "y", count: CSVReader.longestRow * 2)
        let report = try fixture.read(
            "visits", "visited_at,note\n2026-03-01,\(long)\n2026-03-01,\(huge)\n2026-03-01,\"\(long)\"\n2026-03-02,ok\n"
        )
        #expect(report.bad.map(\.line) == [2, 3, 4])
        #expect(report.rows == 1)
    }

    /// Python's csv module decides. Rows cross the borders of the reader's buffer at every place.
    @Test func rowsAcrossTheBordersOfTheBufferAreWhole() throws {
        var text = "visited_at,note,n\n"
        var expected: [String] = []
        for row in 0..<20_000 {
            let note = String(repeating: row % 3 == 0 ? "ü" : "\"\"", count: row % 61) + (row % 5 == 0 ? "\r\n" : "")
            text += "2026-03-01,\"\(note)\",\(row)" + (row % 2 == 0 ? "\n" : "\r\n")
            expected.append("\(note.utf8.count - (row % 3 == 0 ? 0 : row % 61)) | \(row)")
        }
        let report = try fixture.read("visits", text)
        #expect(report.badRows == 0)
        #expect(
            try fixture.rows("SELECT coalesce(length(CAST(note AS BLOB)), 0), n FROM visits ORDER BY rowid") == expected
        )
    }
}
