import Goals

/// Documentation/kpis.md, made from the catalogue.
public enum CatalogueReference {
    public static var markdown: String {
        let kpis = Catalogue.kpis
        var text = """
            # The KPIs

            Made from the catalogue in Sources/KPIs; a test keeps the two the same. `crmgoals kpi NAME` prints the SQL of one, and which of its
            columns your data has. How windows, splits and filters work is told in [goals.md](goals.md).

            | KPI | unit | better | meaning |
            | --- | --- | --- | --- |

            """
        for kpi in kpis {
            text += "| [\(kpi.id)](#\(kpi.id)) | \(kpi.unit.rawValue) | \(kpi.better.rawValue) | \(kpi.meaning.en) |\n"
        }
        text += "\nRatios are 0 to 1, durations seconds, money in the configuration's `currency`.\n"
        text += intervals
        return text + kpis.map(section).joined()
    }

    private static let intervals = """

        ## How sure a number is

        A KPI of a sample has an `interval`, in which the true value lies with a probability of 95 %, or of the goal's `confidence`. What it is
        made of stands with each KPI below.

        | interval | what it is |
        | --- | --- |
        | Wilson | the score interval of a share (Wilson 1927): right for few rows and for shares near 0 and 1, too |
        | multinomial | of the net promoter score: the variance of the difference of two shares of the same answers |
        | order statistics | the two values between which the median or percentile lies, by exact binomial ranks: nothing is assumed of how the values are spread; too few rows have none |
        | Student's t | of a mean |
        | ratio estimator | of a sum divided by another, both of which vary from row to row (Cochran, Sampling Techniques, 6.4) |
        | Kaplan-Meier band | where the log-log band of the curve crosses (Brookmeyer and Crowley 1982); one that is not crossed has none |
        | none | counts and sums are what they are; of a prediction there is no telling from the fit alone |

        """

    private static func section(_ kpi: KPI) -> String {
        var text = "\n## \(kpi.id)\n\n**\(kpi.name.en)** (\(kpi.name.de))"
        if !kpi.aliases.isEmpty { text += ", also " + kpi.aliases.map { "`\($0)`" }.joined(separator: ", ") }
        text += ".\n\(kpi.meaning.en)\n"
        text +=
            "\n- Unit: \(kpi.unit.rawValue); better: \(kpi.better.rawValue); default window: \(kpi.defaultWindow.text).\n"
        let ways = kpi.variants.map { $0.tables.map { "`\($0.text)`" }.joined(separator: " and ") }
        let distinct = ways.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        text += "- Needs \(distinct.joined(separator: "; or "))"
        text += distinct.count > 1 ? ": the first way that the parameters ask for and whose tables are there.\n" : ".\n"
        for parameter in kpi.parameters {
            let standard = parameter.standard.map { " (default `\"\($0)\"`)" } ?? ""
            text += "- Parameter `\(parameter.name)`\(standard): \(parameter.meaning.en).\n"
        }
        let intervals = kpi.variants.map(\.aggregate.intervalName).reduce(into: [String]()) {
            if !$0.contains($1) { $0.append($1) }
        }
        text += "- Interval: \(intervals.joined(separator: "; or ")).\n"
        text += kpi.remarks.map { "- \($0)\n" }.joined()
        text += kpi.isSum ? "- 0, not \"no data\", where nothing is counted once the table has a row.\n" : ""
        text += "\nWhat to try:\n\n" + kpi.advice.map { "- \($0.en)\n" }.joined()
        return text
    }
}
