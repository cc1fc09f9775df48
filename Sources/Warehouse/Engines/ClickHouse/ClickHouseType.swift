/// A column's type, as far as it matters how it becomes a canonical one.
struct ClickHouseType: Hashable {
    enum Kind: Hashable {
        case text, fixedText, integer, real, decimal, date, wideDate, time, fineTime
        /// UUID, Enum, Bool, IPv4 and others that have a text.
        case other
        /// Array, Tuple, Map, Nested, JSON and states of aggregates: no value of a row.
        case composite
        /// `Nullable(Nothing)`: of a null that is written.
        case nothing
    }

    /// As ClickHouse writes it.
    let name: String
    let kind: Kind
    let isNullable: Bool

    init(_ name: String) {
        self.name = name
        var inner = Substring(name)
        var isNullable = false
        while let wrapper = ["LowCardinality(", "Nullable("].first(where: { inner.hasPrefix($0) }), inner.last == ")" {
            if wrapper == "Nullable(" { isNullable = true }
            inner = inner.dropFirst(wrapper.count).dropLast()
        }
        self.isNullable = isNullable
        kind = Self.kind(String(inner.prefix { $0 != "(" && $0 != "'" }))
    }

    private static func kind(_ word: String) -> Kind {
        switch word {
        case "String": .text
        case "FixedString": .fixedText
        case "Date": .date
        case "Date32": .wideDate
        case "DateTime": .time
        case "DateTime64": .fineTime
        case "Float32", "Float64", "BFloat16": .real
        case "Nothing": .nothing
        case "Array", "Tuple", "Map", "Nested", "JSON", "Object", "Variant", "Dynamic", "AggregateFunction", "Point",
            "Ring",
            "Polygon", "MultiPolygon", "LineString", "MultiLineString":
            .composite
        default:
            if word.hasPrefix("Decimal") { .decimal } else if isInteger(word) { .integer } else { .other }
        }
    }

    private static func isInteger(_ word: String) -> Bool {
        let signed = word.hasPrefix("U") ? word.dropFirst() : Substring(word)
        guard signed.hasPrefix("Int") else { return false }
        return Int(signed.dropFirst(3)) != nil
    }
}
