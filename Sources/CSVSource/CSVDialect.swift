import Records

/// What the beginning of a file tells about the rest.
enum CSVDialect {
  static let sampleBytes = 64 * 1024
  private static let delimiters: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]

  /// The delimiter that the header uses most outside of quotes; a comma where it uses none.
  static func delimiter(in start: [UInt8]) -> UInt8 {
    var counts = [Int](repeating: 0, count: delimiters.count)
    var isQuoted = false
    for byte in start {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        if counts.contains(where: { $0 > 0 }) { break } else { continue }
      }
      if let index = delimiters.firstIndex(of: byte) { counts[index] += 1 }
    }
    let most = counts.max() ?? 0
    return most == 0 ? delimiters[0] : delimiters[counts.firstIndex(of: most) ?? 0]
  }

  static func byteOrderMarkCount(in start: [UInt8]) -> Int { start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0 }

  static func checkEncoding(of start: [UInt8], source: String) throws(SourceError) {
    if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0xFE, 0xFF]) {
      throw SourceError(.badHeader, source: source, "the file is UTF-16; convert it to UTF-8, for example with `iconv -t UTF-8`")
    }
    if start.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      throw SourceError(.badHeader, source: source, "this is a ZIP archive or a spreadsheet; export the sheet as CSV first")
    }
    if start.starts(with: Array("PAR1".utf8)) {
      throw SourceError(.badHeader, source: source, "this is a Parquet file; export it as CSV or JSON lines first")
    }
  }
}
