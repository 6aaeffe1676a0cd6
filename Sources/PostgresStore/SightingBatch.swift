import Alerts
import Detection
import PostgresLink
import Records

/// Sightings of one call on their way into the tables: each table takes all of its rows in one statement, in columns.
///
/// The order of the tables and, in each, of the keys is the same for everybody, so that nobody waits in a circle.
struct SightingBatch {
  private struct Entry {
    var key: String
    var alertKey: String
    var caseKey: String
    var sighting: Sighting
  }

  private let all: Int
  private var entries: [Entry] = []
  private let now: ServerValue
  /// So many bytes of words go to the server at once, and the rest after them.
  private static let wordsMax = 1 << 26

  /// - sightings: a second one of the same key is known by the first.
  init(_ sightings: [Sighting], at now: Instant) {
    all = sightings.count
    self.now = .integer(now.microseconds)
    var seen: Set<String> = []
    for sighting in sightings {
      let key = sighting.key
      guard seen.insert(key).inserted else { continue }
      entries.append(
        Entry(key: key, alertKey: sighting.alertKey, caseKey: sighting.caseIdentity.key, sighting: sighting))
    }
  }

  /// Within a transaction that writes.
  mutating func write(_ link: ServerLink) throws(ServerFailure) -> StoredCounts {
    guard !entries.isEmpty else { return StoredCounts() }
    let known = try keys(link, "SELECT key FROM sighting WHERE key = ANY ($1)", [.texts(entries.map(\.key))])
    entries.removeAll { known.contains($0.key) }
    guard !entries.isEmpty else { return StoredCounts(known: all) }
    try addHashes(link)
    try addCases(link)
    var fresh = try addAlerts(link)
    try lock(entries.map(\.alertKey).filter { !fresh.contains($0) }, link)
    var stored: Set<String> = []
    var rest = entries[...]
    while !rest.isEmpty {
      let part = SightingBatch.prefix(of: rest)
      stored.formUnion(try addSightings(part, link))
      rest = rest.dropFirst(part.count)
    }
    var counts = StoredCounts()
    for entry in entries where stored.contains(entry.key) {
      if fresh.remove(entry.alertKey) != nil { counts.added += 1 } else { counts.updated += 1 }
    }
    counts.known = all - counts.added - counts.updated
    return counts
  }

  private static func prefix(of entries: ArraySlice<Entry>) -> ArraySlice<Entry> {
    var bytes = 0
    let count = entries.prefix { entry in
      bytes += entry.sighting.reason.utf8.count + entry.sighting.evidence.utf8.count
      return bytes <= wordsMax
    }.count
    return entries.prefix(max(1, count))
  }

  private func keys(
    _ link: ServerLink, _ query: String, _ values: [ServerValue]
  ) throws(ServerFailure) -> Set<String> {
    let answer = try link.ask(query, values)
    return Set(try answer.rows { row throws(ServerFailure) in try answer.text(row, 0) })
  }

  // MARK: what sightings name

  private func addHashes(_ link: ServerLink) throws(ServerFailure) {
    let hashes = Set(entries.map(\.sighting.hashes))
    _ = try link.ask(
      """
      INSERT INTO decision_hashes (rules, baseline, model)
      SELECT rules, baseline, model FROM unnest($1, $2, $3) AS u (rules, baseline, model)
      WHERE NOT EXISTS (
        SELECT 1 FROM decision_hashes AS h WHERE h.rules = u.rules AND h.baseline = u.baseline AND h.model = u.model)
      ORDER BY rules COLLATE "C", baseline COLLATE "C", model COLLATE "C" ON CONFLICT DO NOTHING
      """,
      [
        .texts(hashes.map { StoredText.kept($0.rules) }), .texts(hashes.map { StoredText.kept($0.baseline ?? "") }),
        .texts(hashes.map { StoredText.kept($0.model ?? "") }),
      ])
  }

  private func addCases(_ link: ServerLink) throws(ServerFailure) {
    var seen: Set<String> = []
    let cases = entries.filter { seen.insert($0.caseKey).inserted }
    _ = try link.ask(
      """
      INSERT INTO alert_case (key, scheme, entity, period)
      SELECT key, scheme, entity, period FROM unnest($1, $2, $3, $4) AS u (key, scheme, entity, period)
      WHERE NOT EXISTS (SELECT 1 FROM alert_case AS c WHERE c.key = u.key) ORDER BY key COLLATE "C" ON CONFLICT DO NOTHING
      """,
      [
        .texts(cases.map(\.caseKey)), .texts(cases.map { StoredText.kept($0.sighting.scheme) }),
        .texts(cases.map { $0.sighting.entity.map { StoredText.kept($0) } }),
        .integers(cases.map { $0.sighting.caseIdentity.period.map { Int64($0.months) } }),
      ])
  }

  // MARK: alerts

  /// The keys of those that were not there. Their numbers follow the batch, whatever the order in which the rows are written.
  private func addAlerts(_ link: ServerLink) throws(ServerFailure) -> Set<String> {
    var seen: Set<String> = []
    let alerts = entries.filter { seen.insert($0.alertKey).inserted }
    let said = Said(alerts.map(\.sighting))
    return try keys(
      link,
      """
      WITH fresh AS MATERIALIZED (
        SELECT nextval('alert_number') AS id, u.* FROM (
          SELECT * FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) WITH ORDINALITY AS u (key, case_key, source, record,
            scheme, at, entity, severity, score, rules, loss, currency, place)
          WHERE NOT EXISTS (SELECT 1 FROM alert AS a WHERE a.key = u.key) ORDER BY place) AS u)
      INSERT INTO alert (id, key, source, record, scheme, first_stored, sightings, case_id, at, entity, severity, score, rules, loss,
        currency, status)
      SELECT f.id, f.key, f.source, f.record, f.scheme, $1, 0, c.id, f.at, f.entity, f.severity, f.score, f.rules, f.loss,
        f.currency, 'open'
      FROM fresh AS f JOIN alert_case AS c ON c.key = f.case_key ORDER BY f.key COLLATE "C"
      ON CONFLICT DO NOTHING RETURNING key
      """,
      [
        now, .texts(alerts.map(\.alertKey)), .texts(alerts.map(\.caseKey)),
        .texts(alerts.map { StoredText.kept($0.sighting.source) }), .texts(alerts.map { StoredText.kept($0.sighting.record) }),
        .texts(alerts.map { StoredText.kept($0.sighting.scheme) }),
      ] + said.shared + said.rest)
  }

  /// Those that are there are kept from others until the end, so that what is said of one alert comes in the order of its numbers.
  private func lock(_ keys: [String], _ link: ServerLink) throws(ServerFailure) {
    guard !keys.isEmpty else { return }
    _ = try link.ask(
      """
      SELECT count(*) FROM (SELECT 1 FROM alert WHERE key = ANY ($1) ORDER BY key FOR NO KEY UPDATE) AS locked
      """, [.texts(keys)])
  }

  // MARK: sightings

  /// The keys of those that were not there.
  private func addSightings(_ part: ArraySlice<Entry>, _ link: ServerLink) throws(ServerFailure) -> Set<String> {
    let sightings = part.map(\.sighting)
    let said = Said(sightings)
    return try keys(
      link,
      """
      INSERT INTO sighting (key, alert, hashes, case_id, stored, "row", at, entity, severity, score, is_calibrated, rules, model, loss,
        currency, reason, evidence)
      SELECT u.key, a.id, h.id, c.id, $1, u.number, u.at, u.entity, u.severity, u.score, u.is_calibrated, u.rules, u.model, u.loss,
        u.currency, u.reason, u.evidence
      FROM unnest($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19) WITH ORDINALITY AS u (key,
        alert_key, case_key, rules_hash, baseline_hash, model_hash, number, is_calibrated, model, reason, evidence, at, entity, severity,
        score, rules, loss, currency, place)
      JOIN alert AS a ON a.key = u.alert_key JOIN alert_case AS c ON c.key = u.case_key
      JOIN decision_hashes AS h ON h.rules = u.rules_hash AND h.baseline = u.baseline_hash AND h.model = u.model_hash
      ORDER BY u.place ON CONFLICT (key) DO NOTHING RETURNING key
      """,
      [
        now, .texts(part.map(\.key)), .texts(part.map(\.alertKey)), .texts(part.map(\.caseKey)),
        .texts(sightings.map { StoredText.kept($0.hashes.rules) }),
        .texts(sightings.map { StoredText.kept($0.hashes.baseline ?? "") }),
        .texts(sightings.map { StoredText.kept($0.hashes.model ?? "") }), .integers(sightings.map(\.row)),
        .flags(sightings.map(\.isCalibrated)), .reals(sightings.map(\.model)),
        .texts(sightings.map { StoredText.kept($0.reason) }), .texts(sightings.map { StoredText.kept($0.evidence) }),
      ] + said.shared + said.rest)
  }
}

/// The columns that an alert's row repeats of its last sighting.
private struct Said {
  let shared: [ServerValue]
  let rest: [ServerValue]

  init(_ sightings: [Sighting]) {
    shared = [
      .integers(sightings.map { $0.at?.microseconds }), .texts(sightings.map { $0.entity.map { StoredText.kept($0) } }),
      .integers(sightings.map { Int64($0.severity.rank) }), .reals(sightings.map(\.score)),
    ]
    rest = [
      .texts(sightings.map { $0.rules.isEmpty ? "" : " " + StoredText.kept($0.rules.joined(separator: " ")) + " " }),
      .integers(sightings.map { $0.loss?.tenThousandths }), .texts(sightings.map(\.currency.code)),
    ]
  }
}
