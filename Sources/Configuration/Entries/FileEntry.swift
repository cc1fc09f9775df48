import Goals

extension Shape {
    static let file = Shape(
        "a file",
        [
            Key(
                "path",
                "The file, relative to goals.json; * in its name stands for any part, so that many files are read as one.",
                required: true, .reference("path")),
            Key(
                "delimiter", "What stands between two cells: one character; found out unless given.",
                ["type": "string", "minLength": 1, "maxLength": 1, "examples": [",", ";", "\t", "|"]]),
            Key(
                "encoding", "How letters are stored; found out unless given.",
                ["enum": .texts(CSVFile.Encoding.allCases.map(\.rawValue))]),
            Key(
                "quote",
                "What stands round a cell that holds a delimiter or a line break: one character; \" unless given.",
                ["type": "string", "minLength": 1, "maxLength": 1]),
            Key(
                "header", "The names of the columns, for a file without a line of them: every line is data then.",
                ["type": "array", "items": ["type": "string", "minLength": 1], "minItems": 1, "uniqueItems": true]),
            Key(
                "skip", "How many lines to leave out at the beginning; 0 unless given.",
                ["type": "integer", "minimum": 0, "maximum": 10000]),
            Key(
                "null", "What means nothing in a cell, beside an empty one.",
                ["type": "array", "items": ["type": "string"], "examples": [["N/A", "?"]]]),
            Key(
                "date_format",
                "How dates are written, in Unicode date fields: dd.MM.yyyy HH:mm, M/d/yy; 2026-03-01T09:30:00Z and its like are always understood.",
                [
                    "type": "string", "minLength": 1,
                    "examples": ["dd.MM.yyyy", "dd.MM.yyyy HH:mm", "M/d/yyyy", "M/d/yy H:mm"],
                ]),
            Key(
                "decimal", "The decimal sign of numbers, the other one groups thousands; . unless given.",
                ["enum": [".", ","]]),
        ])
}

/// The entries of a source's `files`.
enum FileEntry {
    static func decodeAll(_ entry: Entry, folder: String) -> [CSVFile] {
        let example = "write { \"cases\": \"exports/cases.csv\" }"
        guard let members = entry.members("an object of files by their names", fix: example) else { return [] }
        if members.isEmpty { entry.report("there is no file in it", fix: example) }
        return members.compactMap { member in
            member.reportUnlessName("a file")
            return decode(member.key, member.entry, folder: folder)
        }
    }

    private static func decode(_ name: String, _ entry: Entry, folder: String) -> CSVFile? {
        if case .string = entry.node.value {
            return entry.path(in: folder).map { CSVFile(name: name, path: $0) }
        }
        let example = "write the path of a file in double quotes, or { \"path\": \"exports/cases.csv\" }"
        guard let fields = Fields(entry, .file, fix: example) else { return nil }
        let path = fields["path"].flatMap { $0.path(in: folder) } ?? ""
        var file = CSVFile(name: name, path: path)
        file.delimiter = fields["delimiter"].flatMap { $0.sign(example: ";") }
        if let field = fields["quote"], let quote = field.sign(example: "'") {
            if quote == file.delimiter { field.report("quote and delimiter are the same", fix: "write different ones") }
            file.quote = quote
        } else if let field = fields["delimiter"], file.delimiter == file.quote {
            field.report("quote and delimiter are the same", fix: "name another \"quote\", too")
        }
        file.encoding = fields["encoding"].flatMap { $0.encoding() }
        file.header = fields["header"].flatMap { field in
            let names = field.texts("Case Number")
            if names?.isEmpty == true {
                field.report("the list is empty", fix: "name the columns, or leave the key out")
            }
            return names
        }
        file.skip = fields["skip"].flatMap { $0.integer(0...10_000) } ?? 0
        file.nulls = fields["null"].flatMap { $0.nulls() } ?? []
        file.dateFormat = fields["date_format"].flatMap { $0.dateFormat() }
        file.decimal = fields["decimal"].flatMap { $0.choice(of: [".", ","]) } == "," ? "," : "."
        return file
    }
}

extension Entry {
    /// One character between cells or round them.
    fileprivate func sign(example: String) -> Character? {
        guard let text = text(example) else { return nil }
        if let character = text.first, text.count == 1, !character.isNewline, !character.isLetter, !character.isNumber {
            return character
        }
        let names = ["tab": "\\t", "\\t": "\\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "]
        report(
            "one character is expected, but \(found()) is here",
            fix: "write \"\(names[text.lowercased()] ?? example)\"")
        return nil
    }

    fileprivate func encoding() -> CSVFile.Encoding? {
        guard case .string(let text) = node.value else { return choice(CSVFile.Encoding.self) }
        if let encoding = CSVFile.Encoding(rawValue: text) { return encoding }
        let meant: [String: CSVFile.Encoding] = [
            "utf8": .utf8, "utf-8-sig": .utf8, "ascii": .utf8, "cp1252": .windows1252, "ansi": .windows1252,
            "latin1": .windows1252, "latin-1": .windows1252, "iso-8859-1": .windows1252, "iso-8859-15": .windows1252,
            "windows1252": .windows1252, "win-1252": .windows1252, "utf16": .utf16, "utf-16le": .utf16,
            "unicode": .utf16,
        ]
        guard let encoding = meant[text.lowercased()] ?? CSVFile.Encoding(rawValue: text.lowercased()) else {
            return choice(CSVFile.Encoding.self)
        }
        report("\(Shown.text(text)) is not known here", fix: "write \"\(encoding.rawValue)\"")
        return nil
    }

    fileprivate func nulls() -> [String]? {
        list("a list of texts", fix: "write a list, such as [\"N/A\", \"?\"]")?.compactMap { $0.text("N/A") }
    }

    /// Unicode date fields (UTS 35).
    fileprivate func dateFormat() -> String? {
        guard let format = filledText("dd.MM.yyyy") else { return nil }
        if format.contains("%") {
            report(
                "\(Shown.text(format)) is written in the way of strftime",
                fix: "write Unicode date fields, such as \"dd.MM.yyyy HH:mm\"")
            return nil
        }
        do throws(DateFormat.Problem) {
            return try DateFormat(parsing: format).text
        } catch {
            report("\(error)", fix: "write day, month and year in Unicode date fields, as in \"dd.MM.yyyy HH:mm\"")
            return nil
        }
    }
}
