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
  /// Decides first where rules ask for the model's chance, so that it is known.
  private let scorer: StreamEngine?
  private let chances = KnownChances()
  private var growing: GrowingBaseline?
  private var prices: BaselinePrices

  init(_ deciding: Deciding, schema: Schema) throws {
    let named = try deciding.namedBaseline()
    growing = named == nil ? GrowingBaseline(schema, name: "stream", symbols: deciding.symbols, workers: .ofThisMachine) : nil
    prices = named.map { BaselinePrices($0) } ?? BaselinePrices(PriceBook(entries: []), .none)
    self.deciding = deciding
    self.deciding.hashes.baseline = named?.hash
    let surroundings = deciding.surroundings(prices)
    let asksTheModel = deciding.asksTheModel
    let engines = [surroundings, chances.beside(surroundings)].suffix(asksTheModel ? 2 : 1).map { surroundings in
      StreamEngine(
        deciding.program, schema: deciding.rules.schema, surroundings: surroundings, symbols: deciding.symbols,
        features: deciding.features)
    }
    scorer = asksTheModel ? engines[0] : nil
    engine = engines[engines.count - 1]
  }

  func decide(_ batch: RecordBatch, _ body: DecisionHandler) throws {
    var start = 0
    while start < batch.count {
      let part = batch.slice(start..<min(batch.count, start + (growing?.left ?? batch.count)))
      let priced = part.priced(prices, symbols: deciding.symbols)
      try score(priced)
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

  private func score(_ part: RecordBatch) throws {
    guard let scorer, let model = deciding.model else { return }
    chances.removeAll()
    try scorer.decide(part) { decisions in chances.add(try model.opinions(decisions), decisions) }
  }

  private func learn(_ part: RecordBatch) {
    guard growing?.pass(part) == true, let baseline = growing?.baseline else { return }
    use(baseline)
  }

  private func use(_ baseline: Baseline) {
    prices = BaselinePrices(baseline)
    deciding.hashes.baseline = baseline.hash
    scorer?.use(deciding.surroundings(prices))
    engine.use(chances.beside(deciding.surroundings(prices)))
  }

  // MARK: memory

  /// All that later decisions depend on.
  func write(to writer: inout StateWriter) {
    writer.add(bytes: engine.snapshot())
    var learning = StateWriter()
    growing?.write(to: &learning)
    writer.add(bytes: learning.bytes)
  }

  /// Takes the place of all that was seen before; what of it a person should know. Where it fails all is as it was.
  func restore(_ reader: inout StateReader) throws(StateError) -> [String] {
    let snapshot = Array(try reader.bytesList())
    let learned = try reader.bytesList()
    var notes: [String] = []
    var restored = growing
    if restored != nil {
      if learned.isEmpty {
        notes.append("what is ordinary is learned anew from here on: before, a baseline was named")
      } else {
        var learning = StateReader(learned)
        try restored?.restore(&learning)
      }
    }
    let restoration: SnapshotRestoration
    do throws(SnapshotError) {
      restoration = try engine.restore(snapshot)
      // Both have seen the same, and what rules say of it is no part of what they remember.
      _ = try scorer?.restore(snapshot)
    } catch { throw StateError("\(error)") }
    growing = restored
    if let baseline = growing?.baseline { use(baseline) }
    for window in restoration.newWindows { notes.append("\(window) begins with nothing, or not with all: it is new") }
    for field in restoration.newPreviousFields { notes.append("earlier versions' \(field) is not known yet") }
    return notes
  }
}
