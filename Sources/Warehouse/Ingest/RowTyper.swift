import Goals

/// A column of a table that is being filled.
struct TargetColumn: Sendable, Hashable {
    var name: String
    var type: CanonicalTable.ColumnType
    /// A row without it is bad: the required times, and the id of a customer.
    var mustHaveValue: Bool
    var role: Role

    /// What a row is checked for beyond its columns' types.
    enum Role: Sendable, Hashable {
        case none, surveyKind, surveyScore, currency
    }

    init(canonical column: CanonicalTable.Column, of table: String) {
        name = column.name
        type = column.type
        mustHaveValue =
            column.required
            && (column.type == .time || (table == "customers" && column.name == CanonicalTable.identifier))
        role =
            table != "surveys"
            ? .none : column.name == "kind" ? .surveyKind : column.name == "score" ? .surveyScore : .none
    }

    /// A dimension.
    init(extra name: String, of table: String) {
        self.name = name
        type = .text
        mustHaveValue = false
        // Only where there is money in a row does its currency matter; a customer's may be a mere preference.
        let hasMoney = ["subscriptions", "orders", "costs"].contains(table)
        role = hasMoney && name.lowercased() == "currency" ? .currency : .none
    }

    /// As `CREATE TABLE` has it.
    var definition: String {
        let type = type == .text ? "TEXT" : type == .time ? "INTEGER" : "REAL"
        return "\(quotedIdentifier(name)) \(type)"
    }
}

/// Gives the fields of a row the types of their columns and binds them to the `INSERT` of the table.
struct RowTyper {
    let columns: [TargetColumn]
    let currency: String?
    /// Of the file that is being read, or of all those that a query reads.
    var formats: [DateFormat] = []
    var numbers: [NumberFormat] = [NumberFormat()]
    var nulls: [[UInt8]] = []
    private var clock: LocalClock
    private let upperCurrency: [UInt8]
    private var kind: SurveyKind = .other
    private var score: Double?

    private enum SurveyKind {
        case nps, csat, other
    }

    struct BadField {
        var column: String?
        var reason: String
    }

    init(columns: [TargetColumn], zone: Zone, currency: String?) {
        self.columns = columns
        self.currency = currency
        upperCurrency = Array((currency ?? "").uppercased().utf8)
        clock = LocalClock(zone: zone)
    }

    mutating func beginRow() {
        kind = .other
        score = nil
    }

    /// `nil` if all is well.
    @inline(__always)
    mutating func put(_ index: Int, _ field: Field, into insert: SQLStatement) -> BadField? {
        switch field {
        case .null: return putNull(index, insert)
        case .text(let cell):
            if cell.count == 0 || isNull(cell) { return putNull(index, insert) }
            switch columns[index].type {
            case .text: return putText(index, cell, insert)
            case .time: return putTime(index, cell, insert)
            case .number: return putNumber(index, cell, insert)
            }
        case .number(let value, let cell):
            switch columns[index].type {
            case .text: return putText(index, cell, insert)
            case .time: return putTime(index, cell, insert)
            case .number: return put(index, value: value, cell, insert)
            }
        }
    }

    /// Of a field that is text in the table; empty where it will be NULL.
    @inline(__always)
    func text(of field: Field) -> Cell {
        switch field {
        case .null: Cell.empty
        case .text(let cell): isNull(cell) ? Cell.empty : cell
        case .number(_, let cell): cell
        }
    }

    @inline(__always)
    private func isNull(_ cell: Cell) -> Bool {
        if nulls.isEmpty { return false }
        for null in nulls where cell.isEqual(to: null) { return true }
        return false
    }

    private func putNull(_ index: Int, _ insert: SQLStatement) -> BadField? {
        insert.bindNull(index + 1)
        guard columns[index].mustHaveValue else { return nil }
        return BadField(column: columns[index].name, reason: "is empty")
    }

    @inline(__always)
    private mutating func putText(_ index: Int, _ cell: Cell, _ insert: SQLStatement) -> BadField? {
        insert.bind(index + 1, cell)
        return columns[index].role == .none ? nil : check(index, cell, insert)
    }

    private mutating func check(_ index: Int, _ cell: Cell, _ insert: SQLStatement) -> BadField? {
        switch columns[index].role {
        case .surveyKind:
            kind = Self.isWord(cell, "nps") ? .nps : Self.isWord(cell, "csat") ? .csat : .other
            // The kinds that KPIs know are found as `NPS` too.
            if kind == .nps { insert.bind(index + 1, Cell("nps")) }
            if kind == .csat { insert.bind(index + 1, Cell("csat")) }
        case .currency:
            let trimmed = cell.trimmed
            guard currency != nil, trimmed.count > 0 else { break }
            let isSame =
                trimmed.count == upperCurrency.count
                && (0..<trimmed.count).allSatisfy {
                    ASCII.lowercased(trimmed.start[$0]) == ASCII.lowercased(upperCurrency[$0])
                }
            if !isSame {
                return BadField(
                    column: columns[index].name,
                    reason: "\(cell.shown) is not \(currency ?? ""), the configuration's currency")
            }
        case .surveyScore, .none: break
        }
        return nil
    }

    private static func isWord(_ cell: Cell, _ word: StaticString) -> Bool {
        cell.count == word.utf8CodeUnitCount
            && (0..<cell.count).allSatisfy { ASCII.lowercased(cell.start[$0]) == word.utf8Start[$0] }
    }

    @inline(__always)
    private mutating func putTime(_ index: Int, _ cell: Cell, _ insert: SQLStatement) -> BadField? {
        var found: Int?
        for format in formats {
            guard let time = format.parse(cell) else { continue }
            let microseconds = clock.microseconds(time)
            if let found, found != microseconds {
                return BadField(
                    column: columns[index].name,
                    reason:
                        "\(cell.shown) is one time by one file's date_format and another by another's; make ISO 8601 of it"
                )
            }
            found = microseconds
        }
        if found == nil, let time = ISOTime.parse(cell) { found = clock.microseconds(time) }
        guard let found else {
            if cell.trimmed.count == 0 { return putNull(index, insert) }
            return BadField(column: columns[index].name, reason: timeReason(cell))
        }
        insert.bind(index + 1, found)
        return nil
    }

    private func timeReason(_ cell: Cell) -> String {
        let forms = formats.map { "nor \($0.text)" }.joined(separator: " ")
        return formats.isEmpty
            ? "\(cell.shown) is no time in ISO 8601; say the file's \"date_format\""
            : "\(cell.shown) is neither a time in ISO 8601 \(forms)"
    }

    @inline(__always)
    private mutating func putNumber(_ index: Int, _ cell: Cell, _ insert: SQLStatement) -> BadField? {
        var found: Double?
        for format in numbers {
            guard let value = format.parse(cell) else { continue }
            if let found, found != value {
                return BadField(
                    column: columns[index].name,
                    reason: "\(cell.shown) is one number by one file's \"decimal\" and another by another's; "
                        + "write number(column, ',') or number(column, '.')")
            }
            found = value
        }
        guard let found else {
            if cell.trimmed.count == 0 { return putNull(index, insert) }
            return BadField(column: columns[index].name, reason: numbers[0].reason(cell))
        }
        return put(index, value: found, cell, insert)
    }

    @inline(__always)
    private mutating func put(_ index: Int, value: Double, _ cell: Cell, _ insert: SQLStatement) -> BadField? {
        guard value.isFinite else {
            return BadField(column: columns[index].name, reason: "\(cell.shown) is no finite number")
        }
        if columns[index].role == .surveyScore { score = value }
        insert.bind(index + 1, value)
        return nil
    }

    /// What only a whole row tells. DESIGN 5: "A score outside its scale is a bad row."
    func finishRow() -> BadField? {
        guard let score else { return nil }
        switch kind {
        case .nps where !(0...10).contains(score):
            return BadField(column: "score", reason: "\(score) is outside the scale of nps, 0 to 10")
        case .csat where !(1...5).contains(score):
            return BadField(column: "score", reason: "\(score) is outside the scale of csat, 1 to 5")
        case .nps, .csat, .other: return nil
        }
    }
}
