import Foundation

/// What `Scripts/bench` cannot measure from outside.
///
///     Benchmarks decide                   microseconds that deciding takes for one series
///     Benchmarks journal FOLDER RECORDS   fills a state folder with so many records of the repository's goals
///     Benchmarks coverage                 how often 95 % intervals hold the truth
///     Benchmarks clv FILE                 the time that lifetime value takes for the customers in a file
let arguments = CommandLine.arguments.dropFirst()
switch arguments.first {
case "decide":
    print(try DecideBenchmark.microsecondsPerSeries())
case "journal" where arguments.count == 3:
    guard let records = Int(arguments[3]) else { fallthrough }
    try JournalFilling.fill(folder: arguments[2], records: records)
case "coverage":
    CoverageBenchmark.run()
case "clv" where arguments.count == 2:
    print(try LifetimeBenchmark.run(file: arguments[2]))
default:
    FileHandle.standardError.write(
        Data("usage: Benchmarks decide | journal FOLDER RECORDS | coverage | clv FILE\n".utf8))
    exit(64)
}
