import CommandLineKit
import Forest
import Foundation
import Learning
import Records
import XGBoostTrainer

/// `sheriff learn --protocol handbook`: the history gathered, the protocol run, its last week's model registered.
struct HandbookLearning {
  private let invocation: Invocation
  private let settings: HandbookSettings

  init(_ invocation: Invocation) throws {
    self.invocation = invocation
    settings = try HandbookSettings(invocation)
  }

  func run() throws -> ExitCode {
    let started = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
    let clock = ContinuousClock()
    let begin = clock.now
    var history = try LearningHistory(
      invocation, label: { try settings.labelColumn($0) }, isLearnedFromVotes: settings.isLearnedFromVotes)
    try history.leaveOut(settings.common.without)
    let scheme = settings.common.scheme ?? "fraud"
    let labels = try settings.isLearnedFromVotes ? votes(history) : nil
    let outcome: HandbookOutcome
    let frame: TrainingFrame
    var bar = SearchBar(scheme, invocation.terminal)
    do throws(LearningError) {
      let truth = history.columnLabels ?? []
      let known = truth.map { $0.map { $0 ? 1.0 : 0 } }
      let rows: [Int]
      (frame, rows) = try history.frame(labels: known)
      let learned = try labels.map { all throws(LearningError) in try frame.labelled(rows.map { all[$0] }) } ?? frame
      outcome = try HandbookTraining(
        learned, isFraud: rows.map { truth[$0] == true }, rules: ruleScores(history).map { all in rows.map { all[$0] } },
        trainer: XGBoostTrainer(), protocol: HandbookProtocol(start: settings.start.instant.microseconds),
        options: options(history)
      ).run(
        clock: { (clock.now - begin) / .seconds(1) },
        progress: {
          bar.update($0)
          return .goOn
        })
    } catch {
      bar.finish()
      throw CommandFailure(error.code == .cancelled ? .internal : .badData, error.message)
    }
    bar.finish()
    let seconds = (clock.now - begin) / .seconds(1)
    let learned = LearnedScheme(scheme, outcome.model, records: frame.rowCount, frauds: (frame.labels ?? []).reduce(0, +))
    let words = settings.isLearnedFromVotes ? "votes of the rules" : "the field \(history.labelName ?? "")"
    var registration = ModelRegistration(history, labels: words, [learned], settings.common)
    registration.ownMetrics = HandbookReport.metrics(outcome, scheme: scheme)
    let registry = try RegistryOpening.created(invocation)
    let version = try registration.register(registry, started: started, microseconds: Int64(seconds * 1e6))
    try RunPage.write(registry.named("\(version.reference)"), of: registry, invocation)
    let report = HandbookReport(history, outcome, version, labels: words, seconds: seconds)
    if invocation.flag("json") {
      try invocation.terminal.write(try report.json())
    } else {
      try report.print(invocation.terminal)
    }
    return .fine
  }

  private func options(_ history: LearningHistory) -> HandbookTraining.Options {
    var options = HandbookTraining.Options()
    options.weeks = settings.weeks
    options.labelDelay = history.labelDelay
    options.basis = settings.common.basis
    options.leastChance = settings.common.leastChance
    options.search = settings.search
    options.workers = .ofThisMachine
    return options
  }

  /// How likely each record is fraud of any scheme, as the rules' votes have it.
  private func votes(_ history: LearningHistory) throws -> [Double] {
    let labels = try settings.common.labels(of: history)
    guard !labels.chances.isEmpty else {
      throw CommandFailure(
        .badData, "the rules' votes label nothing",
        hints: labels.passedOver.map { "\($0.scheme): \($0.reason)" })
    }
    return LearningHistory.chanceOfAny(labels.chances.map { $0.labels.map { $0 ?? 0 } })
  }

  /// What the rules that vote fraud say, all schemes together; nil where none does.
  private func ruleScores(_ history: LearningHistory) -> [Double]? {
    let scores = history.votes.schemes.compactMap { history.ruleScores[$0] }
    return scores.isEmpty ? nil : LearningHistory.chanceOfAny(scores)
  }
}
