import Foundation
import Goals

/// The column names of a file.
struct Header: Sendable, Hashable {
    /// As they stand in the file, blanks round them taken off; empty where a column has no name.
    let names: [String]

    /// As many as a table of SQLite has, less room for canonical ones.
    static let mostColumns = 1900

    init(_ names: [String]) {
        self.names = names.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    /// The declared one, else the first row.
    init(of reader: CSVReader, settings: CSVFile, path: String) throws(LoadFailure) {
        if let names = settings.header {
            self.init(names)
            return
        }
        switch try reader.next() {
        case .end:
            throw .unusable(
                "\(path) is empty: not even a header line; export it again, or name its columns in the file's \"header\""
            )
        case .bad(let reason): throw .unusable("\(path): the header (line \(reader.line)) cannot be read: \(reason)")
        case .cells: break
        }
        self.init(
            (0..<reader.cellCount).map { index in
                let cell = reader.cell(index)
                return String(decoding: UnsafeBufferPointer(start: cell.start, count: cell.count), as: UTF8.self)
            })
        if names.allSatisfy(\.isEmpty) {
            throw .unusable(
                "\(path): the header (line \(reader.line)) names no column; say how many lines to \"skip\" before it")
        }
        if names.count > Self.mostColumns {
            throw .unusable(
                "\(path) has \(names.count) columns, more than \(Self.mostColumns); the delimiter may be another than the one "
                    + "found out: say it as \"delimiter\"")
        }
    }

    /// Of a file.
    static func of(_ path: String, settings: CSVFile) throws(LoadFailure) -> Header {
        var settings = settings
        do throws(LoadFailure) {
            return try Header(of: try CSVReader(try OpenFile(path), settings: settings), settings: settings, path: path)
        } catch .notUTF8 {
            settings.encoding = .windows1252
            return try Header(of: try CSVReader(try OpenFile(path), settings: settings), settings: settings, path: path)
        }
    }

    /// Exactly that name, else that name in another case; the first of several.
    func index(of name: String) -> Int? {
        names.firstIndex(of: name) ?? names.firstIndex { $0.lowercased() == name.lowercased() }
    }

    /// Names by which SQL can tell the columns apart, case ignored: a repeated one has its number behind it. Columns without a
    /// name have none.
    var unique: [String?] {
        // SQLite's own name for a row's number.
        var seen: Set<String> = ["_rowid_"]
        return names.map { name in
            if name.isEmpty { return nil }
            var candidate = name
            var number = 2
            while !seen.insert(candidate.lowercased()).inserted {
                candidate = "\(name) (\(number))"
                number += 1
            }
            return candidate
        }
    }

    /// For messages.
    var shown: String {
        let shown = names.prefix(30).map { $0.isEmpty ? "(no name)" : $0 }.joined(separator: ", ")
        return names.count > 30 ? shown + ", and \(names.count - 30) more" : shown
    }

    func nearestName(to name: String) -> String? {
        Goals.nearest(name, in: names.filter { !$0.isEmpty })
    }
}
