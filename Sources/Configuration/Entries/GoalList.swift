import Goals

/// The goals of goals.json and of the files it includes, each id once.
struct GoalList {
    private let surroundings: Surroundings
    private(set) var goals: [Goal] = []
    /// Whether there is any entry at all, a good or a bad one.
    private(set) var found = false
    private var places: [String: Entry] = [:]

    init(surroundings: Surroundings) {
        self.surroundings = surroundings
    }

    mutating func add(_ list: Entry) {
        guard
            let entries = list.list(
                "a list of goals", fix: "write [ { \"id\": \"churn\", \"critical\": \"churn > 5%\" } ]")
        else {
            found = true
            return
        }
        goals.reserveCapacity(goals.count + entries.count)
        for entry in entries {
            found = true
            guard let goal = GoalEntry(entry, surroundings) else { continue }
            if let id = goal.fields["id"] { claim(id) }
            if let goal = goal.decode() { goals.append(goal) }
        }
    }

    /// Adds the goals of an included file; its path, if it could be read at all.
    mutating func add(file: Include.File) -> String? {
        guard let root = Document.open(path: file.path, name: file.name, report: file.report) else { return nil }
        if let fields = Fields(root, .included, fix: "write { \"goals\": [ ... ] }") {
            if let schema = fields["$schema"] { _ = schema.text("goals.schema.json") }
            if let goals = fields["goals"] {
                add(goals)
            } else {
                root.report("there are no goals in it", fix: "write { \"goals\": [ ... ] }")
            }
        }
        return file.path
    }

    private mutating func claim(_ id: Entry) {
        guard case .string(let text) = id.node.value else { return }
        guard let earlier = places[text] else {
            places[text] = id
            return
        }
        let (line, _) = earlier.document.text.position(of: earlier.node.range.lowerBound)
        id.report(
            "the id \(Shown.text(text)) is taken: \(earlier.document.name): \(earlier.path) (line \(line))",
            fix: "write another id")
    }
}
