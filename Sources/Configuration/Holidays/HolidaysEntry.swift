import Goals

extension Shape {
    static let holidays = Shape(
        "holidays",
        [
            Key(
                "file",
                "A calendar file (.ics), relative to goals.json, whose events are the holidays; yearly ones come every year.",
                required: true, .reference("path"))
        ])
}

extension Entry {
    /// A list of dates, or `{ "file": "holidays.ics" }`. `file`: the calendar that was read, absolute.
    func holidays(folder: String, zone: Zone) -> (holidays: Holidays, file: String?) {
        switch node.value {
        case .array: return (Holidays(dates()), nil)
        case .object:
            guard let fields = Fields(self, .holidays, fix: ""), let field = fields["file"],
                let path = field.path(in: folder)
            else { return (.none, nil) }
            return (field.calendar(path, zone: zone), path)
        case .null, .bool, .number, .string, .unreadable:
            reportType(
                "a list of dates, or a file,",
                fix: "write a list such as [\"2026-12-25\"], or { \"file\": \"holidays.ics\" }")
            return (.none, nil)
        }
    }

    private func dates() -> [CivilTime] {
        var seen: Set<CivilTime> = []
        return list("a list of dates", fix: "")?.compactMap { entry in
            guard let text = entry.text("2026-12-25") else { return nil }
            guard let date = CalendarDate.day(text.replacing("-", with: "")), text.utf8.count == 10 else {
                entry.report(
                    "\(Shown.text(text)) is not a date",
                    fix:
                        "write year, month and day, such as \"2026-12-25\"; days that come every year go into an .ics file"
                )
                return nil
            }
            if !seen.insert(date).inserted { entry.warn("\(text) is in the list twice", fix: "delete one of them") }
            return date
        } ?? []
    }

    /// Reports what cannot be understood of the file, ten problems at most.
    private func calendar(_ path: String, zone: Zone) -> Holidays {
        let bytes: [UInt8]
        do {
            bytes = try FilePath.read(path)
        } catch {
            report(error.message, fix: error.fix)
            return .none
        }
        let calendar = CalendarFile(bytes, zone: zone)
        for fault in calendar.faults.prefix(10) {
            report("\(FilePath.lastComponent(path)), line \(fault.line): \(fault.message)", fix: fault.fix)
        }
        if calendar.faults.count > 10 {
            report("\(calendar.faults.count - 10) more problems in \(path)", fix: "look at those before this one first")
        }
        return Holidays(calendar.days)
    }
}
