import CSVSource
import Records
import TestSupport
import Testing

/// The regular scanner and libcsv read every text alike: the same records, the same rejects on the same lines.
@Suite struct ScannerAgreementTests {
  private static let schema = Schema(
    name: "test", fields: ["a", "b", "c"].map { Field(name: $0, type: .text) },
    mappings: [SourceMapping(kind: .columns, fields: [["a"], ["b"], ["c"]])])

  private func read(_ bytes: [UInt8], chunk: Int, regular: Bool) throws -> (
    records: [[String]], rejects: [RejectedRecord], end: [Int64]
  ) {
    let schema = ScannerAgreementTests.schema
    let source = CSVSource(
      inputs: [.bytes(Array("a,b,c\n".utf8) + bytes, chunk: chunk)], schema: schema, mapping: schema.mappings[0],
      symbols: SymbolTable(), batchRows: 16, usesRegularScanner: regular)
    var records: [[String]] = []
    var rejects: [RejectedRecord] = []
    var ends: [Int64] = []
    while let batch = try source.next() {
      for record in 0..<batch.count {
        records.append(["\(batch.rows[record])"] + batch.columns.map { $0.validity[record] ? $0.texts[record] : "missing" })
      }
      rejects += batch.rejects
      ends += [batch.end.byte, Int64(batch.end.line)]
    }
    return (records, rejects, ends)
  }

  private static let alphabet: [[UInt8]] =
    ["\"", "\"\"", ",", "\n", "\r", "\r\n", "x", "yz", " ", "\t", "\u{E9}", "\",\"", ",,", "a,b,c\n", "\"q\",\"r\",\"s\"\r\n"].map
  { Array($0.utf8) } + [[0], [0xFF]]

  @Test func agreeOnEverything() throws {
    try fuzz("scanner agreement", seed: 5, rounds: 2_000) { random, round in
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...min(40, 2 + round / 40), using: &random) {
        bytes += ScannerAgreementTests.alphabet.randomElement(using: &random) ?? []
      }
      let chunk = Int.random(in: 1...64, using: &random)
      let regular = try read(bytes, chunk: chunk, regular: true)
      let library = try read(bytes, chunk: 65_536, regular: false)
      try #require(regular.records == library.records, "\(chunk) \(bytes)")
      try #require(regular.rejects == library.rejects, "\(chunk) \(bytes)")
      try #require(regular.end == library.end, "\(chunk) \(bytes)")
      return bytes.count
    }
  }
}
