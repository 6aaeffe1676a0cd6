import JSONSource
import Records
import TestSupport
import Testing

/// JSON lines that are read while they are written, and reading that is begun again.
@Suite struct GrowingLinesTests {
  private static let mapping = SourceMapping(kind: .json, fields: [["a"], ["b"]])
  private static let schema = Schema(
    name: "test", fields: ["a", "b"].map { Field(name: $0, type: .text) }, mappings: [mapping])

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

  private func source(_ input: SourceInput) -> JSONSource {
    JSONSource(
      inputs: [input], schema: GrowingLinesTests.schema, mapping: GrowingLinesTests.mapping, symbols: SymbolTable(), batchRows: 4)
  }

  private static let alphabet: [[UInt8]] =
    ["{\"a\":\"1\",\"b\":\"2\"}\n", "{\"a\":\"x\u{E9}\"}\r\n", "{", "}", "\n", "\"a\":", "[]", "\u{FEFF}", " ", "{\"b\":3}"].map {
      Array($0.utf8)
    } + [[0], [0xFF]]

  @Test func pausesOfTheWriterChangeNothing() throws {
    try fuzz("growing lines", seed: 7, rounds: 1_500) { random, round in
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...min(40, 2 + round / 40), using: &random) {
        bytes += GrowingLinesTests.alphabet.randomElement(using: &random) ?? []
      }
      var whole = Read()
      let all = source(.bytes(bytes))
      while let batch = try all.next() { whole.add(batch) }
      let dripping = DrippingBytes(bytes, whole: 0, seed: UInt64(round))
      let growing = source(SourceInput(name: "test") { () throws(SourceError) in dripping })
      var (found, stops) = (Read(), [(read: Read(), end: SourcePosition(source: ""))])
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
      let stop = stops[Int.random(in: stops.indices, using: &random)]
      let later = source(.bytes(Array(bytes[Int(stop.end.byte)...])))
      later.begin(atRow: stop.end.row, line: stop.end.line)
      var joined = stop.read
      while let batch = try later.next() { joined.add(batch) }
      try #require(joined == whole, "\(stop.end) \(bytes)")
      return bytes.count
    }
  }
}
