/// The way to a value, as a message names it: `goals[2].critical`.
indirect enum JSONPath: Sendable, CustomStringConvertible {
    case root
    case key(JSONPath, String)
    case index(JSONPath, Int)

    var description: String {
        switch self {
        case .root: ""
        case .index(let parent, let index): "\(parent)[\(index)]"
        case .key(.root, let key) where Self.isPlain(key): key
        case .key(let parent, let key) where Self.isPlain(key): "\(parent).\(key)"
        case .key(let parent, let key): "\(parent)[\(Shown.text(key))]"
        }
    }

    private static func isPlain(_ key: String) -> Bool {
        !key.isEmpty && key.utf8.count <= 40
            && key.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "$"):
                    true
                default: false
                }
            }
    }
}
