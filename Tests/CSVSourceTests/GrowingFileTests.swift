import CSVSource
import Records
import TestSupport
import Testing

/// A file that is read while it is written comes to the records and rejects of the whole file, wherever the writer pauses, and so does one
/// whose reading was ended and begun again.
@Suite struct GrowingFileTests {
  private static let schema = Schema(
    name: "test", fields: ["a", "b", "c"].map { Field(name: $0, type: .text) },
    mappings: [SourceMapping(kind: .columns, fields: [["a"], ["b"], ["c"]])])
  private static let header = Array("a,b,c\n".utf8)

  private struct Read: Equatable {
    var records: [[String]] = []
    var rejects: [RejectedRecord] = []

    mutating func add(_ batch: RecordBatch) {
      for record in 0..<batch.count {
        records.append(["\(batch.rows[record])"] + batch.columns.map { $0.validity[record] ? $0.texts[record] : "missing" })
      }
      rejects += batch.rejects
    }
  }

  private func source(_ input: SourceInput, batchRows: Int = 4) -> CSVSource {
    let schema = GrowingFileTests.schema
    return CSVSource(inputs: [input], schema: schema, mapping: schema.mappings[0], symbols: SymbolTable(), batchRows: batchRows)
  }

  private static let alphabet: [[UInt8]] =
    ["\"", "\"\"", ",", "\n", "\r", "\r\n", "x", "yz", "\u{E9}", "\",\"", ",,", "a,b,c\n", "\"q\",\"r\ns\",\"t\"\r\n"].map {
      Array($0.utf8)
    } + [[0], [0xFF]]

  @Test func pausesOfTheWriterChangeNothing() throws {
    try fuzz("growing files", seed: 6, rounds: 1_500) { random, round in
      var bytes = GrowingFileTests.header
      for _ in 0..<Int.random(in: 0...min(40, 2 + round / 40), using: &random) {
        bytes += GrowingFileTests.alphabet.randomElement(using: &random) ?? []
      }
      var whole = Read()
      let all = source(.bytes(bytes))
      while let batch = try all.next() { whole.add(batch) }

      let dripping = DrippingBytes(bytes, whole: GrowingFileTests.header.count, seed: UInt64(round))
      let growing = source(SourceInput(name: "test") { () throws(SourceError) in dripping })
      var (found, stops) = (Read(), [(read: Read(), end: SourcePosition(source: "", byte: 6, line: 2))])
      while true {
        while let batch = try growing.next() {
          found.add(batch)
          // Of a file that is closed it is not known any more.
          if batch.end.byte > 0 { stops.append((found, batch.end)) }
        }
        if dripping.isFinished { break }
        dripping.grow()
      }
      try #require(found == whole, "\(bytes)")

      // Somebody else goes on from any of the places that the reader named.
      let stop = stops[Int.random(in: stops.indices, using: &random)]
      let rest = GrowingFileTests.header + bytes[Int(stop.end.byte)...]
      let later = source(.bytes(rest))
      later.begin(atRow: stop.end.row, line: stop.end.line)
      var joined = stop.read
      while let batch = try later.next() { joined.add(batch) }
      try #require(joined == whole, "\(stop.end) \(bytes)")
      return bytes.count
    }
  }

  /// A line beyond all measure costs one reject, also where it comes in pieces.
  @Test func anEndlessLineThatGrowsIsOneReject() throws {
    let bytes = GrowingFileTests.header + [UInt8](repeating: UInt8(ascii: "x"), count: 5 << 20) + Array("\n1,2,3\n".utf8)
    let written = DrippingBytes(bytes, whole: 0, pieces: 700_000...700_000, seed: 0)
    let source = source(SourceInput(name: "test") { () throws(SourceError) in written })
    var found = Read()
    while !written.isFinished {
      written.grow()
      while let batch = try source.next() { found.add(batch) }
    }
    #expect(found.rejects.count == 1 && found.records == [["2", "1", "2", "3"]])
  }
}
