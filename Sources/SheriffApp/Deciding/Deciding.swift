import CommandLineKit
import Detection
import Files
import Learning
import Pricing
import Records
import RuleEngine
import RuleLanguage
import SystemZones

/// What is decided, about which batch, where in it they begin, and with what.
typealias DecisionHandler = (Decisions, RecordBatch, Int, DecisionHashes) throws -> Void

/// Decides over records with the rules and the baseline that an invocation names.
struct Deciding {
  let invocation: Invocation
  let rules: LoadedRules
  let symbols: SymbolTable
  var counts = DecisionCounts()
  var hashes: DecisionHashes
  /// What is computed for a model, by places in the program: what neither a rule nor a model reads costs nothing.
  var features: Set<Int> = []
  private(set) var model: ModelScoring?
  /// What was ordinary when a history was decided; nil before.
  private(set) var prices: BaselinePrices?
  private let isQuiet: Bool

  /// - isQuiet: nothing is said of where the baseline comes from; where nobody says, the invocation does.
  init(_ invocation: Invocation, _ rules: LoadedRules, symbols: SymbolTable, isQuiet: Bool? = nil) {
    (self.invocation, self.rules, self.symbols) = (invocation, rules, symbols)
    self.isQuiet = isQuiet ?? invocation.flag("quiet")
    hashes = DecisionHashes(rules: DecisionHashes.rules(of: rules.program), baseline: nil, model: nil)
  }

  var program: Program { rules.program }

  /// The baseline that was asked for; nil where none was.
  func namedBaseline() throws -> Baseline? {
    guard let name = invocation.text("baseline") else { return nil }
    let path = "\(invocation.text("home") ?? ".sheriff")/baselines/\(name).baseline"
    guard FileTree.exists(path) else {
      throw CommandFailure(
        .inputMissing, "there is no baseline `\(name)` (\(path))",
        hints: ["learn it with `sheriff baseline SOURCE --name \(name)`"])
    }
    let bytes = try reading { () throws(SourceError) in try FileTree.contents(path) }
    do { return try Baseline(text: String(decoding: bytes, as: UTF8.self)) } catch {
      throw CommandFailure(.badData, "\(path): \(error)", hints: ["learn it anew"])
    }
  }

  func surroundings(_ prices: BaselinePrices) -> RunSurroundings {
    PricingWords.surroundings(prices, zone: SystemZones.zone)
  }

  /// Scores beside the rules, and hands its chance to those that ask for it.
  mutating func use(_ model: ModelScoring) {
    self.model = model
    features = model.features
    hashes.model = model.version.hash
  }

  /// Scores in shadow: what it looks at is computed too.
  mutating func use(shadow: ModelScoring) { features.formUnion(shadow.features) }

  /// Whether rules ask for the model's chance, which is then to be known before they are.
  var asksTheModel: Bool { model != nil && program.rules.contains { $0.isSecondPass && $0.schema == rules.schema } }

  // MARK: History

  mutating func history(_ batches: [RecordBatch], _ body: DecisionHandler) throws {
    guard let whole = RecordBatch.joined(batches) else { return }
    try decide(try prepared(whole), body)
  }

  mutating func decide(_ prepared: Prepared, _ body: DecisionHandler) throws {
    (hashes.baseline, prices) = (prepared.baselineHash, prepared.prices)
    let engine = engine(over: prepared, try scored(prepared))
    var start = 0
    try engine.decide(prepared.records) { decisions in
      counts.add(decisions, program)
      try body(decisions, prepared.records, start, hashes)
      start += decisions.count
    }
    counts.add(duplicates: engine.duplicates, deletes: engine.deletes, late: engine.late)
  }

  private func engine(over prepared: Prepared, _ surroundings: RunSurroundings) -> HistoryEngine {
    HistoryEngine(
      program, schema: rules.schema, surroundings: surroundings, symbols: symbols, features: features,
      baselineWindows: prepared.windows, workers: .ofThisMachine)
  }

  /// Rules that read the model's chance are asked in a second pass, when it is known.
  private func scored(_ prepared: Prepared) throws -> RunSurroundings {
    guard let model, asksTheModel else { return prepared.surroundings }
    let chances = KnownChances()
    try engine(over: prepared, prepared.surroundings).decide(prepared.records) { decisions in
      chances.add(try model.opinions(decisions), decisions)
    }
    return chances.beside(prepared.surroundings)
  }

  /// A history with all that rules want to know besides: prices filled in, and the baseline that is named or learned.
  struct Prepared {
    var records: RecordBatch
    var prices: BaselinePrices
    var surroundings: RunSurroundings
    var windows: BaselineWindows
    var baselineHash: String?
  }

  func prepared(_ whole: RecordBatch) throws -> Prepared {
    let known = try known(of: whole)
    let priced = whole.priced(known.prices, symbols: symbols)
    let surroundings = surroundings(known.prices)
    let windows = try baselineWindows(priced, surroundings, isNamed: known.isNamed)
    return Prepared(
      records: priced, prices: known.prices, surroundings: surroundings, windows: windows, baselineHash: known.hash)
  }

  /// What rules ask of the baseline that is named, or learned from the records themselves.
  func known(of whole: RecordBatch) throws -> (prices: BaselinePrices, hash: String?, isNamed: Bool) {
    if let named = try namedBaseline() { return (BaselinePrices(named), named.hash, true) }
    guard let learned = try learned(whole) else { return (BaselinePrices(PriceBook(entries: []), .none), nil, false) }
    return (BaselinePrices(learned.baseline, told: learned.told), learned.baseline.hash, false)
  }

  private func learned(_ whole: RecordBatch) throws -> (baseline: Baseline, told: ToldGaps)? {
    guard let fields = OrderFields(whole.schema) else { return nil }
    var history = OrderHistory()
    history.append(whole, fields)
    guard history.count > 0 else { return nil }
    let learning = OrderLearning(history, symbols: symbols, catalogue: try catalogue(invocation), workers: .ofThisMachine)
    if !isQuiet {
      invocation.terminal.say("no --baseline was named: learned from the \(history.count) orders themselves")
    }
    let baseline = Baseline(
      name: "itself", schema: whole.schema.name, source: "the scanned source", learning: learning, symbols: symbols)
    return (baseline, learning.told)
  }

  func baselineWindows(_ whole: RecordBatch, _ surroundings: RunSurroundings, isNamed: Bool) throws -> BaselineWindows {
    guard BaselineWindows.areAsked(by: program, schema: rules.schema) else { return BaselineWindows() }
    guard !isNamed else {
      throw CommandFailure(
        .badData, "a rule has a window `in baseline`, and a baseline that is named holds prices and rates only",
        hints: ["scan without --baseline: then it is learned from the source"])
    }
    return BaselineWindows.learn(program, schema: rules.schema, from: whole, surroundings: surroundings, symbols: symbols)
  }
}
