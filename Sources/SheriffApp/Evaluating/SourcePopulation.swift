import CommandLineKit
import Evaluation
import Records

/// All records of the source that findings were made of: how many there are, and how many of each rep.
struct SourcePopulation {
  let name: String
  let population: SchemeEvaluation.Population
  let rows: Set<Int64>

  init(_ name: String, _ invocation: Invocation) throws {
    var run = try RecordReading(invocation, source: name)
    let symbols = run.source.records.symbols
    // Who a finding is about is the record's first key.
    let field = run.source.schema.fields.firstIndex { $0.type == .key }
    var rows: Set<Int64> = []
    var counts: [Symbol: Int] = [:]
    try run.run { batch in
      rows.formUnion(batch.rows)
      guard let field else { return }
      let column = batch.columns[field]
      for record in 0..<batch.count where column.validity[record] { counts[column.keys[record], default: 0] += 1 }
    }
    self.name = name
    self.rows = rows
    population = .init(
      records: rows.count, reps: Dictionary(uniqueKeysWithValues: counts.map { (symbols.text(of: $0.key), $0.value) }))
  }
}
