public import Records

/// What a version of a model is used for.
public enum ModelStage: String, Sendable, CaseIterable {
  /// Registered, and nothing else.
  case unstaged = "none"
  /// Scores beside the live one, and decides nothing.
  case shadow
  /// Decides; at most one version of a name.
  case live
  /// Was live.
  case retired
}

/// A column that a model wants, and what its values are.
public struct ModelFeature: Hashable, Sendable {
  public var name: String
  /// In the rule language's words: number, money, text.
  public var type: String

  public init(_ name: String, _ type: String) { (self.name, self.type) = (name, type) }
}

/// A model that is registered. Nothing of it changes but its stage; its bytes are read on their own.
public struct ModelVersion: Hashable, Sendable {
  public var name: String
  /// From 1.
  public var version: Int
  /// The id of the run that it came from.
  public var run: Int
  public var registered: Instant
  public var stage: ModelStage
  public var schemes: [String]
  public var features: [ModelFeature]
  /// The schema whose records it scores.
  public var schema: String
  /// SHA-256 of the artefact's bytes.
  public var hash: String
  public var byteCount: Int

  public init(
    name: String, version: Int, run: Int, registered: Instant, stage: ModelStage, schemes: [String], features: [ModelFeature],
    schema: String, hash: String, byteCount: Int
  ) {
    (self.name, self.version, self.run, self.registered, self.stage) = (name, version, run, registered, stage)
    (self.schemes, self.features, self.schema, self.hash, self.byteCount) = (schemes, features, schema, hash, byteCount)
  }

  public var reference: ModelReference { ModelReference(name, version: version) }
}

/// A model that is to be registered; the registry gives it its version.
public struct NewModel: Hashable, Sendable {
  public static let byteCountMax = 256 << 20

  public var name: String
  public var schemes: [String]
  public var features: [ModelFeature]
  public var schema: String
  /// All that scores: what is in it is the business of who reads it.
  public var artefact: [UInt8]

  public init(name: String, schemes: [String], features: [ModelFeature], schema: String, artefact: [UInt8]) {
    (self.name, self.schemes, self.features, self.schema) = (name, schemes, features, schema)
    self.artefact = artefact
  }
}
