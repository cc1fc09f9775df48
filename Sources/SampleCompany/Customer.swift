/// A customer and what the company knows of it.
struct Customer {
    let id: String
    let name: String
    let segment: Segment
    let industry: String
    let country: String
    let accountManager: String
    let created: Moment
    /// Midnight of the day from which on it is none any more.
    var churned: Int?
    var contracts: [Contract]
    /// Products bought beside the subscription.
    var extras: Set<String> = []

    struct Contract {
        let plan: Plan
        /// EUR a month.
        let price: Double
        let start: Moment
        /// Midnight of its first day without.
        var end: Int?
    }
}

/// Names of customers that do not exist, as a CRM spells them: umlauts, commas and quotes included.
enum CompanyName {
    static let industries = ["logistics", "manufacturing", "retail", "health care", "construction", "consulting"]
    static let managers = ["A. Yılmaz", "B. Köhler", "C. Nováková", "D. van Dijk", "E. Großmann"]
    static let countries = ["DE", "DE", "DE", "DE", "DE", "DE", "AT", "NL", "FR", "PL", "IT", "CZ"]

    private static let families = [
        "Ahrens", "Bäumer", "Conradi", "Dörfler", "Eichhorn", "Förster", "Grünwald", "Hübner", "Imhoff", "Jäger",
        "Krüger", "Löwe", "Möller", "Nußbaum", "Oster", "Pröll", "Quandt", "Röttger", "Schäfer", "Thünemann",
        "Uhlig", "Vögele", "Weiß", "Zöllner", "de Boer", "Dubois", "Ferrari", "Kowalski", "Svoboda", "Jansen",
    ]
    private static let trades = [
        "Logistik", "Maschinenbau", "Handel", "Klinikbedarf", "Bau", "Beratung", "Elektrotechnik", "Möbel", "Druck",
        "Verpackung", "Gebäudetechnik", "Feinmechanik", "Textil", "Agrar", "Messtechnik",
    ]
    private static let forms = ["GmbH", "GmbH & Co. KG", "AG", "e. K.", "KG", "SE"]

    /// A name of its own for each of the first few thousand numbers.
    static func name(number: Int, _ dice: inout Dice) -> String {
        let family = families[number % families.count]
        let trade = trades[number / families.count % trades.count]
        let form = dice.pick(forms)
        switch dice.index(12) {
        case 0: return "\(family), \(dice.pick(families)) & Partner \(trade) mbB"
        case 1: return "\(trade) \"Zum \(family)\" \(form)"
        default: return "\(family) \(trade) \(form)"
        }
    }
}
