public import Records

/// What a stream learns as it goes: nothing at first, then anew from all that has passed, each time that has doubled.
public struct GrowingBaseline {
  private let name: String
  private let fields: OrderFields
  private let schema: String
  private let symbols: SymbolTable
  private let workers: Workers
  private var history = OrderHistory()
  private var seen = 0
  private var learnAt = GrowingBaseline.first
  public private(set) var baseline: Baseline?

  /// Of fewer orders nothing is learned: prices would be guesses, and every discount a step of the ladder.
  private static let first = 500

  public init?(_ schema: Schema, name: String, symbols: SymbolTable, workers: Workers = .alone) {
    self.workers = workers
    guard let fields = OrderFields(schema) else { return nil }
    (self.fields, self.schema, self.name, self.symbols) = (fields, schema.name, name, symbols)
  }

  /// How many records may still pass before it learns anew.
  public var left: Int { learnAt - seen }

  /// Takes in records that were decided, as many as are `left` at most. True where it has learned anew.
  public mutating func pass(_ batch: RecordBatch) -> Bool {
    history.append(batch, fields)
    seen += batch.count
    guard seen >= learnAt else { return false }
    learnAt *= 2
    guard history.count > 0 else { return false }
    let learning = OrderLearning(history, symbols: symbols, workers: workers)
    baseline = Baseline(name: name, schema: schema, source: "\(seen) records", learning: learning, symbols: symbols)
    return true
  }
}
