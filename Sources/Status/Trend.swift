/// A series of values as a line of small bars: `▁▂▃▅▇`.
public enum Trend {
    private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇"]
    private static let signs: [Character] = ["_", ".", "-", "=", "^"]

    /// The newest values at the right, in at most `width` columns; where there are more values, each bar is the mean of a
    /// stretch of them. Empty with fewer than two finite values.
    public static func text(_ values: [Double], width: Int = 10, unicode: Bool = true) -> String {
        let finite = values.filter(\.isFinite)
        guard finite.count > 1, width > 1 else { return "" }
        let points = condensed(finite, to: width)
        let levels = unicode ? bars : signs
        guard let low = points.min(), let high = points.max() else { return "" }
        // Less than two hundredths of the magnitude is not a movement worth a bar: it would draw noise as mountains.
        let reach = max(high - low, 0.02 * max(abs(high), abs(low)))
        guard reach > 0 else { return String(repeating: levels[levels.count / 2], count: points.count) }
        let middle = (high + low) / 2
        return String(
            points.map { point in
                let share = (point - middle) / reach + 0.5
                return levels[min(levels.count - 1, max(0, Int((share * Double(levels.count - 1)).rounded())))]
            })
    }

    private static func condensed(_ values: [Double], to count: Int) -> [Double] {
        guard values.count > count else { return values }
        return (0..<count).map { index in
            let start = values.count * index / count
            let end = values.count * (index + 1) / count
            return values[start..<end].reduce(0, +) / Double(end - start)
        }
    }
}
