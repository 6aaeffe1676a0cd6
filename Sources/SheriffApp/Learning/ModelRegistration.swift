import CommandLineKit
import Detection
import Forest
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
    let artefact = ModelArtefact(
      schema: schema, features: features.map { .init(name: $0.name, type: $0.type.name, hash: $0.hash) },
      lineage: .init(
        dataHash: dataHash, rulesHash: history.hashes.rules, baselineHash: history.hashes.baseline, labels: labels,
        rows: history.collection.count), parts: learned.map { .init(scheme: $0.scheme, $0.model) })
    let bytes: [UInt8]
    do throws(LearningError) { bytes = try artefact.bytes() } catch { throw CommandFailure(.internal, error.message) }
    let run = TrainingRun(
      name: name, started: started, durationMicroseconds: microseconds, dataHash: dataHash, rulesHash: history.hashes.rules,
      baselineHash: history.hashes.baseline, parameters: parameters, metrics: metrics, notes: "labels: \(labels)")
    let model = NewModel(
      name: name, schemes: learned.map(\.scheme), features: features.map { ModelFeature($0.name, $0.type.name) },
      schema: schema, artefact: bytes)
    let curves = self.curves
    return try registering { () throws(RegistryError) in
      try registry.register(
        model, of: run, curves: curves, at: Instant(microseconds: started.microseconds + microseconds))
    }
  }

  private var parameters: [RunParameter] {
    var all = [RunParameter("labels", labels), RunParameter("seed", "\(settings.seed)")]
    for one in learned {
      let chosen = one.model.search.parameters
      for (name, value) in [
        ("rounds", "\(chosen.rounds)"), ("depth", "\(chosen.depthMax)"), ("learning rate", "\(chosen.learningRate)"),
        ("least child weight", "\(chosen.childWeightMin)"), ("share of rows", "\(chosen.rowShare)"),
        ("share of features", "\(chosen.featureShare)"), ("ridge penalty", "\(chosen.ridgePenalty)"),
        ("least loss reduction", "\(chosen.lossReductionMin)"), ("weight of fraud", "\(chosen.positiveWeight)"),
        ("forests", "\(one.model.blend.forests.count)"), ("share of the line", "\(one.model.blend.lineShare)"),
        ("threshold", one.model.threshold.score.map { "\($0)" } ?? "none"),
      ] { all.append(RunParameter("\(one.scheme): \(name)", value)) }
    }
    return all
  }

  private var metrics: [RunMetric] {
    ownMetrics
      + learned.flatMap { one in
        one.model.test.figures.map { RunMetric("\(one.scheme): \($0.name)", $0.value, interval: $0.range) }
      }
  }

  private var curves: [RunCurve] {
    learned.compactMap { one in
      one.model.test.reliability.map { reliability in
        RunCurve(
          "\(one.scheme): reliability", across: "chance", up: "share of fraud",
          points: reliability.bins.map { .init($0.meanChance, $0.fraudShare) })
      }
    }
  }
}
