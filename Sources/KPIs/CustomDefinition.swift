import Goals

extension KPI {
    /// A KPI of the user's own, as the rest of the program knows KPIs. Only one of kind `series` has a variant: the others are the user's
    /// own way to the number.
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
        case .http:
            meaning = Localized(
                en: "A KPI of your own: a number from the JSON document that goals.json names.",
                de: "Eine eigene Kennzahl: eine Zahl aus dem JSON-Dokument, das goals.json nennt.")
            emptiness = "the document gave no value"
        case .command:
            meaning = Localized(
                en: "A KPI of your own: what the command in goals.json prints.",
                de: "Eine eigene Kennzahl: was der Befehl in goals.json ausgibt.")
            emptiness = "the command gave no value"
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
