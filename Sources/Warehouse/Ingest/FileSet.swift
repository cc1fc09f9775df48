import Foundation
import Goals

/// The files of one name: one, or all that a pattern with `*` finds, in the order of their paths.
struct FileSet: Sendable, Hashable {
    var settings: CSVFile
    var paths: [String]

    var name: String { settings.name }

    /// The table that holds its cells as text, for queries.
    var rawTable: String { Self.rawPrefix + name }
    static let rawPrefix = "raw:"

    /// Every file of a source: the declared ones, and those in its folder under their base names. A declared name hides one in
    /// the folder, case ignored.
    static func all(of declaration: SourceDeclaration) throws(LoadFailure) -> [FileSet] {
        let folder: String?
        let declared: [CSVFile]
        switch declaration.kind {
        case .csv(let place, let files): (folder, declared) = (place, files)
        case .sqlite, .postgres, .duckdb, .clickhouse:
            throw LoadFailure.unusable("source \(declaration.name): its data are not files that are read here")
        }
        var sets = declared.map { FileSet(settings: $0, paths: matches($0.path)) }
        guard let folder else { return sets }
        let taken = Set(sets.map { $0.name.lowercased() })
        for name in try csvFiles(in: folder) where !taken.contains(name.base.lowercased()) {
            let path = folder + "/" + name.file
            sets.append(FileSet(settings: CSVFile(name: name.base, path: path), paths: [path]))
        }
        return sets
    }

    private static func csvFiles(in folder: String) throws(LoadFailure) -> [(base: String, file: String)] {
        guard let directory = opendir(folder) else { throw OpenFile.problem(folder, "cannot be read") }
        defer { closedir(directory) }
        var names: [(base: String, file: String)] = []
        while let entry = readdir(directory) {
            let file = withUnsafePointer(to: entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !file.hasPrefix("."), file.lowercased().hasSuffix(".csv") else { continue }
            names.append((String(file.dropLast(4)), file))
        }
        return names.sorted { $0.file < $1.file }
    }

    /// Only `*` is special, in folders' names too; a file without it is taken whether it exists or not.
    static func matches(_ pattern: String) -> [String] {
        guard pattern.contains("*") else { return [pattern] }
        var escaped = ""
        for character in pattern {
            if "?[]\\".contains(character) { escaped.append("\\") }
            escaped.append(character)
        }
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(escaped, GLOB_NOSORT, nil, &found) == 0 else { return [] }
        let paths = (0..<Int(found.gl_pathc)).compactMap { index in
            found.gl_pathv?[index].map { String(cString: $0) }
        }
        return paths.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
    }

    /// The files as they are: equal texts, equal files, as far as the file system tells.
    var signatures: String {
        paths.map { path in
            do throws(LoadFailure) {
                let signature = try FileSignature.of(path)
                return "\(path) \(signature.size) \(signature.modified) \(signature.inode) \(signature.device)"
            } catch {
                return "\(path) is not there"
            }
        }.joined(separator: ", ")
    }

    /// Exactly that name, else that name in another case.
    static func named(_ name: String, in sets: [FileSet]) -> FileSet? {
        sets.first { $0.name == name } ?? sets.first { $0.name.lowercased() == name.lowercased() }
    }
}
