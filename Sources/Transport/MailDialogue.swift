/// Follows what is said between libcurl and a mail server, to know which recipient was refused and which command the last answer
/// is about: libcurl itself keeps the last code only. Commands are looked at, never kept: some hold the password.
struct MailDialogue {
    private(set) var stage: MailReply.Stage = .greeting
    private(set) var code = 0
    private(set) var text = ""
    /// The last command has its answer.
    private(set) var isAnswered = false
    /// By position in the envelope.
    private(set) var refused: [(recipient: Int, code: Int, text: String)] = []
    private var recipient = -1
    private var lines: [String] = []
    private var isEnding = false

    mutating func said(_ command: UnsafeRawBufferPointer) {
        func begins(_ word: StaticString) -> Bool {
            command.count >= word.utf8CodeUnitCount
                && zip(command, UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
                    .allSatisfy { $0 & 0xDF == $1 & 0xDF }
        }
        isEnding = begins("QUIT\r")
        if isEnding { return }
        if begins("EHLO ") || begins("HELO ") {
            stage = .hello
        } else if begins("STARTTLS\r") {
            stage = .encryption
        } else if begins("AUTH ") {
            stage = .authentication
        } else if begins("MAIL FROM:") {
            stage = .sender
        } else if begins("RCPT TO:") {
            stage = .recipient
            recipient += 1
        } else if stage == .recipient && begins("DATA\r") {
            stage = .data
        }
        isAnswered = false
        lines = []
    }

    /// A line that the server sent: `250-first`, `250 last`.
    mutating func heard(_ line: UnsafeRawBufferPointer) {
        guard !isEnding, lines.count < 20 else { return }
        let text = String(decoding: line.prefix(512), as: UTF8.self)
        let digits = text.prefix(3)
        guard let code = Int(digits), digits.utf8.count == 3, (200...599).contains(code) else { return }
        let rest = text.dropFirst(3)
        lines.append(Printable.line(rest.dropFirst(), atMost: 500))
        guard rest.first != "-" else { return }
        self.code = code
        self.text = Printable.line(lines.filter { !$0.isEmpty }.joined(separator: " "), atMost: 500)
        lines = []
        isAnswered = true
        if stage == .recipient && code >= 400 { refused.append((recipient, code, self.text)) }
        if stage == .data && code == 354 {
            stage = .message
            isAnswered = false
        }
    }
}
