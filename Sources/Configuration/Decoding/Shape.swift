/// The keys of one kind of object in goals.json: what decoding accepts, what the schema says, and what an editor explains. One
/// table for all three, so that they cannot drift apart.
struct Shape: Sendable {
    /// "a goal", for messages.
    let noun: String
    let keys: [Key]
    /// Keys that a later version has.
    let later: [String]

    init(_ noun: String, later: [String] = [], _ keys: [Key]) {
        self.noun = noun
        self.later = later
        self.keys = keys
    }

    /// The kinds of objects whose keys are taken for each other's, for telling where a misplaced key belongs.
    static let neighbours: [Shape] =
        [.topLevel, .goal] + SourceEntry.types.map(\.shape) + [.file, .table] + CustomKPIs.kinds.map(\.shape)
        + ChannelEntry.types.map(\.shape)

    var required: [String] { keys.filter(\.isRequired).map(\.name) }

    func contains(_ name: String) -> Bool {
        keys.contains { $0.name == name }
    }
}

/// One key.
struct Key: Sendable {
    let name: String
    /// What it means and what it is without it, for somebody who writes the file.
    let meaning: String
    let isRequired: Bool
    /// Made only for the schema.
    let schema: @Sendable () -> SchemaNode

    init(
        _ name: String, _ meaning: String, required: Bool = false,
        _ schema: @autoclosure @escaping @Sendable () -> SchemaNode
    ) {
        self.name = name
        self.meaning = meaning
        isRequired = required
        self.schema = schema
    }
}
