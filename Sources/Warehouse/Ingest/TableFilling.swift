import Foundation
import Goals

/// How one table of a source is filled.
struct TableFilling: Sendable, Hashable {
    var table: CanonicalTable
    var origin: Origin

    enum Origin: Sendable, Hashable {
        case file(FileSet, columns: [TableMapping.Column], filters: [TableMapping.Filter])
        /// A query over files; `files` are those whose names stand in it.
        case query(String, files: [FileSet])
        /// Nothing can fill it, and why.
        case nothing(String)
    }

    /// The mapped tables, and those that have a file of their own name, in the order of their names.
    static func all(
        of declaration: SourceDeclaration, files: [FileSet], seriesTables: [String]
    ) -> [TableFilling] {
        var fillings = declaration.tables.map { mapping in
            let table = CanonicalTable.named(mapping.table) ?? CanonicalTable.series(mapping.table)
            return TableFilling(table: table, origin: origin(of: mapping, files: files))
        }
        let mapped = Set(fillings.map(\.table.name))
        for table in CanonicalTable.all + seriesTables.map(CanonicalTable.series) where !mapped.contains(table.name) {
            guard let file = FileSet.named(table.name, in: files) else { continue }
            fillings.append(TableFilling(table: table, origin: .file(file, columns: [], filters: [])))
        }
        return fillings.sorted { $0.table.name < $1.table.name }
    }

    private static func origin(of mapping: TableMapping, files: [FileSet]) -> Origin {
        switch mapping.origin {
        case .columns(let name, let columns, let filters):
            guard let file = FileSet.named(name, in: files) else {
                let names = files.map(\.name)
                let hint = nearest(name, in: names).map { "; nearest is \"\($0)\"" } ?? ""
                return .nothing(
                    "tables.\(mapping.table): there is no file \"\(name)\" (there are: \(names.joined(separator: ", ")))\(hint); "
                        + "name it in the source's \"files\"")
            }
            return .file(file, columns: columns, filters: filters)
        case .sql(let sql):
            let words = Set(SQLTokens(sql).names.map { $0.lowercased() })
            return .query(sql, files: files.filter { words.contains($0.name.lowercased()) })
        }
    }

    /// How the table is made, whatever files there are.
    var settings: String {
        switch origin {
        case .file(let file, let columns, let filters): "\(file.settings); \(columns); \(filters)"
        case .query(let sql, let files): "\(sql); \(files.map(\.settings))"
        case .nothing(let reason): reason
        }
    }

    var files: [FileSet] {
        switch origin {
        case .file(let file, _, _): [file]
        case .query(_, let files): files
        case .nothing: []
        }
    }
}
