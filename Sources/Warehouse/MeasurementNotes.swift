extension [TableReport] {
    /// What a reader of a number must know of the tables it came from.
    func notes(on tables: [String]) -> [String] {
        var notes: [String] = []
        for report in self where tables.contains(report.table) {
            if report.badRows > 0 {
                notes.append(
                    "\(grouped(report.badRows)) of \(grouped(report.readRows)) rows of \(report.table) could not be read"
                )
            }
            if report.replaced > 0 {
                let rows = report.replaced == 1 ? "row" : "rows"
                notes.append(
                    "\(grouped(report.replaced)) \(rows) of \(report.table) gave way to a later one with the same id")
            }
            notes += report.remarks ?? []
        }
        return notes
    }

    /// `4,310`.
    private func grouped(_ count: Int) -> String {
        var text = ""
        for (index, digit) in String(count).reversed().enumerated() {
            if index > 0, index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return String(text.reversed())
    }
}
