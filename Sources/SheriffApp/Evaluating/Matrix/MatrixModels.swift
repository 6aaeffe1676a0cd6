import CommandLineKit
import Detection
import Evaluation
import Forest
import Learning
import Records
import XGBoostTrainer

/// What models come to in a setting: one that learned from the rules' votes alone, as nobody knows more at first, beside one that learned
/// from the truth. Both are tested on the same latest orders.
struct MatrixModels {
  let invocation: Invocation

  private static let samples = 200

  /// Less search than a model gets by default, since there are four in each setting, and no clock: the same setting gives the same figures.
  private static var options: ModelTraining.Options {
    var options = ModelTraining.Options()
    (options.search.candidates, options.search.roundsMax, options.search.seconds) = (4, 120, nil)
    (options.samples, options.isExplained) = (0, false)
    return options
  }

  /// By scheme; none of schemes with no fraud at all.
  func figures(_ setting: MatrixSetting) throws -> [String: MatrixRow.Models] {
    let simulated = try SimulatedHistory(setting.simulation)
    let truth = try TruthFile(simulated.truth.name, inputs: [simulated.truth], .usDollar).rows
    guard !truth.isEmpty else { return [:] }
    let source = try OpenedSource(simulated.orders.name, input: simulated.orders, invocation)
    let history = try LearningHistory(invocation, source, label: { _ in nil }, isLearnedFromVotes: false, isQuiet: true) {
      var batches: [RecordBatch] = []
      while let batch = try reading({ () throws(SourceError) in try source.records.next() }) { batches.append(batch) }
      return batches
    }
    var unbiased = history
    try unbiased.leaveOut(history.features.conditions(history.rules.program, schema: history.rules.schema))
    var figures: [String: MatrixRow.Models] = [:]
    for scheme in MatrixRun.schemes {
      let frauds = Set(truth.filter { $0.scheme == scheme }.map(\.row))
      guard !frauds.isEmpty else { continue }
      let answers = history.collection.rows.map { frauds.contains($0) ? 1.0 : 0 }
      let votes = try HistoryLabels(votesOf: unbiased, schemes: [scheme], fraudMax: 0.2, seed: 1)
      do throws(LearningError) {
        guard let labels = votes.chances.first?.labels else {
          figures[scheme] = MatrixRow.Models(failure: votes.passedOver.first?.reason ?? "no rule votes")
          continue
        }
        let known = try trained(history, answers)
        let bootstrapped = try trained(unbiased, labels.map { $0 ?? 0 })
        figures[scheme] = try compared(scheme, history, answers, known, bootstrapped)
      } catch {
        figures[scheme] = MatrixRow.Models(failure: error.message)
      }
    }
    return figures
  }

  private func trained(_ history: LearningHistory, _ labels: [Double]) throws(LearningError) -> ModelTest {
    try ModelTraining(history.frame(labels: labels).frame, trainer: XGBoostTrainer(), options: MatrixModels.options)
      .run(clock: { 0 }, progress: { _ in .goOn }).test
  }

  private func compared(
    _ scheme: String, _ history: LearningHistory, _ answers: [Double], _ known: ModelTest, _ bootstrapped: ModelTest
  ) throws(LearningError) -> MatrixRow.Models {
    let test = bootstrapped.rows
    let labels = test.map { answers[$0] }
    let scores = history.ruleScores[scheme] ?? []
    let rules = test.map { scores[$0] }
    func ranked(_ scores: [Double]) throws(LearningError) -> ScoredRows { try ScoredRows(scores: scores, labels: labels) }
    let (alone, truth, votes) = (try ranked(rules), try ranked(known.chances), try ranked(bootstrapped.chances))
    let both = try ranked(zip(rules, bootstrapped.chances).map { Verdict.chance(rules: $0, model: $1) })
    let clusters = history.entities.map { entities in test.map { entities[$0] } }
    let intervals = FigureIntervals(samples: MatrixModels.samples)
    func figure(_ value: ([Double]?) -> Double?) -> MatrixRow.Interval? {
      intervals.interval(rows: test.count, clusters: clusters, value).map {
        MatrixRow.Interval(value: $0.value, low: $0.range?.lowerBound, high: $0.range?.upperBound)
      }
    }
    return MatrixRow.Models(
      orders: test.count, frauds: Int(labels.reduce(0, +)), fromVotes: figure { votes.averagePrecision(weights: $0) },
      fromTruth: figure { truth.averagePrecision(weights: $0) }, rules: figure { alone.averagePrecision(weights: $0) },
      both: figure { both.averagePrecision(weights: $0) },
      // Drawn together, so that what is common to both sides says nothing.
      share: figure { weights in
        votes.averagePrecision(weights: weights).flatMap { found in
          truth.averagePrecision(weights: weights).flatMap { $0 > 0 ? found / $0 : nil }
        }
      },
      gain: figure { weights in
        both.averagePrecision(weights: weights).flatMap { found in alone.averagePrecision(weights: weights).map { found - $0 } }
      })
  }
}
