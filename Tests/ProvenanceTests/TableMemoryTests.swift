import Records
import TestSupport
import Testing

@testable import Provenance

/// A digest that is kept up by the log, held against one that reads everything again.
@Suite struct TableMemoryTests {
  private static let table = WatchedTable(
    table: TableName(schema: "sales", name: "orders"), key: ["id"], timeColumn: nil, columns: ["id", "charged"])
  private static let relation = LogRelation(
    id: 1, table: table.table, keepsOldRows: true,
    columns: [.init(name: "id", type: 23, isKey: true), .init(name: "charged", type: 1700, isKey: false)])
  private let reconciliation = Reconciliation(
    Installation(slot: "s", publication: "s", tables: [TableMemoryTests.table], writers: [], applications: []),
    policy: Policy(pastDays: nil),
    columns: [:])

  private func row(_ id: Int, _ charged: Int) -> LogRow { LogRow([.text(String(id)), .text(String(charged))]) }

  private func reading(_ rows: [Int: Int]) -> TableReading {
    var reading = TableReading(TableMemoryTests.table)
    for (id, charged) in rows {
      reading.add(key: String(id), digest: RowDigest(ofRecord: RecordText.compose([String(id), String(charged)])))
    }
    return reading
  }

  private func effects(_ actions: [LogChange.Action]) -> [Reconciliation.Effect] {
    let changes = actions.map { LogChange(position: .zero, relation: TableMemoryTests.relation, action: $0) }
    let transaction = LogTransaction(
      id: 1, commit: .zero, end: .zero, time: Instant(microseconds: 0), changes: changes)
    return reconciliation.judge(transaction) { _, _ in nil }.effects
  }

  /// Random work, and now and then something that the log does not tell of.
  @Test func whatTheLogDoesNotTellIsFoundByKeyAndNothingElseIs() {
    fuzz("table memory", seed: 3, rounds: 200) { random, _ in
      var rows: [Int: Int] = [:]
      for _ in 0..<50 { rows[Int.random(in: -3000...3000, using: &random)] = Int.random(in: 0...9, using: &random) }
      let first = reading(rows)
      var memory = TableMemory(first.digest)
      for _ in 0..<30 {
        let id = Int.random(in: -3000...3000, using: &random)
        let known = rows.keys.sorted().randomElement(using: &random)
        switch Int.random(in: 0..<40, using: &random) {
        case 0:
          rows = [:]
          for effect in effects([.truncate]) { memory.apply(effect) }
        case 1..<15 where rows[id] == nil:
          rows[id] = 1
          for effect in effects([.insert(row(id, 1))]) { memory.apply(effect) }
        case 15..<25:
          guard let known, let old = rows[known] else { continue }
          let (key, value) = (rows[id] == nil ? id : known, Int.random(in: 0...9, using: &random))
          rows[known] = nil
          rows[key] = value
          for effect in effects([.update(old: row(known, old), new: row(key, value))]) { memory.apply(effect) }
        default:
          guard let known, let old = rows.removeValue(forKey: known) else { continue }
          for effect in effects([.delete(old: row(known, old))]) { memory.apply(effect) }
        }
      }
      let honest = TableComparison(reading(rows), expected: memory, remembered: first.rows, table: TableMemoryTests.table)
      #expect(honest.blocks.isEmpty)

      var planted: Set<String> = []
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let id = rows.keys.sorted().randomElement(using: &random) ?? 7
        if planted.contains(String(id)) { continue }
        planted.insert(String(id))
        if Bool.random(using: &random), rows[id] != nil { rows[id] = nil } else { rows[id] = 100 }
      }
      let found = TableComparison(reading(rows), expected: memory, remembered: first.rows, table: TableMemoryTests.table)
      #expect(Set(found.rows?.map(\.key) ?? []) == planted)
      #expect(Set(found.blocks) == Set(planted.map { TableDigest.block(firstKey: $0) }))
      return 30
    }
  }

  @Test func blocksCoverEveryWholeNumber() {
    #expect(TableDigest.block(firstKey: "0") == "0..1023" && TableDigest.block(firstKey: "1023") == "0..1023")
    #expect(TableDigest.block(firstKey: "-1") == "-1024..-1" && TableDigest.block(firstKey: "1024") == "1024..2047")
    for key in ["9223372036854775807", "-9223372036854775808", "", "SO43659"] {
      #expect(TableDigest.block(firstKey: key).hasPrefix("keys whose hash begins with ") || key.hasPrefix("-"), "\(key)")
    }
  }

  @Test func rowsOnTheDiskReadBack() throws {
    let rows = ["1": RowDigest(1), "a b": RowDigest(.max), "x\ny\\n": RowDigest(7), "": RowDigest(0)]
    #expect(TableReading.rows(in: TableReading.text(of: rows)) == rows)
    #expect(TableReading.rows(in: "nonsense\n") == nil && TableReading.rows(in: "zz key\n") == nil)
  }

  /// Beyond so many keys only blocks are told apart.
  @Test func tooManyKeysAreForgottenAndTheDigestIsNot() {
    var memory = TableMemory(TableDigest())
    var rows: [Int: Int] = [:]
    for id in 0...TableMemory.touchedMax {
      rows[id] = 1
      for effect in effects([.insert(row(id, 1))]) { memory.apply(effect) }
    }
    #expect(memory.isCrowded)
    #expect(TableComparison(reading(rows), expected: memory, remembered: [:], table: TableMemoryTests.table).blocks.isEmpty)
    rows[5] = 2
    let found = TableComparison(reading(rows), expected: memory, remembered: [:], table: TableMemoryTests.table)
    #expect(found.blocks == ["0..1023"] && found.rows == nil)
  }
}
