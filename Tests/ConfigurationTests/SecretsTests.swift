import Configuration
import Goals
import Testing

@Suite struct SecretsTests {
    let folder: Folder

    init() throws {
        folder = try Folder()
    }

    private func secrets(_ environment: [String: String] = [:]) -> Secrets {
        Secrets(environment: environment, folder: folder.url.path)
    }

    @Test func secretsComeFromTheEnvironmentFilesAndCredentials() throws {
        try folder.write("https://a.example.org/x\n", to: "url")
        try folder.write("token\r\n", to: "credentials/hook")
        let secrets = secrets(["NAME": "value", "CREDENTIALS_DIRECTORY": folder.path("credentials")])
        #expect(try secrets.read(.environment("NAME")) == "value")
        #expect(try secrets.read(.file("url")) == "https://a.example.org/x")
        #expect(try secrets.read(.file(folder.path("url"))) == "https://a.example.org/x")
        #expect(try secrets.read(.credential("hook")) == "token")
        #expect(try secrets.read(.literal("here")) == "here")
    }

    @Test func onlyOneLineEndIsLeftOut() throws {
        try folder.write("a\n\n", to: "two")
        #expect(try secrets().read(.file("two")) == "a\n")
    }

    @Test func everySecretThatCannotBeReadIsToldWithItsPlace() throws {
        try folder.write("", to: "empty")
        try folder.write([0xFF, 0xFE, 0x00], to: "binary")
        try folder.write("hunter2\n", to: "short")
        try folder.write("http://hooks.example.org/hunter2\n", to: "plain")
        try folder.write("smtp://mail.example.org:587\nhunter2", to: "lines")
        let path = try folder.write(
            """
            { "goals": [], "channels": {
                "a": { "type": "slack", "url": { "env": "UNSET" } },
                "b": { "type": "slack", "url": { "file": "missing" } },
                "c": { "type": "slack", "url": { "file": "empty" } },
                "d": { "type": "slack", "url": { "credential": "hook" } },
                "e": { "type": "slack", "url": { "file": "." } },
                "f": { "type": "slack", "url": { "file": "plain" } },
                "g": { "type": "webhook", "url": { "env": "URL" }, "secret": { "file": "short" } },
                "h": { "type": "email", "server": { "file": "lines" }, "username": "crm", "password": { "file": "binary" },
                       "from": "a@example.org", "to": ["b@example.org"] },
                "i": { "type": "slack", "url": { "env": "EMPTY" } } } }
            """)
        let configuration = try Configuration.load(path: path)
        let problems = configuration.secretProblems(secrets(["URL": "https://example.org/hunter2", "EMPTY": ""]))
        let root = folder.url.path
        #expect(
            problems.map { "\($0.path) \($0.line):\($0.column) \($0.message)" } == [
                "channels.a.url 2:36 the environment variable UNSET is not set",
                "channels.b.url 3:36 \(root)/missing does not exist",
                "channels.c.url 4:36 \(root)/empty is empty",
                "channels.d.url 5:36 there is no folder of credentials ($CREDENTIALS_DIRECTORY is not set), so hook is not known",
                "channels.e.url 6:36 \(root) is a folder",
                "channels.f.url 7:36 what was read there is of no use: http: sends notices unencrypted",
                "channels.g.secret 8:66 what was read there is of no use: it does not begin with whsec_",
                "channels.h.server 9:39 what was read there is of no use: there is a line break or another control character in it",
                "channels.h.password 9:91 \(root)/binary is not text in UTF-8",
                "channels.i.url 11:36 the environment variable EMPTY is empty",
            ])
        #expect(!problems.map(\.description).joined().contains("hunter2"))
        #expect(problems.allSatisfy { $0.fix != nil })
    }

    @Test func secretsThatAreWellAreNoProblem() throws {
        let path = try folder.write(
            #"""
            { "goals": [], "channels": { "a": { "type": "webhook", "url": { "env": "URL" }, "secret": { "env": "KEY" } } } }
            """#)
        let environment = ["URL": "https://example.org/x", "KEY": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"]
        #expect(try Configuration.load(path: path).secretProblems(secrets(environment)).isEmpty)
    }
}
