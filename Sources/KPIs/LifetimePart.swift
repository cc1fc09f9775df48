/// Which part of the customer lifetime value.
public enum LifetimePart: Sendable, Hashable {
    /// What a customer brought so far and is expected to bring.
    case total
    /// What a customer is expected to bring.
    case predicted
}
