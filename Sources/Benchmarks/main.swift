import Foundation

/// What `Scripts/bench` cannot measure from outside.
///
///     Benchmarks decide                   microseconds that deciding takes for one series
///     Benchmarks journal FOLDER RECORDS   fills a state folder with so many records of the repository's goals
let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "decide":
    print(try DecideBenchmark.microsecondsPerSeries())
case "journal" where arguments.count == 3:
    guard let records = Int(arguments[3]) else { fallthrough }
    try JournalFilling.fill(folder: arguments[2], records: records)
default:
    FileHandle.standardError.write(Data("usage: Benchmarks decide | journal FOLDER RECORDS\n".utf8))
    exit(64)
}
