/// A small chart of text: `▁▂▃▅▇█`.
enum Sparkline {
    private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

    /// The last `width` values from the lowest to the highest bar; a flat line lies in the middle. `nil` for fewer than two.
    static func text(_ values: [Double], width: Int = 24) -> String? {
        let shown = values.filter(\.isFinite).suffix(width)
        guard shown.count >= 2, let low = shown.min(), let high = shown.max() else { return nil }
        guard high > low else { return String(repeating: bars[3], count: shown.count) }
        return String(
            shown.map { value in
                // Halved first: the difference of two large numbers may not be finite.
                let share = (value / 2 - low / 2) / (high / 2 - low / 2)
                return bars[min(7, max(0, Int((share * 7).rounded())))]
            })
    }
}
