import CommandLineKit
import Detection
import Foundation
import Learning
import Records
import RuleEngine
import RuleLanguage

/// A registered model beside the rules: it scores by the features that it learned from, or not at all.
final class ModelScoring {
  let version: ModelVersion
  let schemes: [String]
  /// By their places in the program.
  let features: Set<Int>
  let artefact: ModelArtefact
  /// Of what was decided last, the features, and by scheme the chances.
  private(set) var latest: Scored?

  struct Scored {
    var frame: TrainingFrame
    var byScheme: [String: [Double]]
  }

  private var collection: FeatureCollection
  private var reasons: [String: ModelReasons] = [:]

  /// Nil where the invocation names no model.
  static func named(_ invocation: Invocation, _ rules: LoadedRules) throws -> ModelScoring? {
    guard let name = invocation.text("model"), name != "none" else { return nil }
    let registry = try RegistryOpening.existing(invocation)
    return try ModelScoring(registry.named(name).version, of: registry, rules)
  }

  /// The model that scores in shadow; nil where the invocation names none.
  static func inShadow(_ invocation: Invocation, _ rules: LoadedRules) throws -> ModelScoring? {
    guard let name = invocation.text("shadow-model"), name != "none" else { return nil }
    let registry = try RegistryOpening.existing(invocation)
    let version = try registering { () throws(RegistryError) in try registry.shadowVersion(ModelReference(parsing: name)) }
    return try ModelScoring(version, of: registry, rules)
  }

  private convenience init(_ version: ModelVersion, of registry: any ModelRegistry, _ rules: LoadedRules) throws {
    let bytes = try registering { () throws(RegistryError) in try registry.artefact(of: version) }
    let artefact: ModelArtefact
    do throws(LearningError) { artefact = try ModelArtefact(bytes: bytes) } catch {
      throw CommandFailure(.badData, "\(version.reference): \(error.message)")
    }
    try self.init(version, artefact, rules)
  }

  private init(_ version: ModelVersion, _ artefact: ModelArtefact, _ rules: LoadedRules) throws {
    (self.version, self.artefact) = (version, artefact)
    let program = rules.program
    let schema = program.schemas[rules.schema].name
    guard artefact.schema == schema else {
      throw CommandFailure(
        .badData, "\(version.reference) scores records of \(artefact.schema), and these are of \(schema)",
        hints: ["name a model of \(schema), or --model none"])
    }
    let known = Dictionary(
      ModelFeatures(program, schema: rules.schema, schemes: []).features.map { ($0.name, $0) }
    ) { first, _ in first }
    var features: [ModelFeatures.Feature] = []
    for wanted in artefact.features {
      guard let feature = known[wanted.name], feature.hash == wanted.hash else {
        throw CommandFailure(
          .badData,
          known[wanted.name] == nil
            ? "\(version.reference) learned from the feature \(wanted.name), which these rules do not declare"
            : "\(version.reference) learned from another \(wanted.name) than these rules declare",
          hints: ["take the rules that it learned from, or train it anew: sheriff learn"])
      }
      features.append(feature)
    }
    self.features = Set(features.map(\.place))
    schemes = artefact.parts.map(\.scheme)
    collection = FeatureCollection(features)
  }

  /// What the model says of what was just decided.
  func opinions(_ decisions: Decisions) throws -> ModelOpinions {
    collection.removeAll()
    collection.add(decisions)
    var places: [Int?] = []
    var next = 0
    for record in 0..<decisions.count {
      let isDecided = decisions.kind(record) == .decided
      places.append(isDecided ? next : nil)
      if isDecided { next += 1 }
    }
    var byScheme: [String: [ModelOpinion?]] = [:]
    let frame: TrainingFrame
    do throws(LearningError) {
      frame = try collection.frame()
      var scored = Scored(frame: frame, byScheme: [:])
      defer { latest = scored }
      for part in artefact.parts {
        let chances = try part.chances(frame)
        scored.byScheme[part.scheme] = chances
        byScheme[part.scheme] = places.map { place in
          place.map { ModelOpinion(chance: chances[$0], isAlert: part.threshold.isAlert(chances[$0])) }
        }
      }
    } catch { throw CommandFailure(.badData, "\(version.reference): \(error.message)") }
    return ModelOpinions(byScheme: byScheme) { [self] scheme, record in
      guard let place = places[record] else { return "" }
      return reason(scheme, frame, place)
    }
  }

  private func reason(_ scheme: String, _ frame: TrainingFrame, _ row: Int) -> String {
    if reasons[scheme] == nil { reasons[scheme] = artefact.parts.first { $0.scheme == scheme }.flatMap { ModelReasons($0) } }
    return reasons[scheme]?.sentence(frame.rows([row])) ?? ""
  }
}
