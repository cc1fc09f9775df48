/// True or false of measurements: `churn > 5%`. Made by `ConditionParser`.
public struct Condition: Hashable, Sendable {
    /// As written in goals.json, completed where the goal's `kpi` let it begin at the operator.
    public var text: String
    public var root: Node

    public indirect enum Node: Hashable, Sendable {
        case and(Node, Node)
        case or(Node, Node)
        case not(Node)
        case comparison(Expression, Comparison, Expression)
        /// Both ends belong to it.
        case between(Expression, Expression, Expression, negated: Bool)
    }

    public enum Comparison: String, Sendable, Hashable {
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case equal = "=="
        case notEqual = "!="
    }

    public init(text: String, root: Node) {
        self.text = text
        self.root = root
    }

    /// The left side of the first comparison: what a goal reports as its value.
    public var subject: Expression {
        func first(_ node: Node) -> Expression {
            switch node {
            case .and(let left, _), .or(let left, _), .not(let left): first(left)
            case .comparison(let left, _, _), .between(let left, _, _, _): left
            }
        }
        return first(root)
    }
}
