import Learning
import Records

extension SQLiteModelRegistry {
  /// Within a transaction.
  func insert(_ version: ModelVersion, _ artefact: [UInt8]) throws(StoreError) {
    try database.run(
      """
      INSERT INTO model_version (name, version, run, registered, stage, schema, hash, byte_count) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """, .text(version.name), .integer(version.version), .integer(version.run), .integer(version.registered.microseconds),
      .text(version.stage.rawValue), .text(version.schema), .text(version.hash), .integer(version.byteCount))
    let id = SQLValue.integer(database.lastRow)
    try database.run("INSERT INTO model_artefact VALUES (?, ?)", id, .bytes(artefact))
    for (place, scheme) in version.schemes.enumerated() {
      try database.run("INSERT INTO model_scheme VALUES (?, ?, ?)", id, .integer(place), .text(scheme))
    }
    for (place, feature) in version.features.enumerated() {
      try database.run(
        "INSERT INTO model_feature VALUES (?, ?, ?, ?)", id, .integer(place), .text(feature.name), .text(feature.type))
    }
  }

  /// - condition: on `model_version`.
  func versions(where condition: String, _ values: SQLValue...) throws(StoreError) -> [ModelVersion] {
    let sql = """
      SELECT id, name, version, run, registered, stage, schema, hash, byte_count FROM model_version
      WHERE \(condition) ORDER BY name, version
      """
    let found = try database.rows(sql, values) { row throws(StoreError) in
      let version = ModelVersion(
        name: try row.text(1), version: try row.int(2), run: try row.int(3),
        registered: Instant(microseconds: try row.integer(4)),
        stage: try stage(row, 5), schemes: [], features: [], schema: try row.text(6), hash: try row.text(7),
        byteCount: try row.int(8))
      return (id: SQLValue.integer(try row.integer(0)), version: version)
    }
    var versions: [ModelVersion] = []
    for (id, version) in found {
      var version = version
      version.schemes = try database.rows("SELECT name FROM model_scheme WHERE model = ? ORDER BY position", id) {
        row throws(StoreError) in try row.text(0)
      }
      version.features = try database.rows("SELECT name, type FROM model_feature WHERE model = ? ORDER BY position", id) {
        row throws(StoreError) in ModelFeature(try row.text(0), try row.text(1))
      }
      versions.append(version)
    }
    return versions
  }

  // MARK: changes of stages

  func insert(_ change: StageChange) throws(StoreError) {
    try database.run(
      """
      INSERT INTO stage_change (model, from_stage, to_stage, action, at, who, why)
      SELECT id, ?, ?, ?, ?, ?, ? FROM model_version WHERE name = ? AND version = ?
      """, .text(change.from.rawValue), .text(change.to.rawValue), .text(change.action.rawValue),
      .integer(change.signature.at.microseconds), .text(change.signature.who), .text(change.signature.why), .text(change.name),
      .integer(change.version))
  }

  func changes(_ name: String) throws(StoreError) -> [StageChange] {
    let sql = """
      SELECT version, from_stage, to_stage, action, at, who, why FROM stage_change JOIN model_version ON model_version.id = model
      WHERE name = ? ORDER BY stage_change.id
      """
    return try database.rows(sql, .text(name)) { row throws(StoreError) in
      guard let action = StageChange.Action(rawValue: try row.text(3)) else {
        throw row.damaged(3, "is neither promote nor rollback")
      }
      let signature = Signature(
        who: try row.text(5), why: try row.text(6), at: Instant(microseconds: try row.integer(4)))
      return StageChange(
        name: name, version: try row.int(0), from: try stage(row, 1), to: try stage(row, 2), action: action, signature: signature)
    }
  }

  private func stage(_ row: borrowing Row, _ column: Int32) throws(StoreError) -> ModelStage {
    guard let stage = ModelStage(rawValue: try row.text(column)) else { throw row.damaged(column, "is no stage") }
    return stage
  }
}
