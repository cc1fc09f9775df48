import Foundation
import Goals

/// The files that `include` names: sorted by name within each pattern, each once.
///
/// Included files hold goals only, so none includes another and there are no cycles; a pattern that matches goals.json itself is
/// a mistake that is told.
struct Include {
    struct File {
        /// Absolute.
        var path: String
        /// As messages name it: as seen from goals.json.
        var name: String
        var report: Report
    }

    let entry: Entry
    let folder: String
    /// Of goals.json.
    let path: String

    func files() -> [File] {
        let fix = "write a list, such as [\"goals.d/*.json\"]"
        guard let patterns = entry.list("a list of files", fix: fix) else { return [] }
        var files: [File] = []
        var seen: Set<String> = [canonical(path)]
        for pattern in patterns {
            guard let text = pattern.text("goals.d/*.json"), let text = pattern.filePath(text) else { continue }
            let matches = matches(of: text, pattern)
            for match in matches {
                let isNew = seen.insert(canonical(match)).inserted
                if canonical(match) == canonical(path) {
                    pattern.report(
                        "it matches \(FilePath.lastComponent(path)) itself",
                        fix: "put the other files into a folder of their own and write \"goals.d/*.json\"")
                } else if isNew {
                    let name = match.hasPrefix(folder + "/") ? String(match.dropFirst(folder.count + 1)) : match
                    files.append(File(path: match, name: name, report: entry.document.report))
                }
            }
        }
        return files
    }

    private func canonical(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }

    /// The files of a pattern, sorted; a path without `*` is there, or an error.
    private func matches(of pattern: String, _ entry: Entry) -> [String] {
        if !pattern.contains("*") { return [FilePath.joined(folder, pattern)] }
        var found = [pattern.hasPrefix("/") ? "/" : folder]
        for part in pattern.split(separator: "/") where part != "." {
            if !part.contains("*") {
                found = found.map { FilePath.joined($0, String(part)) }
                continue
            }
            found = found.flatMap { place in
                names(in: place, entry).filter { matches(part, $0[...]) }.map { FilePath.joined(place, $0) }
            }
        }
        let files = found.filter { isFile($0) }.sorted()
        if files.isEmpty {
            entry.warn("no file matches \(Shown.text(pattern))", fix: "look at the path; it starts at \(folder)")
        }
        return files
    }

    /// Whether `name` fits a pattern in which `*` stands for any part of it. A hidden file fits only what begins with a point.
    private func matches(_ pattern: Substring, _ name: Substring) -> Bool {
        if name.hasPrefix("."), !pattern.hasPrefix(".") { return false }
        let pieces = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard let first = pieces.first, let last = pieces.last, name.hasPrefix(first) else { return false }
        var rest = name.dropFirst(first.count)
        for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
            guard let range = rest.firstRange(of: piece) else { return false }
            rest = rest[range.upperBound...]
        }
        return rest.count >= last.count && rest.hasSuffix(last)
    }

    private func names(in place: String, _ entry: Entry) -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder), isFolder.boolValue else {
            return []
        }
        do {
            return try FileManager.default.contentsOfDirectory(atPath: place).sorted()
        } catch {
            entry.report(
                "the folder \(place) cannot be read: \(error.localizedDescription)",
                fix: "let the user that crmgoals runs as read it")
            return []
        }
    }

    private func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }
}
