import Foundation
import Goals

/// The bytes of a file as UTF-8, piece by piece, whatever it is written in.
final class TextStream {
    enum Decoding: String {
        case utf8 = "utf-8"
        case windows1252 = "windows-1252"
        case utf16LittleEndian = "utf-16le"
        case utf16BigEndian = "utf-16be"
    }

    let file: OpenFile
    let decoding: Decoding
    /// Where the text begins in the file: behind its byte order mark.
    let start: Int
    /// The encoding was found out, not given.
    private let isGuess: Bool
    private var validator = UTF8Validator()
    private var utf16 = UTF16Decoder()
    /// Bytes of the file that wait to be decoded: all of the first piece, then only what a transcoder reads.
    private let scratch: UnsafeMutablePointer<UInt8>
    private var scratchStart: Int
    private var scratchEnd: Int
    private static let scratchSize = 64 * 1024

    /// - Parameter encoding: `nil`: found out, by a byte order mark, by zeros in every second byte, else UTF-8.
    init(_ file: OpenFile, encoding: CSVFile.Encoding?) throws(LoadFailure) {
        self.file = file
        let scratch = UnsafeMutablePointer<UInt8>.allocate(capacity: Self.scratchSize)
        self.scratch = scratch
        scratchStart = 0
        scratchEnd = 0
        isGuess = encoding == nil
        var end = 0
        do throws(LoadFailure) {
            while end < Self.scratchSize {
                let count = try file.read(into: scratch + end, count: Self.scratchSize - end)
                if count == 0 { break }
                end += count
            }
            let piece = UnsafeBufferPointer(start: UnsafePointer(scratch), count: end)
            try Self.refuseOtherFormats(piece, file.path)
            let (decoding, mark) = Self.decoding(of: piece, given: encoding)
            self.decoding = decoding
            start = mark
            scratchStart = mark
            scratchEnd = end
        } catch {
            scratch.deallocate()
            throw error
        }
    }

    deinit { scratch.deallocate() }

    /// Reads on at a place in the file where a character begins.
    func seek(to offset: Int) {
        file.seek(to: offset)
        scratchStart = 0
        scratchEnd = 0
        validator = UTF8Validator()
        utf16 = UTF16Decoder()
    }

    /// How many bytes of the file this text was.
    func lengthInFile(_ text: UnsafePointer<UInt8>, _ count: Int) -> Int {
        if decoding == .utf8 { return count }
        let isUTF16 = decoding != .windows1252
        var length = 0
        for index in 0..<count {
            let byte = text[index]
            if byte & 0xC0 == 0x80 { continue }
            length += !isUTF16 ? 1 : byte >= 0xF0 ? 4 : 2
        }
        return length
    }

    /// The encoding and the length of its byte order mark.
    private static func decoding(
        of piece: UnsafeBufferPointer<UInt8>, given: CSVFile.Encoding?
    ) -> (Decoding, Int) {
        if piece.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
        if piece.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
        if piece.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
        var evenZeros = 0
        var oddZeros = 0
        for index in 0..<min(piece.count, 4096) where piece[index] == 0 {
            if index % 2 == 0 { evenZeros += 1 } else { oddZeros += 1 }
        }
        let looksBigEndian = evenZeros > oddZeros
        switch given {
        case .utf8: return (.utf8, 0)
        case .windows1252: return (.windows1252, 0)
        case .utf16: return (looksBigEndian ? .utf16BigEndian : .utf16LittleEndian, 0)
        case nil:
            let pairs = min(piece.count, 4096) / 2
            guard pairs > 0, max(evenZeros, oddZeros) * 10 > pairs * 7, min(evenZeros, oddZeros) * 10 < pairs else {
                return (.utf8, 0)
            }
            return (looksBigEndian ? .utf16BigEndian : .utf16LittleEndian, 0)
        }
    }

    private static func refuseOtherFormats(_ piece: UnsafeBufferPointer<UInt8>, _ path: String) throws(LoadFailure) {
        let formats: [([UInt8], String)] = [
            ([0x50, 0x4B, 0x03, 0x04], "an Excel workbook or a ZIP archive; save it as CSV, or unpack it"),
            ([0x1F, 0x8B], "compressed with gzip; unpack it first"),
            ([0xD0, 0xCF, 0x11, 0xE0], "an Excel workbook; save it as CSV"),
            ([0x50, 0x41, 0x52, 0x31], "a Parquet file; export it as CSV"),
            (Array("SQLite format 3\0".utf8), "an SQLite database; export its tables as CSV"),
        ]
        for (magic, what) in formats where piece.starts(with: magic) {
            throw .unusable("\(path) is not CSV but \(what)")
        }
    }

    /// Writes up to `count` bytes of UTF-8 (at least 16 are asked for); 0 at the end.
    func read(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(LoadFailure) -> Int {
        let written: Int
        switch decoding {
        case .utf8: written = try readUTF8(into: buffer, count: count)
        case .windows1252, .utf16LittleEndian, .utf16BigEndian: written = try transcode(into: buffer, count: count)
        }
        if memchr(buffer, 0, written) != nil {
            throw .unusable(
                "\(file.path) holds NUL bytes: it is a binary file, damaged, or text in an encoding that was not found out; "
                    + "export it as UTF-8, or say \"encoding\": \"utf-16\" if it is that")
        }
        return written
    }

    private func readUTF8(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(LoadFailure) -> Int {
        let written: Int
        if scratchStart < scratchEnd {
            written = min(count, scratchEnd - scratchStart)
            buffer.update(from: scratch + scratchStart, count: written)
            scratchStart += written
        } else {
            written = try file.read(into: buffer, count: count)
        }
        let isValid = written == 0 ? validator.isComplete : validator.accepts(UnsafePointer(buffer), written)
        guard isValid else {
            if isGuess { throw .notUTF8 }
            throw .unusable("\(file.path) is not UTF-8, as its \"encoding\" says; leave that out, or say what it is")
        }
        return written
    }

    private func transcode(into buffer: UnsafeMutablePointer<UInt8>, count: Int) throws(LoadFailure) -> Int {
        while true {
            if scratchStart == scratchEnd {
                scratchStart = 0
                scratchEnd = try file.read(into: scratch, count: Self.scratchSize)
                if scratchEnd == 0 { return utf16.flush(into: buffer) }
            }
            // A byte of Windows-1252 becomes at most three, two of UTF-16 three, a pair of them that waited four.
            let taken = min(scratchEnd - scratchStart, (count - 4) / 3)
            let input = UnsafeBufferPointer(start: UnsafePointer(scratch + scratchStart), count: taken)
            scratchStart += taken
            let written =
                decoding == .windows1252
                ? Windows1252.decode(input, into: buffer)
                : utf16.decode(input, isBigEndian: decoding == .utf16BigEndian, into: buffer)
            if written > 0 { return written }
        }
    }
}
