public import Learning
public import Records

/// The registry in a file of tables. The file's own rules forbid that anything of it is changed or removed.
public final class SQLiteModelRegistry: ModelRegistry {
  let database: Database

  public init(_ database: Database) { self.database = database }

  // MARK: runs

  public func record(_ run: TrainingRun, curves: [RunCurve]) throws(RegistryError) -> TrainingRun {
    try run.check()
    try curves.check()
    guard run.id == nil else { throw RegistryError(.badValue, "the run `\(run.name)` is recorded already") }
    var recorded = run
    recorded.id = try writing { () throws(StoreError) in try insert(run, curves) }
    return recorded
  }

  public func runs() throws(RegistryError) -> [TrainingRun] {
    try reading { () throws(StoreError) in try runs(where: "1") }
  }

  public func run(_ id: Int) throws(RegistryError) -> TrainingRun {
    let found = try reading { () throws(StoreError) in try runs(where: "id = ?", .integer(id)) }
    guard let run = found.first else { throw RegistryError(.unknown, "there is no run \(id)") }
    return run
  }

  public func curves(ofRun id: Int) throws(RegistryError) -> [RunCurve] {
    try reading { () throws(StoreError) in try curves(id) }
  }

  // MARK: versions

  public func register(
    _ model: NewModel, of run: TrainingRun, curves: [RunCurve], at moment: Instant
  ) throws(RegistryError) -> ModelVersion {
    try model.check()
    if run.id == nil {
      try run.check()
      try curves.check()
    } else if !curves.isEmpty {
      throw RegistryError(
        .badValue, "the run `\(run.name)` is recorded already", advice: ["its curves are kept with it, or never"])
    }
    guard run.status == .finished else {
      throw RegistryError(
        .refused, "the run `\(run.name)` has \(run.status.rawValue)", advice: ["it yields no model to register"])
    }
    let hash = SHA256.hash(model.artefact)
    return try database.transaction(failing: RegistryError.init) { () throws(RegistryError) in
      if let id = run.id, try known(id) == false { throw RegistryError(.unknown, "there is no run \(id)") }
      return try stored { () throws(StoreError) in
        let id = if let id = run.id { id } else { try insert(run, curves) }
        let latest = try database.rows("SELECT max(version) FROM model_version WHERE name = ?", .text(model.name)) {
          row throws(StoreError) in try row.optionalInteger(0) ?? 0
        }
        let version = ModelVersion(
          name: model.name, version: Int(latest.first ?? 0) + 1, run: id, registered: moment, stage: .unstaged,
          schemes: model.schemes, features: model.features, schema: model.schema, hash: hash, byteCount: model.artefact.count)
        try insert(version, model.artefact)
        return version
      }
    }
  }

  public func versions(of name: String?) throws(RegistryError) -> [ModelVersion] {
    try reading { () throws(StoreError) in
      if let name { try versions(where: "name = ?", .text(name)) } else { try versions(where: "1") }
    }
  }

  public func artefact(of version: ModelVersion) throws(RegistryError) -> [UInt8] {
    let found = try stored { () throws(StoreError) in
      try database.rows(
        "SELECT bytes FROM model_artefact JOIN model_version ON id = model WHERE name = ? AND version = ?", .text(version.name),
        .integer(version.version)
      ) { row throws(StoreError) in try row.bytes(0) }
    }
    guard let bytes = found.first else {
      throw RegistryError(.unknown, "\(database.path): there are no bytes of \(version.reference)")
    }
    let hash = SHA256.hash(bytes)
    guard hash == version.hash else {
      throw RegistryError(
        .damaged, "\(database.path): the bytes of \(version.reference) are not those that were registered",
        advice: [
          "their hash is \(hash), the registered one \(version.hash)", "restore a copy of the file, or use another version",
        ])
    }
    return bytes
  }

  // MARK: stages

  public func changes(of name: String) throws(RegistryError) -> [StageChange] {
    try stored { () throws(StoreError) in try changes(name) }
  }

  public func promote(
    _ name: String, _ version: Int, to stage: ModelStage, _ signature: Signature
  ) throws(RegistryError) -> [StageChange] {
    try change(name) { history throws(RegistryError) in try history.promote(version, to: stage, signature) }
  }

  public func rollback(_ name: String, _ signature: Signature) throws(RegistryError) -> [StageChange] {
    try change(name) { history throws(RegistryError) in try history.rollback(signature) }
  }

  /// Reads what there is, asks what is to change, and keeps that, while nobody else writes.
  private func change(
    _ name: String, _ next: (StageHistory) throws(RegistryError) -> [StageChange]
  ) throws(RegistryError) -> [StageChange] {
    // Says which names there are where this one is not known.
    _ = try version(ModelReference(name))
    return try database.transaction(failing: RegistryError.init) { () throws(RegistryError) in
      let history = try stored { () throws(StoreError) in
        let versions = try database.rows("SELECT version FROM model_version WHERE name = ?", .text(name)) {
          row throws(StoreError) in try row.int(0)
        }
        return StageHistory(name: name, versions: versions, changes: try self.changes(name))
      }
      let made = try next(history)
      try stored { () throws(StoreError) in for change in made { try insert(change) } }
      return made
    }
  }

  // MARK: soundness

  public func problems() throws(RegistryError) -> [String] {
    var problems = try stored { () throws(StoreError) in try database.problems() }
    // What is torn cannot be read any further.
    guard problems.isEmpty else { return problems }
    for version in try versions(of: nil) {
      do throws(RegistryError) { _ = try artefact(of: version) } catch { problems.append(error.message) }
      let last = try changes(of: version.name).last { $0.version == version.version }
      if version.stage != last?.to ?? .unstaged {
        problems.append("\(database.path): the stage of \(version.reference) is not that of its last change")
      }
    }
    return problems
  }

  // MARK: the store's errors as the registry's

  func stored<Value>(_ body: () throws(StoreError) -> Value) throws(RegistryError) -> Value {
    do throws(StoreError) { return try body() } catch { throw RegistryError(error) }
  }

  private func reading<Value>(_ body: () throws(StoreError) -> Value) throws(RegistryError) -> Value {
    try stored { () throws(StoreError) in try database.transaction(.reading, body) }
  }

  private func writing<Value>(_ body: () throws(StoreError) -> Value) throws(RegistryError) -> Value {
    try stored { () throws(StoreError) in try database.transaction(.writing, body) }
  }

  private func known(_ run: Int) throws(RegistryError) -> Bool {
    try stored { () throws(StoreError) in
      try !database.rows("SELECT 1 FROM training_run WHERE id = ?", .integer(run)) { _ in true }.isEmpty
    }
  }
}

extension RegistryError {
  init(_ error: StoreError) {
    let code: Code =
      switch error.code {
      case .missing: .missing
      case .foreign, .newer, .damaged: .damaged
      case .unwritable, .full: .unwritable
      case .busy: .busy
      case .refused: .refused
      case .internal: .internal
      }
    self.init(code, "\(error.path): \(error.message)", advice: error.advice.map { [$0] } ?? [])
  }
}
