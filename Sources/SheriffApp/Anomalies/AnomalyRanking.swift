import BLASMath
import CommandLineKit
import Learning
import Records
import RuleLanguage

/// A history's records from the strangest down.
struct AnomalyRanking {
  let history: LearningHistory
  let models: AnomalyModels
  /// The records that are ranked, and which of the history's they are.
  let frame: TrainingFrame
  let records: [Int]
  /// By method, for each ranked record.
  let scores: [[Double]]
  /// What ranks: the one method's score, or all of them together.
  let score: [Double]
  /// Places in `records`, the strangest first.
  let order: [Int]
  /// Nil where nobody asks for a measure.
  let labels: AnomalyLabels?
  let math = BLASMath()
  /// How many records there were to learn from; of many some are drawn.
  private let candidates: Int
  /// Features that look at a label.
  private let readers: [String]

  var methods: [AnomalyMethod] { models.methods }

  init(_ invocation: Invocation, _ settings: AnomalySettings) throws {
    var history = try LearningHistory(
      invocation, label: { _ in settings.label }, isLearnedFromVotes: false, isJudgedByRules: false)
    let program = history.rules.program
    readers = history.features.features.filter { program.readsLabel(program.features[$0.place].expression) }.map(\.name)
    try history.leaveOut(settings.without.union(readers))
    guard !history.features.features.isEmpty else {
      throw CommandFailure(
        .badData, "no feature is left to tell what is odd",
        hints: [
          readers.isEmpty
            ? "leave out fewer with --without" : "those that read a label are not used: \(readers.joined(separator: ", "))"
        ])
    }
    do {
      let whole = try history.frame()
      let split = settings.fitShare < 1 ? try TimeSplit.lastShare(1 - settings.fitShare, of: whole) : nil
      records = split?.test ?? Array(0..<whole.rowCount)
      frame = split.map { whole.rows($0.test) } ?? whole
      // Before anything is learned: it may be that there is nothing to measure by.
      labels = try AnomalyLabels(settings, history, records)
      candidates = split?.train.count ?? whole.rowCount
      models = try AnomalyModels.fit(split.map { whole.rows($0.train) } ?? whole, options: settings.models, math: math)
      scores = try models.scores(frame, math: math)
    } catch let error as LearningError { throw CommandFailure(.badData, "\(history.sourceName): \(error.message)") }
    score = scores.count == 1 ? scores[0] : RankRarity.combined(scores)
    order = RankRarity.order(score)
    self.history = history
  }

  /// What went in, for a person to know.
  func say(_ terminal: Terminal) {
    for refused in history.features.refused { terminal.say("\(refused.name) is left out: \(refused.reason)") }
    if !readers.isEmpty { terminal.say("left out, because they read a label: \(readers.joined(separator: ", "))") }
    if !models.constantColumns.isEmpty {
      terminal.say("always the same, and left out: \(models.constantColumns.joined(separator: ", "))")
    }
    let columns = models.encoding.columns.count
    let noun = records.count < history.collection.count ? "earlier record" : "record"
    let drawn = models.fittedRows < candidates ? "\(Words.places(Double(models.fittedRows), 0)) of " : ""
    terminal.say(
      "learned without labels from \(drawn)\(Words.counted(candidates, noun)), \(Words.counted(columns, "feature")); "
        + "\(Words.counted(records.count, "record")) ranked")
  }
}
