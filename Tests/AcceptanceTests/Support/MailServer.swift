import Foundation
import Testing

/// The real mail server that `Scripts/servers/mail` starts.
struct MailServer {
    let server: String
    let user: String
    let password: String
    let caFile: String
    private let spool: URL

    init() throws {
        let environment = ProcessInfo.processInfo.environment
        func value(_ name: String) throws -> String {
            try #require(
                environment[name],
                "these tests need the mail server that Scripts/test starts: eval $(Scripts/servers/mail start DIR)")
        }
        server = try value("CRMGOALS_TEST_SMTP")
        user = try value("CRMGOALS_TEST_SMTP_USER") + "@crmgoals.test"
        password = try value("CRMGOALS_TEST_SMTP_PASSWORD")
        caFile = try value("CRMGOALS_TEST_SMTP_CA")
        spool = URL(fileURLWithPath: try value("CRMGOALS_TEST_SMTP_SPOOL"))
    }

    /// The mails in the mailbox of `name` that have `text` in them.
    func mails(to name: String, containing text: String) throws -> [String] {
        let folder = spool.appendingPathComponent("\(name)/new")
        guard FileManager.default.fileExists(atPath: folder.path) else { return [] }
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            .map { try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8) }
            .filter { $0.contains(text) }
    }
}
