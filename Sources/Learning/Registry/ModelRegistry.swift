public import Records

/// Where runs and models are kept, with all that was decided about them.
///
/// Whatever is asked for is done wholly or not at all, also where the program is ended in the middle. One owner, one thread;
/// others may have the same store open.
public protocol ModelRegistry: AnyObject {
  /// Keeps a run that yields no model; it comes back with its id.
  func record(_ run: TrainingRun, curves: [RunCurve]) throws(RegistryError) -> TrainingRun

  /// Keeps a model as the next version of its name, and its run with it where that is not recorded yet.
  ///
  /// - curves: of a run that is not recorded yet.
  func register(_ model: NewModel, of run: TrainingRun, curves: [RunCurve], at: Instant) throws(RegistryError) -> ModelVersion

  /// All runs, the earliest first.
  func runs() throws(RegistryError) -> [TrainingRun]
  func run(_ id: Int) throws(RegistryError) -> TrainingRun
  func curves(ofRun id: Int) throws(RegistryError) -> [RunCurve]

  /// By name and version, those of one name or all of them; none where the name is not known.
  func versions(of name: String?) throws(RegistryError) -> [ModelVersion]

  /// The bytes as they were registered; refuses those whose hash is not the version's.
  func artefact(of version: ModelVersion) throws(RegistryError) -> [UInt8]

  /// Every change of a stage, in the order in which they were made.
  func changes(of name: String) throws(RegistryError) -> [StageChange]

  /// Sets a version's stage to live or shadow. What was live is retired in the same step.
  ///
  /// - Returns: the changes that were made.
  func promote(_ name: String, _ version: Int, to stage: ModelStage, _ signature: Signature) throws(RegistryError)
    -> [StageChange]

  /// Returns to the version that was live before the one that is.
  func rollback(_ name: String, _ signature: Signature) throws(RegistryError) -> [StageChange]

  /// What is not as it should be, a sentence each; reads everything.
  func problems() throws(RegistryError) -> [String]
}

extension ModelRegistry {
  public func record(_ run: TrainingRun) throws(RegistryError) -> TrainingRun { try record(run, curves: []) }

  public func register(_ model: NewModel, of run: TrainingRun, at: Instant) throws(RegistryError) -> ModelVersion {
    try register(model, of: run, curves: [], at: at)
  }

  /// The version that is named; without a number the latest that is in shadow.
  public func shadowVersion(_ reference: ModelReference) throws(RegistryError) -> ModelVersion {
    guard reference.version == nil else { return try version(reference) }
    guard let version = try known(reference.name).last(where: { $0.stage == .shadow }) else {
      throw RegistryError(
        .refused, "no version of \(reference.name) is in shadow",
        advice: ["put one there with `sheriff models promote --stage shadow`, or name it with its number"])
    }
    return version
  }

  /// The version that is named; without a number the live one, or the latest where none is live.
  public func version(_ reference: ModelReference) throws(RegistryError) -> ModelVersion {
    let versions = try known(reference.name)
    guard let number = reference.version else {
      return versions.first { $0.stage == .live } ?? versions[versions.count - 1]
    }
    guard let version = versions.first(where: { $0.version == number }) else {
      throw StageHistory(name: reference.name, versions: versions.map(\.version), changes: []).unknown(number)
    }
    return version
  }

  /// The version of a name that decides.
  public func live(_ name: String) throws(RegistryError) -> ModelVersion {
    let versions = try known(name)
    guard let live = versions.first(where: { $0.stage == .live }) else {
      throw RegistryError(
        .refused, "no version of \(name) is live",
        advice: [
          "promote one: `sheriff models promote \(name)@\(versions[versions.count - 1].version) --why TEXT`",
          "or name a version: \(name)@\(versions[versions.count - 1].version)",
        ])
    }
    return live
  }

  /// At least one version.
  private func known(_ name: String) throws(RegistryError) -> [ModelVersion] {
    let versions = try versions(of: name)
    guard versions.isEmpty else { return versions }
    var names: [String] = []
    for version in try self.versions(of: nil) where version.name != names.last { names.append(version.name) }
    throw RegistryError(.unknown, "there is no model `\(name)`", known: names)
  }
}
