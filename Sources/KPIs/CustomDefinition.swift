import Goals

extension KPI {
    /// A KPI of the user's own, as the rest of the program knows KPIs. One of kind `sql` has no variant: its SQL is the user's.
    init(custom: CustomKPI) {
        let label = Localized(en: custom.id, de: custom.id)
        let meaning: Localized
        let emptiness: String
        var variants: [Variant] = []
        switch custom.kind {
        case .sql:
            meaning = Localized(
                en: "A KPI of your own, computed by the SQL in goals.json.",
                de: "Eine eigene Kennzahl, berechnet mit dem SQL in goals.json.")
            emptiness = "the query gave no value"
        case .series(let table, let aggregate):
            meaning = Localized(
                en: "A KPI of your own: the \(aggregate.english) of the table \(table) in the window.",
                de: "Eine eigene Kennzahl: \(aggregate.german) der Tabelle \(table) im Zeitfenster.")
            emptiness = "no row of \(table) in the window"
            variants = [
                Variant(of: [.init(table: table, columns: ["at", "value"])], .series(aggregate)) { scope in
                    scope.rows(of: table) { row in
                        "\(row["value"]) AS value, \(row["at"]) AS at, \(scope.dialect.place(row.name)) AS place"
                    } where: { row in
                        "\(scope.within(row["at"])) AND \(row["value"]) IS NOT NULL"
                    }
                }
            ]
        }
        self.init(
            id: custom.id, unit: custom.unit, better: custom.better, name: label, meaning: meaning, advice: [],
            isSum: custom.isSum, emptiness: emptiness, variants: variants)
    }
}

extension CustomKPI.Aggregate {
    fileprivate var english: String {
        switch self {
        case .last: "last value"
        case .sum: "sum"
        case .mean: "mean"
        case .min: "smallest value"
        case .max: "largest value"
        }
    }

    fileprivate var german: String {
        switch self {
        case .last: "der letzte Wert"
        case .sum: "die Summe"
        case .mean: "der Mittelwert"
        case .min: "der kleinste Wert"
        case .max: "der größte Wert"
        }
    }
}
