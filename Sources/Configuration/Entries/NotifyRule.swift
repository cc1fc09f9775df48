import Goals

/// Who is told, as a goal or the file as a whole says it.
enum NotifyRule: Sendable {
    case everyLevel([String])
    /// `nil`: this level is not spoken of.
    case perLevel(warning: [String]?, critical: [String]?)

    static func decode(_ entry: Entry, channels: Set<String>) -> NotifyRule? {
        let example = "write a list of channels, such as [\"team\"], or { \"warning\": [...], \"critical\": [...] }"
        if case .object = entry.node.value {
            guard let fields = Fields(entry, .notify, fix: example) else { return nil }
            return .perLevel(
                warning: fields["warning"].map { names($0, channels) },
                critical: fields["critical"].map { names($0, channels) })
        }
        guard case .array = entry.node.value else {
            if case .string(let name) = entry.node.value, channels.contains(name) {
                entry.reportType("a list of channels", fix: "write [\"\(name)\"]")
            } else {
                entry.reportType("a list of channels", fix: example)
            }
            return nil
        }
        return .everyLevel(names(entry, channels))
    }

    private static func names(_ entry: Entry, _ channels: Set<String>) -> [String] {
        guard let names = entry.list("a list of channels", fix: "write a list, such as [\"team\"]") else { return [] }
        var seen: [String] = []
        for field in names {
            guard let name = field.text("team") else { continue }
            if seen.contains(name) {
                field.report("the channel \(Shown.text(name)) is in the list twice", fix: "delete one of them")
            } else if !channels.contains(name) {
                let all = channels.sorted()
                let fix =
                    all.isEmpty
                    ? "declare it in \"channels\"" : "write \(Entry.either(all)), or declare it in \"channels\""
                field.report(
                    "there is no channel \(Shown.text(name))", fix: Entry.suggestion(for: name, of: all) ?? fix)
            } else {
                seen.append(name)
            }
        }
        return seen
    }

    func names(of level: Level) -> [String]? {
        switch (self, level) {
        case (.everyLevel(let names), _): names
        case (.perLevel(let warning, _), .warning): warning
        case (.perLevel(_, let critical), .critical): critical
        }
    }

    /// What a goal's rule comes to: a level it does not speak of is as the file's says; then each channel's `min_level`.
    ///
    /// `all` is not narrowed by it: that data is missing or a check fails has no level, and concerns everybody.
    static func recipients(goal: NotifyRule?, file: NotifyRule?, channels: [ChannelDeclaration]) -> Goal.Recipients {
        func chosen(_ level: Level) -> [String] {
            goal?.names(of: level) ?? file?.names(of: level) ?? []
        }
        func hears(_ name: String, _ level: Level) -> Bool {
            guard let least = channels.first(where: { $0.name == name })?.minLevel else { return true }
            return least <= level
        }
        let warning = chosen(.warning)
        let critical = chosen(.critical)
        return Goal.Recipients(
            warning: warning.filter { hears($0, .warning) }, critical: critical.filter { hears($0, .critical) },
            all: warning + critical.filter { !warning.contains($0) })
    }
}

extension Shape {
    static let notify = Shape(
        "who is told",
        [
            Key("warning", "The channels that hear of warnings.", ["$ref": "#/$defs/names"]),
            Key("critical", "The channels that hear of what is critical.", ["$ref": "#/$defs/names"]),
        ])
}
