import EngineHarness
import Records
import RuleEngine
import RuleLanguage
import SystemZones

/// A few rules over a small schema, and records for them.
struct SmallHistory {
  static let schemaText = """
    schema orders {
      id        id
      at        time
      rep       key       required
      customer  key
      name      text
      charged   money     required
    }

    """

  let pair: GeneratedPair

  /// - records: id, moment, rep, customer, name and amount; an empty cell is none.
  init(_ rules: String, _ records: [[String]] = [], schemaText: String = SmallHistory.schemaText) {
    let rows = records.enumerated().map { place, cells in
      GeneratedRecord(row: Int64(place + 1), cells: cells.map { $0.isEmpty ? nil : $0 }, lists: [])
    }
    pair = GeneratedPair(
      schemaText: schemaText, declarations: ["package small\nuse schema orders\n\n" + rules + "\n"], records: rows)
  }

  /// So many seconds into the year 2026.
  static func moment(_ seconds: Int) -> String {
    Instant(microseconds: 1_767_225_600_000_000 + Int64(seconds) * 1_000_000).description
  }

  func engine(_ symbols: SymbolTable) -> StreamEngine {
    StreamEngine(
      pair.program, schema: 0, surroundings: HarnessWords.surroundings(zone: SystemZones.zone), symbols: symbols)
  }

  /// An engine that has seen all records.
  func ran(batchSize: Int = 1000) throws -> (engine: StreamEngine, symbols: SymbolTable) {
    let history = try pair.history(batchSize: batchSize)
    let engine = engine(history.symbols)
    for batch in history.batches { engine.decide(batch) { _ in } }
    return (engine, history.symbols)
  }
}
