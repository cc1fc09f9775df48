/// What unit comes of arithmetic. `nil` stands for a plain number, one that is written without a unit.
///
/// | | ratio | count | money | duration | score | plain |
/// | --- | --- | --- | --- | --- | --- | --- |
/// | **x `+` `-` x** | ratio | count | money | duration | score | plain |
/// | **ratio `*`** | ratio | count | money | duration | score | ratio |
/// | **count `*`** | count | count | money | duration | score | count |
/// | **money, duration, score `*`** | itself | itself | - | - | - | itself |
/// | **ratio `/`** | ratio | ratio | - | - | - | ratio |
/// | **count `/`** | count | ratio | - | - | - | count |
/// | **money `/`** | money | money | ratio | - | - | money |
/// | **duration `/`** | duration | duration | - | ratio | - | duration |
/// | **score `/`** | score | score | - | - | ratio | score |
/// | **plain `/`** | count | ratio | - | - | - | plain |
///
/// `-` is refused: there is no unit for square euros or tickets an hour. A count divides and multiplies like a plain number (money for
/// each customer is money), and so does a ratio (half of the money is money), save that a unit divided by itself is a ratio. A plain
/// number fits a unit in a sum as it does in a comparison: see `UnitCheck`.
enum UnitAlgebra {
    enum Product: Equatable {
        case unit(Unit?)
        case refused
    }

    static func times(_ left: Unit?, _ right: Unit?) -> Product {
        switch (left, right) {
        case (nil, let other), (let other, nil): .unit(other)
        case (.ratio, let other), (let other, .ratio): .unit(other)
        case (.count, let other), (let other, .count): .unit(other)
        case (.money, _), (.duration, _), (.score, _): .refused
        }
    }

    static func divided(_ left: Unit?, by right: Unit?) -> Product {
        switch (left, right) {
        case (let left, nil): .unit(left)
        case (let left, let right) where left == right: .unit(.ratio)
        case (nil, .ratio): .unit(.count)
        case (nil, .count): .unit(.ratio)
        case (let left, .ratio), (let left, .count): .unit(left)
        case (_, .money), (_, .duration), (_, .score): .refused
        }
    }
}

extension Unit {
    /// As it stands in a sentence.
    var title: String {
        switch self {
        case .ratio: "a ratio"
        case .duration: "a duration"
        case .money: "money"
        case .count: "a count"
        case .score: "a score"
        }
    }
}
