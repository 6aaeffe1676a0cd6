import CommandLineKit
import Detection
import Evaluation
import Forest
import Learning
import Records

/// A model of one scheme, and how the rules alone do on the same later records.
struct LearnedScheme {
  let scheme: String
  let model: TrainedModel
  /// Nil where no rule votes fraud.
  let rulesAlone: ModelTest?
  /// Rules and model together.
  let both: ModelTest?
  /// Whether the test was against a truth, and not against what was learned from.
  let isTruthKnown: Bool
  /// Whether money is what a truth says was lost, and not what the records are about.
  let hasTrueLosses: Bool
  let records: Int
  let frauds: Double

  /// - truth: what the test is held against.
  /// - labelled: what the labels are from, where that is a file that also says what was lost.
  init(
    _ scheme: String, _ history: LearningHistory, _ labels: [Double?], truth: TruthFile?, labelled: TruthFile?,
    _ settings: LearnSettings,
    _ trainer: any ForestTrainer, terminal: Terminal
  ) throws(LearningError) {
    self.scheme = scheme
    let (frame, places) = try history.frame(labels: labels)
    let known = LearnedScheme.known(truth, scheme, history).map { all in places.map { all[$0] } }
    isTruthKnown = known != nil
    let losses = LearnedScheme.losses(truth ?? labelled, scheme, history, known: truth == nil ? labels : []).map { all in
      places.map { all[$0] }
    }
    hasTrueLosses = losses != nil
    records = frame.rowCount
    frauds = (frame.labels ?? []).reduce(0, +)
    var options = ModelTraining.Options()
    (options.testShare, options.basis, options.search) = (settings.testShare, settings.basis, settings.search)
    options.labelDelay = history.labelDelay
    options.leastChance = settings.leastChance
    options.workers = .ofThisMachine
    let clock = ContinuousClock()
    let begin = clock.now
    var bar = SearchBar(scheme, terminal)
    model = try ModelTraining(frame, trainer: trainer, options: options).run(
      truth: known, losses: losses, clock: { (clock.now - begin) / .seconds(1) },
      progress: {
        bar.update($0)
        return .goOn
      })
    bar.finish()

    let (test, split) = (model.test, model.split)
    func measured(_ chances: [Double], _ alerts: [Bool]) throws(LearningError) -> ModelTest {
      try ModelTest(
        frame, rows: split.test, chances: chances, labels: test.labels, alerting: .decided(alerts), losses: losses,
        times: split.testTimes, samples: options.samples)
    }
    func tested<Value>(_ all: [Value]) -> [Value] { split.test.map { all[places[$0]] } }
    guard let rules = history.rulesAlone(on: scheme) else {
      (rulesAlone, both) = (nil, nil)
      return
    }
    let (scores, alerts) = (tested(rules.scores), tested(rules.alerts))
    rulesAlone = try measured(scores, alerts)
    // As a scan with the model flags records: a rule fires, or the model passes its threshold.
    both = try measured(
      zip(scores, test.chances).map { Verdict.chance(rules: $0, model: $1) },
      zip(alerts, test.alerts).map { $0 || $1 == 1 })
  }

  /// A model that was held against the truth elsewhere.
  init(_ scheme: String, _ model: TrainedModel, records: Int, frauds: Double) {
    (self.scheme, self.model, self.records, self.frauds) = (scheme, model, records, frauds)
    (rulesAlone, both, isTruthKnown, hasTrueLosses) = (nil, nil, true, false)
  }

  private static func known(_ truth: TruthFile?, _ scheme: String, _ history: LearningHistory) -> [Double]? {
    guard let truth else { return nil }
    let frauds = Set(truth.rows.filter { $0.scheme == scheme }.map(\.row))
    // A truth that does not know a scheme says nothing of it.
    return frauds.isEmpty ? nil : history.collection.rows.map { frauds.contains($0) ? 1 : 0 }
  }

  /// By record what was lost, in ten-thousandths; nil where the file does not say it of every fraud of the scheme.
  ///
  /// - known: what records are labelled as, where that may be more than the file says: a verdict may have added frauds.
  private static func losses(
    _ truth: TruthFile?, _ scheme: String, _ history: LearningHistory, known labels: [Double?]
  ) -> [Int64]? {
    let frauds = (truth?.rows ?? []).filter { $0.scheme == scheme }
    guard !frauds.isEmpty, frauds.allSatisfy({ $0.loss != nil }) else { return nil }
    let losses = Dictionary(frauds.map { ($0.row, $0.loss?.tenThousandths ?? 0) }) { max($0, $1) }
    let rows = history.collection.rows
    guard zip(rows, labels).allSatisfy({ row, label in (label ?? 0) == 0 || losses[row] != nil }) else { return nil }
    return rows.map { losses[$0] ?? 0 }
  }

  /// The model first.
  var sides: [(side: RunSide, test: ModelTest)] {
    [(.model, model.test)]
      + [(RunSide.rules, rulesAlone), (.both, both), (.line, model.baseline)].compactMap { side, test in
        test.map { (side, $0) }
      }
  }
}

/// How far a search has come, on a terminal.
struct SearchBar {
  private let label: String
  private let terminal: Terminal
  private var isShown = false

  init(_ label: String, _ terminal: Terminal) { (self.label, self.terminal) = (label, terminal) }

  mutating func update(_ progress: SearchProgress) {
    guard terminal.isErrorTerminal, progress.seconds > 1 else { return }
    isShown = true
    let best = progress.bestScore.map { ", best so far \(Words.places($0, 3))" } ?? ""
    terminal.sayInPlace(
      "\(label): stage \(progress.stage) of \(progress.stages), candidate \(progress.candidate) of \(progress.candidates)\(best), "
        + "\(Int(progress.seconds)) s")
  }

  func finish() { if isShown { terminal.sayInPlace("") } }
}
