public import Alerts
import Detection
public import Records

extension SQLiteAlertStore {
  public func store(
    _ sightings: [Sighting], checkpoint: Checkpoint?, at now: Instant
  ) throws(AlertError) -> StoredCounts {
    for sighting in sightings { try sighting.check() }
    return try writing { () throws(AlertError) in
      var counts = StoredCounts()
      try stored { () throws(StoreError) in
        guard !sightings.isEmpty else { return }
        var writer = try SightingWriter.prepared(database, now)
        counts = try writer.write(sightings)
      }
      if let checkpoint { try keep(checkpoint, now) }
      return counts
    }
  }

  // MARK: checkpoints

  private func keep(_ checkpoint: Checkpoint, _ now: Instant) throws(AlertError) {
    guard !checkpoint.name.isEmpty else { throw AlertError(.badValue, "a checkpoint has no name") }
    guard checkpoint.isSound else {
      throw AlertError(.badValue, "the checkpoint of `\(checkpoint.name)` does not fit its checksum")
    }
    let name = SQLValue.text(checkpoint.name)
    let last = try stored { () throws(StoreError) in
      try database.rows("SELECT max(sequence) FROM checkpoint WHERE name = ?", name) { row throws(StoreError) in
        try row.optionalInteger(0)
      }[0]
    }
    if let last, last >= checkpoint.sequence {
      throw AlertError(
        .outdated, "`\(checkpoint.name)` has gone on to checkpoint \(last), and \(checkpoint.sequence) is not after it",
        advice: ["somebody else follows the same source; let one of them do it"])
    }
    try stored { () throws(StoreError) in
      try database.run(
        "INSERT INTO checkpoint (name, sequence, stored, checksum, bytes) VALUES (?, ?, ?, ?, ?)", name,
        .integer(checkpoint.sequence), .integer(now.microseconds), .text(checkpoint.checksum), .bytes(checkpoint.bytes))
      try database.run(
        """
        DELETE FROM checkpoint WHERE name = ?1 AND sequence < (
          SELECT sequence FROM checkpoint WHERE name = ?1 ORDER BY sequence DESC LIMIT 1 OFFSET \(Checkpoint.keptMax - 1))
        """, name)
    }
  }

  public func checkpoints(named name: String) throws(AlertError) -> [Checkpoint] {
    try reading { () throws(StoreError) in
      try database.rows(
        "SELECT sequence, bytes, checksum FROM checkpoint WHERE name = ? ORDER BY sequence DESC LIMIT \(Checkpoint.keptMax)",
        .text(name)
      ) { row throws(StoreError) in
        Checkpoint(name: name, sequence: try row.integer(0), bytes: try row.bytes(1), checksum: try row.text(2))
      }
    }
  }

  public func checkpointNames() throws(AlertError) -> [String] {
    try reading { () throws(StoreError) in
      try database.rows("SELECT DISTINCT name FROM checkpoint ORDER BY name") { row throws(StoreError) in try row.text(0) }
    }
  }
}

/// Writes one batch, its statements made ready once; within a transaction.
private struct SightingWriter: ~Copyable {
  private let database: Database
  private let now: SQLValue
  private let known: Statement
  private let find: Statement
  private let addAlert: Statement
  private let addSighting: Statement
  private let findCase: Statement
  private let addCase: Statement
  /// By their keys: two names may look alike to people, and be of other bytes.
  private var cases: [String: Int64] = [:]
  private var hashes: [DecisionHashes: Int64] = [:]

  /// All statements are made before the writer is: half a writer could not be given back.
  static func prepared(_ database: Database, _ now: Instant) throws(StoreError) -> SightingWriter {
    let known = try Statement(database, "SELECT id FROM sighting WHERE key = ?")
    let find = try Statement(database, "SELECT id FROM alert WHERE key = ?")
    let findCase = try Statement(database, "SELECT id FROM alert_case WHERE key = ?")
    let addCase = try Statement(database, "INSERT INTO alert_case (key, scheme, entity, period) VALUES (?, ?, ?, ?)")
    let addAlert = try Statement(
      database,
      """
      INSERT INTO alert (key, source, record, scheme, first_stored, sighting, sightings, case_id, at, entity, severity, score,
        rules, loss, currency, status) VALUES (?, ?, ?, ?, ?, NULL, 0, ?, ?, ?, ?, ?, ?, ?, ?, 'open')
      """)
    let addSighting = try Statement(
      database,
      """
      INSERT INTO sighting (key, alert, hashes, case_id, stored, row, at, entity, severity, score, is_calibrated, rules, model,
        loss, currency, reason, evidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    return SightingWriter(
      database: database, now: .integer(now.microseconds), known: known, find: find, addAlert: addAlert, addSighting: addSighting,
      findCase: findCase, addCase: addCase)
  }

  private init(
    database: Database, now: SQLValue, known: consuming Statement, find: consuming Statement, addAlert: consuming Statement,
    addSighting: consuming Statement, findCase: consuming Statement, addCase: consuming Statement
  ) {
    (self.database, self.now) = (database, now)
    self.known = known
    self.find = find
    self.addAlert = addAlert
    self.addSighting = addSighting
    self.findCase = findCase
    self.addCase = addCase
  }

  mutating func write(_ sightings: [Sighting]) throws(StoreError) -> StoredCounts {
    var counts = StoredCounts()
    for sighting in sightings {
      let key = sighting.key
      if try number(known, [.text(key)]) != nil {
        counts.known += 1
        continue
      }
      let caseID = try caseID(sighting.caseIdentity)
      let shared: [SQLValue] = [
        .optional(sighting.at?.microseconds), .optional(sighting.entity), .integer(sighting.severity.rank), .real(sighting.score),
      ]
      let rules = SQLValue.text(sighting.rules.isEmpty ? "" : " " + sighting.rules.joined(separator: " ") + " ")
      let loss = SQLValue.optional(sighting.loss?.tenThousandths)
      let currency = SQLValue.text(sighting.currency.code)
      let alertKey = sighting.alertKey
      let alert: Int64
      if let found = try number(find, [.text(alertKey)]) {
        alert = found
        counts.updated += 1
      } else {
        let place: [SQLValue] = [
          .text(alertKey), .text(sighting.source), .text(sighting.record), .text(sighting.scheme), now, .integer(caseID),
        ]
        try run(addAlert, place + shared + [rules, loss, currency])
        alert = database.lastRow
        counts.added += 1
      }
      let said: [SQLValue] = [
        .integer(sighting.isCalibrated ? 1 : 0), rules, .optional(sighting.model), loss, currency, .text(sighting.reason),
        .text(sighting.evidence),
      ]
      let place: [SQLValue] = [
        .text(key), .integer(alert), .integer(try hashID(sighting.hashes)), .integer(caseID), now, .integer(sighting.row),
      ]
      try run(addSighting, place + shared + said)
    }
    return counts
  }

  private mutating func caseID(_ identity: CaseIdentity) throws(StoreError) -> Int64 {
    let name = identity.key
    if let known = cases[name] { return known }
    let key = SQLValue.text(name)
    let id: Int64
    if let found = try number(findCase, [key]) {
      id = found
    } else {
      let period = SQLValue.optional(identity.period.map { Int64($0.months) })
      try run(addCase, [key, .text(identity.scheme), .optional(identity.entity), period])
      id = database.lastRow
    }
    cases[name] = id
    return id
  }

  private mutating func hashID(_ wanted: DecisionHashes) throws(StoreError) -> Int64 {
    if let known = hashes[wanted] { return known }
    let values: [SQLValue] = [.text(wanted.rules), .text(wanted.baseline ?? ""), .text(wanted.model ?? "")]
    let found = try database.rows(
      "SELECT id FROM decision_hashes WHERE rules = ? AND baseline = ? AND model = ?", values
    ) { row throws(StoreError) in try row.integer(0) }
    if let id = found.first {
      hashes[wanted] = id
      return id
    }
    let add = try Statement(database, "INSERT INTO decision_hashes (rules, baseline, model) VALUES (?, ?, ?)")
    try run(add, values)
    let id = database.lastRow
    hashes[wanted] = id
    return id
  }

  // Inlined, the row that is not copied brings the optimizer of Swift 6.3.1 down.
  @inline(never) private func number(_ statement: borrowing Statement, _ values: [SQLValue]) throws(StoreError) -> Int64? {
    try statement.bind(values)
    let found = try statement.step() ? try statement.row.integer(0) : nil
    statement.reset()
    return found
  }

  private func run(_ statement: borrowing Statement, _ values: [SQLValue]) throws(StoreError) {
    try statement.bind(values)
    while try statement.step() {}
    statement.reset()
  }
}
