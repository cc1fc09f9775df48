import Foundation
import Goals

/// What the file says of itself: its zone, its currency, its year.
extension Entry {
    func zone() -> Zone? {
        guard let name = text("Europe/Berlin") else { return nil }
        if let zone = Zone(name) { return zone }
        report("there is no time zone \(Shown.text(name))", fix: Self.zoneSuggestion(name))
        return nil
    }

    private static func zoneSuggestion(_ name: String) -> String {
        let all = TimeZone.knownTimeZoneIdentifiers.filter { $0.contains("/") }
        let places = Dictionary(all.map { (FilePath.lastComponent($0), $0) }, uniquingKeysWith: { first, _ in first })
        let place = name.replacing(" ", with: "_")
        let exact = places.keys.sorted().first { $0.lowercased() == place.lowercased() }.flatMap { places[$0] }
        if let near = exact ?? nearest(name, in: all + ["UTC"])
            ?? nearest(place, in: places.keys.sorted()).flatMap({ places[$0] })
        {
            return "write \"\(near)\""
        }
        return "write an IANA name, such as \"Europe/Berlin\" or \"America/New_York\", or \"UTC\""
    }

    /// 1...12; of a name or a date, the month is proposed.
    func month() -> Int? {
        guard case .string(let text) = node.value else { return integer(1...12) }
        let names = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
        let named = names.firstIndex(of: String(text.lowercased().prefix(3))).map { $0 + 1 }
        let number = named ?? CalendarDate.day(text.replacing("-", with: ""))?.month ?? Int(text)
        reportType(
            "the number of a month",
            fix: "write \(number.flatMap { (1...12).contains($0) ? $0 : nil } ?? 4), without quotes")
        return nil
    }

    func currency() -> String? {
        guard let text = text("EUR") else { return nil }
        let isCode =
            text.utf8.count == 3 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        if isCode { return text }
        let known = ["€": "EUR", "$": "USD", "£": "GBP", "¥": "JPY", "euro": "EUR", "dollar": "USD"]
        let upper = text.uppercased()
        let isNearly =
            upper.utf8.count == 3 && upper.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
        let guess = known[text.lowercased()] ?? (isNearly ? upper : "EUR")
        report(
            "\(Shown.text(text)) is not a currency as ISO 4217 writes it",
            fix: "write three capital letters, such as \"\(guess)\"")
        return nil
    }

    /// A path of the file, absolute.
    func path(in folder: String) -> String? {
        guard let text = text("data"), let path = filePath(text) else { return nil }
        return FilePath.joined(folder, path)
    }
}
