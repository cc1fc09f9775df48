import Foundation

/// Reads numbers as exports write them: `1234.5`, `1.234,50 €`, `-1 234,5`, `1'234.50`, `12,50-`, `(1,234.50)`, `EUR 12`.
///
/// Strict where leniency would change the number: groups have three digits, so that `1.5` is refused, not read as 15, where the
/// comma is the decimal sign.
struct NumberFormat: Sendable {
    /// `.` or `,`.
    let decimal: UInt8
    /// The other one.
    let group: UInt8
    /// The only currency whose letters (`EUR`) may stand beside a number; `nil`: any three capitals.
    let currency: [UInt8]?
    /// `5%` is 0.05.
    let allowsPercent: Bool

    init(decimal: Character = ".", currency: String? = nil, allowsPercent: Bool = false) {
        self.decimal = decimal == "," ? ASCII.comma : ASCII.point
        group = decimal == "," ? ASCII.point : ASCII.comma
        self.currency = currency.map { Array($0.uppercased().utf8) }
        self.allowsPercent = allowsPercent
    }

    /// `nil` if the cell is no finite number.
    func parse(_ cell: Cell) -> Double? {
        plain(cell) ?? written(cell.trimmed)
    }

    private static let powers: [Double] = (0...18).map { pow(10, Double($0)) }

    /// Digits with at most a sign and a decimal sign. Exact up to 2^53: both the digits and the power of ten are, and IEEE 754
    /// rounds their quotient once (Clinger 1990, "How to Read Floating Point Numbers Accurately").
    @inline(__always)
    private func plain(_ cell: Cell) -> Double? {
        guard cell.count > 0, cell.count <= 18 else { return nil }
        var index = cell.start.pointee == ASCII.minus ? 1 : 0
        var digits = 0
        var point = -1
        let first = index
        while index < cell.count {
            let byte = cell.start[index]
            if ASCII.isDigit(byte) {
                digits = digits &* 10 &+ Int(byte &- ASCII.zero)
            } else if byte == decimal, point < 0 {
                point = index
            } else {
                return nil
            }
            index += 1
        }
        let count = cell.count - first - (point < 0 ? 0 : 1)
        guard count > 0, digits < 1 << 53 else { return nil }
        let value = point < 0 ? Double(digits) : Double(digits) / Self.powers[cell.count - point - 1]
        return first == 1 ? -value : value
    }

    private func written(_ cell: Cell) -> Double? {
        var rest = NumberText(cell)
        let isInParentheses = rest.takeParentheses()
        rest.takeDecoration(currency)
        guard var text = rest.takeNumber(decimal: decimal, group: group) else { return nil }
        let isPercent = rest.takePercent()
        rest.takeDecoration(currency)
        guard rest.isAtEnd, !isPercent || allowsPercent, rest.signs + (isInParentheses ? 1 : 0) <= 1 else { return nil }
        if rest.isNegative || isInParentheses { text = "-" + text }
        guard let value = Double(text), value.isFinite else { return nil }
        return isPercent ? value / 100 : value
    }

    /// Why a cell that `parse` refused is no number.
    func reason(_ cell: Cell) -> String {
        let sign = decimal == ASCII.comma ? "," : "."
        let other = decimal == ASCII.comma ? "." : ","
        let swapped = NumberFormat(decimal: Character(other))
        if swapped.parse(cell) != nil {
            return
                "\(cell.shown) is not a number where \"\(sign)\" is the decimal sign; if it is \"\(other)\" in this file, "
                + "say \"decimal\": \"\(other)\""
        }
        if NumberFormat(decimal: Character(sign), allowsPercent: true).parse(cell) != nil && currency == nil {
            return "\(cell.shown) has a percent sign; map the column by an expression that says what is meant"
        }
        if let currency, NumberFormat(decimal: Character(sign)).parse(cell) != nil {
            return "\(cell.shown) is not in \(String(decoding: currency, as: UTF8.self)), the configuration's currency"
        }
        return "\(cell.shown) is not a number; list what stands for nothing in the file's \"null\""
    }
}
