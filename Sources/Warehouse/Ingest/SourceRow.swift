import Goals

/// Where the columns of a table find their values in the rows of one file.
final class SourceRow {
    enum Source {
        case cell(Int)
        case nothing
        case constant(UnsafePointer<UInt8>)
        case expression(Int)
    }

    private(set) var sources: [Source] = []
    private(set) var constantLengths: [Int] = []
    /// How many fields a row has.
    let width: Int
    private var constants: [UnsafeMutablePointer<UInt8>] = []
    private var filters: [(cell: Int, values: [[UInt8]], takesEmpty: Bool)] = []

    init(
        _ columns: TableColumns, _ filters: [TableMapping.Filter], header: Header, table: String, path: String
    ) throws(LoadFailure) {
        width = header.names.count
        let names = header.unique
        var expressions = 0
        for value in columns.values {
            var length = 0
            switch value {
            case .cell(let name, _):
                let index = names.firstIndex(of: name) ?? header.index(of: name)
                sources.append(index.map { .cell($0) } ?? .nothing)
            case .constant(let text):
                let bytes = Array(text.utf8)
                let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count + 1)
                for (offset, byte) in bytes.enumerated() { memory[offset] = byte }
                constants.append(memory)
                sources.append(.constant(UnsafePointer(memory)))
                length = bytes.count
            case .expression:
                sources.append(.expression(expressions))
                expressions += 1
            }
            constantLengths.append(length)
        }
        for filter in filters {
            guard let cell = header.index(of: filter.column) else {
                let nearest = header.nearestName(to: filter.column).map { "; nearest is \"\($0)\"" } ?? ""
                throw .unusable(
                    "\(path) has no column \"\(filter.column)\", which tables.\(table).where asks for\(nearest); "
                        + "its header is: \(header.shown)")
            }
            let values = filter.values.compactMap { $0.map { Array($0.utf8) } }
            let takesEmpty = filter.values.contains { $0 == nil || $0 == "" }
            self.filters.append((cell, values, takesEmpty))
        }
    }

    deinit {
        for memory in constants { memory.deallocate() }
    }

    /// Whether the mapping's `where` takes the row.
    func passes(_ reader: CSVReader, _ nulls: [[UInt8]]) -> Bool {
        filters.allSatisfy { filter in
            let cell = reader.cell(filter.cell)
            if filter.takesEmpty, cell.count == 0 || nulls.contains(where: cell.isEqual) { return true }
            return filter.values.contains(where: cell.isEqual)
        }
    }
}

extension CSVFile {
    func numbers(currency: String?, table: String) -> NumberFormat {
        // A share may be written with its sign where a table is the user's own; of the canonical ones none holds shares.
        NumberFormat(decimal: decimal, currency: currency, allowsPercent: CanonicalTable.named(table) == nil)
    }
}
