import Foundation
import KPIs

/// Reads a KPI's numbers out of the document that an address answered with.
struct HTTPAnswer {
    let query: HTTPQuery

    /// - Throws: `UserSQLFault`, with what is wrong with the document or the pointers into it.
    func read(_ body: Data) throws(UserSQLFault) -> CustomAnswer {
        let document = try decoded(body)
        var columns = ["value"]
        if query.sample != nil { columns.append("sample") }
        columns += query.labels.map(\.column)
        guard let place = query.list else {
            return CustomAnswer(columns: columns, rows: [try cells(document, in: "the document")])
        }
        let found = try at(place, in: document, of: "\"list\"", within: "the document")
        guard case .list(let items) = found else {
            throw UserSQLFault(
                reason:
                    "\"list\" (\(Self.shown(place))) leads to \(found.shown), not to a list; it is in: \(document.shown)"
            )
        }
        var rows: [[UserCell]] = []
        for (index, item) in items.enumerated() {
            rows.append(try cells(item, in: "item \(index) of \(Self.shown(place))"))
        }
        return CustomAnswer(columns: columns, rows: rows)
    }

    private func decoded(_ body: Data) throws(UserSQLFault) -> JSONValue {
        // Some programs write a byte order mark, which JSON forbids and readers may pass over (RFC 8259, 8.1).
        let text = body.starts(with: [0xEF, 0xBB, 0xBF]) ? body.dropFirst(3) : body
        let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
        guard let first else {
            throw UserSQLFault(reason: "it answered with nothing: it has to answer with a JSON document")
        }
        if first == UInt8(ascii: "<") {
            throw UserSQLFault(
                reason:
                    "it answered with HTML, not JSON: is this a login page? Give the address of the data, with what it "
                    + "takes to log in under \"headers\"")
        }
        do {
            return try JSONDecoder().decode(JSONValue.self, from: Data(text))
        } catch {
            let begin = String(decoding: text.prefix(60), as: UTF8.self).filter { !$0.isNewline }
            throw UserSQLFault(reason: "its answer is not JSON; it begins \"\(begin)\"")
        }
    }

    private func cells(_ item: JSONValue, in place: String) throws(UserSQLFault) -> [UserCell] {
        var cells = [try number(at: query.value, in: item, of: "\"value\"", within: place)]
        if let sample = query.sample { cells.append(try number(at: sample, in: item, of: "\"sample\"", within: place)) }
        for label in query.labels {
            let what = "the label \"\(label.column)\""
            let found = try at(label.place, in: item, of: what, within: place)
            switch found {
            case .null: cells.append(.null)
            case .truth(let truth): cells.append(.text("\(truth)"))
            case .number(let number): cells.append(.number(number))
            case .text(let text): cells.append(.text(text))
            case .list, .object:
                throw UserSQLFault(
                    reason: "\(what) (\(Self.shown(label.place))) leads to \(found.shown) in \(place): make it a text")
            }
        }
        return cells
    }

    /// A text goes on as one, so that its refusal is the same for all kinds of KPIs.
    private func number(
        at pointer: JSONPointer, in item: JSONValue, of what: String, within place: String
    ) throws(UserSQLFault) -> UserCell {
        let found = try at(pointer, in: item, of: what, within: place)
        switch found {
        case .null: return .null
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .truth, .list, .object:
            throw UserSQLFault(
                reason: "\(what) (\(Self.shown(pointer))) leads to \(found.shown) in \(place), not to a number")
        }
    }

    private func at(
        _ pointer: JSONPointer, in value: JSONValue, of what: String, within place: String
    ) throws(UserSQLFault) -> JSONValue {
        do { return try value.at(pointer) } catch {
            let end = error.end.tokens.isEmpty ? place : "\(error.end) in \(place)"
            throw UserSQLFault(
                reason: "\(what) (\(Self.shown(pointer))) leads nowhere: \(end) is \(error.there.shown)")
        }
    }

    private static func shown(_ pointer: JSONPointer) -> String {
        pointer.tokens.isEmpty ? "\"\"" : pointer.description
    }
}
