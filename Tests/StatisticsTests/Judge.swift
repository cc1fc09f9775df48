import Foundation

/// A script in `judge/`, run once over many cases: JSON in, JSON out. PyPI's scipy, lifelines and lifetimes decide there.
enum Judge {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    static func verdicts<Question: Encodable, Answer: Decodable>(
        _ script: String, on question: Question, as type: Answer.Type = Answer.self
    ) throws -> Answer {
        let python = ProcessInfo.processInfo.environment["CRMGOALS_TEST_PYTHON"] ?? "python3"
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "judge/\(script)").path
        let folder = FileManager.default.temporaryDirectory.appending(path: "crmgoals-judge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let files = (
            question: folder.appending(path: "question.json"), answer: folder.appending(path: "answer.json"),
            complaint: folder.appending(path: "complaint.txt")
        )
        let encoder = JSONEncoder()
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        try encoder.encode(question).write(to: files.question)
        for file in [files.answer, files.complaint] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [python, path]
        process.standardInput = try FileHandle(forReadingFrom: files.question)
        process.standardOutput = try FileHandle(forWritingTo: files.answer)
        process.standardError = try FileHandle(forWritingTo: files.complaint)
        try process.run()
        // Foundation's own waiting hangs now and then on a thread that runs tasks.
        while process.isRunning { usleep(2_000) }
        guard process.terminationStatus == 0 else {
            let text = try String(contentsOf: files.complaint, encoding: .utf8)
            throw Missing(
                description:
                    "\(python) \(path) failed; it needs PyPI's scipy, lifelines and lifetimes (Scripts/test makes .build/venv "
                    + "with them and sets CRMGOALS_TEST_PYTHON):\n\(text)")
        }
        let decoder = JSONDecoder()
        decoder.nonConformingFloatDecodingStrategy = .convertFromString(
            positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
        return try decoder.decode(Answer.self, from: Data(contentsOf: files.answer))
    }
}

/// Equal to within `tolerance` of the larger magnitude, or of 1 where `absolute`.
func agree(_ ours: Double, _ theirs: Double, within tolerance: Double, absolute: Bool = false) -> Bool {
    if ours == theirs || (ours.isNaN && theirs.isNaN) { return true }
    let scale = max(abs(ours), abs(theirs), absolute ? 1 : 0)
    return abs(ours - theirs) <= tolerance * scale
}

/// Random numbers that are the same in every run: SplitMix64.
struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Uniform in 0..<1.
    mutating func uniform() -> Double { Double.random(in: 0..<1, using: &self) }

    mutating func exponential() -> Double { -log(1 - uniform()) }
}
