import CommandLineKit
import Detection
import Forest
import Foundation
import Learning
import Records
import RuleLanguage

/// What is kept of a training: the run, and one artefact with a part for each scheme.
struct ModelRegistration {
  private let history: LearningHistory
  private let labels: String
  private let learned: [LearnedScheme]
  private let settings: LearnSettings
  private let name: String
  /// What was measured beside each model's own test.
  var ownMetrics: [RunMetric] = []

  init(_ history: LearningHistory, labels: String, _ learned: [LearnedScheme], _ settings: LearnSettings) {
    (self.history, self.labels, self.learned, self.settings) = (history, labels, learned, settings)
    name = settings.name ?? history.rules.program.schemas[history.rules.schema].name
  }

  func register(_ registry: any ModelRegistry, started: Instant, microseconds: Int64) throws -> ModelVersion {
    let program = history.rules.program
    let features = history.features.features
    let schema = program.schemas[history.rules.schema].name
    let dataHash = history.dataHash
    var artefact = ModelArtefact(
      schema: schema, features: features.map { .init(name: $0.name, type: $0.type.name, hash: $0.hash) },
      lineage: .init(
        dataHash: dataHash, rulesHash: history.hashes.rules, baselineHash: history.hashes.baseline, labels: labels,
        rows: history.collection.count), parts: learned.map { .init(scheme: $0.scheme, $0.model) })
    let bytes: [UInt8]
    do throws(LearningError) {
      artefact.past = try LearnedPast(history, learned).distributions()
      bytes = try artefact.bytes()
    } catch { throw CommandFailure(.internal, error.message) }
    let run = TrainingRun(
      name: name, started: started, durationMicroseconds: microseconds, dataHash: dataHash, rulesHash: history.hashes.rules,
      baselineHash: history.hashes.baseline, parameters: parameters, metrics: metrics,
      amounts: schemes.flatMap(\.amounts), weights: schemes.flatMap(\.weights), notes: "labels: \(labels)")
    let model = NewModel(
      name: name, schemes: learned.map(\.scheme), features: features.map { ModelFeature($0.name, $0.type.name) },
      schema: schema, artefact: bytes)
    let curves = schemes.flatMap(\.curves)
    return try registering { () throws(RegistryError) in
      try registry.register(
        model, of: run, curves: curves, at: Instant(microseconds: started.microseconds + microseconds))
    }
  }

  private var parameters: [RunParameter] {
    var all = [RunParameter("labels", labels), RunParameter("seed", "\(settings.seed)")]
    let user = NSUserName()
    if !user.isEmpty { all.append(RunParameter("learned by", user)) }
    for one in learned {
      let chosen = one.model.search.parameters
      for (name, value) in [
        ("rounds", "\(chosen.rounds)"), ("depth", "\(chosen.depthMax)"), ("learning rate", "\(chosen.learningRate)"),
        ("least child weight", "\(chosen.childWeightMin)"), ("share of rows", "\(chosen.rowShare)"),
        ("share of features", "\(chosen.featureShare)"), ("ridge penalty", "\(chosen.ridgePenalty)"),
        ("least loss reduction", "\(chosen.lossReductionMin)"), ("weight of fraud", "\(chosen.positiveWeight)"),
        ("forests", "\(one.model.blend.forests.count)"), ("share of the line", "\(one.model.blend.lineShare)"),
        (RunNames.threshold, one.model.threshold.score.map { "\($0)" } ?? "none"),
      ] + texts(one) { all.append(RunParameter("\(one.scheme): \(name)", value)) }
    }
    return all
  }

  /// The first of the first scheme is what lists show.
  private var metrics: [RunMetric] {
    ownMetrics + schemes.flatMap(\.modelMetrics) + schemes.flatMap(\.otherMetrics)
  }

  private var schemes: [SchemeRecord] {
    learned.map { one in
      SchemeRecord(
        one.scheme, one.model, beside: Array(one.sides.dropFirst()), records: one.records, frauds: one.frauds,
        currency: one.hasTrueLosses ? .usDollar : amountField?.currency)
    }
  }

  /// What records are about, as a model's test takes it: the first amount of money of the schema.
  private var amountField: (name: String, currency: Currency)? {
    let program = history.rules.program
    for field in program.schemas[history.rules.schema].fields {
      if case .money(let currency) = field.type { return (field.name, currency) }
    }
    return nil
  }

  /// What a reader in a year wants to know of a scheme, in words.
  private func texts(_ one: LearnedScheme) -> [(String, String)] {
    let split = one.model.split
    var texts = [
      (RunNames.learnedFrom, ModelRegistration.days(split.trainTimes)),
      (RunNames.testedOn, ModelRegistration.days(split.testTimes)),
      (RunNames.testedAgainst, one.isTruthKnown ? "the truth" : labels),
      (RunNames.thresholdReason, one.model.threshold.reason), (RunNames.chancesReason, one.model.calibration.reason),
      (RunNames.searchReason, one.model.search.reason), (RunNames.budget, budget),
    ]
    if one.hasTrueLosses {
      texts.append((RunNames.moneyReason, "what the truth says was lost"))
    } else if let field = amountField {
      texts.append((RunNames.moneyReason, "the \(field.name) of the fraudulent records"))
    }
    return texts
  }

  private var budget: String {
    switch settings.basis {
    case .alertsPerDay(let alerts): "\(Words.plain(alerts)) alerts a day"
    case .reviewCost(let cost): "\(Money(unchecked: cost)) a look"
    }
  }

  private static func days(_ times: Range<Int64>) -> String {
    "\(Instant(microseconds: times.lowerBound).date) to \(Instant(microseconds: max(times.lowerBound, times.upperBound - 1)).date)"
  }
}
