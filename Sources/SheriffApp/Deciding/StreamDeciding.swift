import Detection
import Pricing
import Records
import RuleEngine
import RuleLanguage

/// Decides on records as they come, batch by batch, with nothing but those before them; learns as it goes where no baseline
/// was named.
final class StreamDeciding {
  private(set) var deciding: Deciding
  private let engine: StreamEngine
  private var growing: GrowingBaseline?
  private var prices: BaselinePrices

  init(_ deciding: Deciding, schema: Schema) throws {
    let named = try deciding.namedBaseline()
    growing = named == nil ? GrowingBaseline(schema, name: "stream", symbols: deciding.symbols, workers: .ofThisMachine) : nil
    prices = named.map { BaselinePrices($0) } ?? BaselinePrices(PriceBook(entries: []), .none)
    self.deciding = deciding
    self.deciding.hashes.baseline = named?.hash
    engine = StreamEngine(
      deciding.program, schema: deciding.rules.schema, surroundings: deciding.surroundings(prices), symbols: deciding.symbols,
      features: deciding.features)
  }

  func decide(_ batch: RecordBatch, _ body: DecisionHandler) throws {
    var start = 0
    while start < batch.count {
      let part = batch.slice(start..<min(batch.count, start + (growing?.left ?? batch.count)))
      let priced = part.priced(prices, symbols: deciding.symbols)
      var offset = 0
      try engine.decide(priced) { decisions in
        deciding.counts.add(decisions, deciding.program)
        try body(decisions, priced, offset, deciding.hashes)
        offset += decisions.count
      }
      learn(part)
      start += part.count
    }
    deciding.counts.add(duplicates: engine.duplicates, deletes: engine.deletes, late: engine.late)
  }

  private func learn(_ part: RecordBatch) {
    guard growing?.pass(part) == true, let baseline = growing?.baseline else { return }
    prices = BaselinePrices(baseline)
    deciding.hashes.baseline = baseline.hash
    engine.use(deciding.surroundings(prices))
  }
}
