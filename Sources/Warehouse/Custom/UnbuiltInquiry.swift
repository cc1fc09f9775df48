import KPIs

/// Stands where an inquiry comes.
struct UnbuiltInquiry: Inquiry {
    func ask(by columns: [String], _ deadline: Deadline) throws -> CustomAnswer {
        throw UserSQLFault(reason: "KPIs of this kind are not built yet")
    }

    func problem() -> String? { nil }

    var words: CustomResult.Words {
        CustomResult.Words(
            field: "key", naming: "call one value", splitting: "add it", filtering: "split by it",
            noRow: "there is no value",
            noValue: "there is no value")
    }
}
