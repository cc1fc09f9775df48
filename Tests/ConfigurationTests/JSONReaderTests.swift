import Testing

@testable import Configuration

private func read(_ text: String) -> (root: JSONNode?, faults: [JSONFault]) {
    JSONReader.read(JSONText(Array(text.utf8)))
}

/// The faults as people see them: `line:column message`.
private func faults(_ bytes: [UInt8]) -> [String] {
    let text = JSONText(bytes)
    return JSONReader.read(text).faults.map { fault in
        let (line, column) = text.position(of: fault.offset)
        return "\(line):\(column) \(fault.message)"
    }
}

private func value(_ text: String) -> JSONValue? { read(text).root?.value }

@Suite struct JSONReaderTests {
    @Test(arguments: [
        ("null", JSONValue.null), ("true", .bool(true)), (" false\r\n", .bool(false)), ("0", .number(0, text: "0")),
        ("-0", .number(-0.0, text: "-0")), ("-12.5e-1", .number(-1.25, text: "-12.5e-1")),
        ("1E+2", .number(100, text: "1E+2")),
        (#""""#, .string("")), (#""a\"\\\/\b\f\n\r\t""#, .string("a\"\\/\u{8}\u{C}\n\r\t")),
        (#""ä\u00e4\u20AC""#, .string("ää€")),
        (#""\ud83d\ude00 😀""#, .string("😀 😀")), (#""\u0000""#, .string("\u{0}")), ("[]", .array([])),
        ("{}", .object([])),
        ("\u{FEFF}[]", .array([])),
    ])
    func strictJSONIsRead(_ text: String, _ expected: JSONValue) {
        let (root, faults) = read(text)
        #expect(root?.value == expected)
        #expect(faults.isEmpty)
    }

    @Test func everyValueKnowsItsPlace() throws {
        let text = JSONText(Array("\u{FEFF}{\r\n  \"ä\": 1,\r\n\t\"b\": [true]\n}".utf8))
        let root = try #require(JSONReader.read(text).root)
        guard case .object(let members) = root.value, case .array(let elements) = members[1].node.value else {
            Issue.record("not an object with a list")
            return
        }
        let places = [members[0].keyRange, members[0].node.range, members[1].keyRange, elements[0].range].map { range in
            let (line, column) = text.position(of: range.lowerBound)
            return "\(line):\(column)"
        }
        #expect(places == ["2:3", "2:8", "3:2", "3:8"])
    }

    @Test func equalKeysAreAllKept() {
        guard case .object(let members) = value(#"{"a": 1, "a": 2}"#) else {
            Issue.record("not an object")
            return
        }
        #expect(members.map(\.key) == ["a", "a"])
    }

    @Test(arguments: [
        ("// all goals\n[1]", "1:1 a comment, which JSON does not have"),
        ("[1, # one\n2]", "1:5 a comment, which JSON does not have"),
        ("[1 /* one */]", "1:4 a comment, which JSON does not have"),
        ("[1, 2,]", "1:6 a comma stands before ], which JSON does not allow"),
        (#"{"a": 1, }"#, "1:8 a comma stands before }, which JSON does not allow"),
        ("[1,, 2]", "1:4 a comma follows another one"),
        ("[1 2]", "1:3 a comma is missing after this value"),
        ("{\"a\": 1\n \"b\": 2}", "1:8 a comma is missing after this value"),
        ("[1; 2]", "1:3 a semicolon stands where JSON has a comma"),
        ("{a: 1}", "1:2 a key stands without quotes"),
        (#"{"a" = 1}"#, "1:6 an = stands where JSON has a colon"),
        (#"{"a": }"#, #"1:7 a value is missing before "}""#),
        ("['x']", "1:2 single quotes stand where JSON has \""),
        ("[“x”]", "1:2 curly quotes stand where JSON has \""),
        ("[„x“]", "1:2 curly quotes stand where JSON has \""),
        ("[»x«]", "1:2 angle quotes stand where JSON has \""),
        ("[NaN]", "1:2 NaN is not a number in JSON"),
        ("[-Infinity]", "1:2 - stands without a number"),
        ("[True]", "1:2 True is not a JSON word"),
        ("[None]", "1:2 None is not a JSON word"),
        ("[hunter2 or so]", "1:2 text stands without quotes"),
        ("[01]", "1:2 a number begins with a zero"),
        ("[-01]", "1:2 a number begins with a zero"),
        ("[+1]", "1:2 a number begins with +"),
        ("[.5]", "1:2 a number begins with a point"),
        ("[5.]", "1:2 a number ends with a point"),
        ("[5%]", "1:2 letters or signs follow a number"),
        ("[30d]", "1:2 letters or signs follow a number"),
        ("[0x10]", "1:2 letters or signs follow a number"),
        ("[1e999]", #"1:2 "1e999" is too large for a number"#),
        ("[\"a\tb\"]", "1:4 a tab stands in a text"),
        ("[\"a\u{1}b\"]", "1:4 a control character (U+0001) stands in a text"),
        (#"["\x"]"#, #"1:3 \ stands before "x""#),
        (#"["\u12"]"#, #"1:3 \u stands without four hexadecimal digits"#),
        (#"["ab\ud800"]"#, #"1:5 \ud800 is half of a character (a lone surrogate)"#),
        (#"["\udc00"]"#, #"1:3 \udc00 is half of a character (a lone surrogate)"#),
        (#"["\ud800\u0041"]"#, #"1:3 \ud800 is half of a character (a lone surrogate)"#),
        ("[1,\u{A0}2]", "1:4 a no-break space stands between the values"),
    ])
    func whatIsNotJSONIsToldAndReadOn(_ text: String, _ fault: String) {
        #expect(faults(Array(text.utf8)) == [fault])
        #expect(read(text).root != nil)
    }

    @Test(arguments: [
        ("[1", #"1:3 the file ends, but "[" of line 1, column 1 is still open"#),
        ("{\n\"a\": {\n", #"3:1 the file ends, but "{" of line 2, column 6 is still open"#),
        (#"{"a""#, "1:5 the file ends after a key"), (#"{"a":"#, "1:6 the file ends where a value is expected"),
        ("[1}", #"1:3 "}" closes the "[" of line 1, column 1"#),
        ("[\"a\n\"]", "1:2 the quotes that open here are not closed on their line"),
        ("[] []", #"1:4 the text goes on after its end: "[""#),
        (#"{"a" 1}"#, #"1:6 a colon is expected after the key, but "1" stands here"#),
        ("{1: 2}", "1:2 a key stands without quotes"), ("[?]", #"1:2 "?" stands where a value is expected"#),
    ])
    func whatCannotBeUnderstoodEndsTheReading(_ text: String, _ fault: String) {
        #expect(faults(Array(text.utf8)).last == fault)
    }

    @Test func aByteThatIsNotUTF8HasItsPlace() {
        let latin1 = Array("[\"B".utf8) + [0xFC] + Array("ro\"]".utf8)
        #expect(faults(latin1) == ["1:4 a byte that is not UTF-8 (0xFC) stands in a text"])
        #expect(faults([0xFF, 0x41]) == ["1:1 a byte that is not UTF-8 (0xFF) stands where a value is expected"])
    }

    @Test func severalFaultsAreToldAtOnce() {
        #expect(faults(Array("{a: 01, 'b': True,}".utf8)).count == 5)
    }

    @Test func aFileOfFaultsEndsAfterFifty() {
        #expect(faults(Array(("[" + String(repeating: "01,", count: 1000) + "1]").utf8)).count == 50)
    }

    /// 10 MB of `[` is no reason to run out of stack, memory or patience.
    @Test func bracketsWithoutEndAreRefusedAtTheSixtyFifth() {
        let brackets = [UInt8](repeating: UInt8(ascii: "["), count: 10_000_000)
        #expect(faults(brackets) == ["1:66 brackets are nested more than 64 deep"])
        let deepest = String(repeating: "[", count: 65) + String(repeating: "]", count: 65)
        #expect(read(deepest).faults.isEmpty)
    }

    /// Every prefix and every single changed byte of a file is answered with a value or a fault, never a crash.
    @Test func anyBytesAreAnswered() {
        let text = Array(#"{"a": [1.5e3, "\ud83d\ude00ä", true, null, 'x', “y”], /* c */ "b": {}}"#.utf8)
        for end in 0...text.count {
            let (root, faults) = JSONReader.read(JSONText(Array(text[..<end])))
            #expect(root != nil || !faults.isEmpty)
        }
        for index in text.indices {
            for byte: UInt8 in [0, 0x22, 0x2C, 0x5B, 0x5C, 0x7D, 0x80, 0xC2, 0xED, 0xFF] {
                var changed = text
                changed[index] = byte
                let (root, faults) = JSONReader.read(JSONText(changed))
                #expect(root != nil || !faults.isEmpty)
            }
        }
    }
}
