public import Alerts
import Detection
public import Records

extension SQLiteAlertStore {
  private static let columns = """
    a.key, a.source, a.record, s.row, s.at, s.entity, a.scheme, s.severity, s.score, s.is_calibrated, s.rules, s.model, s.loss,
    s.currency, s.reason, s.evidence, h.rules, h.baseline, h.model, s.stored
    """
  private static let alertColumns = columns + ", a.status, a.first_stored, a.sightings"

  public func alerts(_ query: AlertQuery, at now: Instant) throws(AlertError) -> [Alert] {
    try reading { () throws(StoreError) in
      let suppressions = try holding(now)
      let condition = AlertCondition(query.filter, suppressions)
      let order =
        switch query.order {
        case .time: "a.at DESC, a.id DESC"
        case .loss: "a.loss DESC, a.id DESC"
        case .score: "a.score DESC, a.id DESC"
        case .severity: "a.severity DESC, a.id DESC"
        case .stored: "a.id DESC"
        }
      // The page is chosen among the narrow rows, and only its own are looked up.
      let sql = """
        SELECT \(Self.alertColumns) FROM (
          SELECT * FROM alert AS a WHERE \(condition.sql) ORDER BY \(order) LIMIT ? OFFSET ?
        ) AS a JOIN sighting AS s ON s.id = a.sighting JOIN decision_hashes AS h ON h.id = s.hashes ORDER BY \(order)
        """
      return try database.rows(sql, condition.values + [.integer(query.limit), .integer(query.offset)]) {
        row throws(StoreError) in
        try alert(row, suppressions)
      }
    }
  }

  public func count(_ filter: AlertFilter, at now: Instant) throws(AlertError) -> Int {
    try reading { () throws(StoreError) in
      let condition = AlertCondition(filter, try holding(now))
      return try database.rows("SELECT count(*) FROM alert AS a WHERE \(condition.sql)", condition.values) {
        row throws(StoreError) in try row.int(0)
      }[0]
    }
  }

  public func alerts(withPrefix prefix: String, limit: Int, at now: Instant) throws(AlertError) -> [Alert] {
    try reading { () throws(StoreError) in
      let suppressions = try holding(now)
      let sql = """
        SELECT \(Self.alertColumns) FROM alert AS a JOIN sighting AS s ON s.id = a.sighting
        JOIN decision_hashes AS h ON h.id = s.hashes WHERE a.key >= ? AND a.key < ? ORDER BY a.key LIMIT ?
        """
      // No key has a digit after f.
      return try database.rows(sql, .text(prefix), .text(prefix + "g"), .integer(limit)) { row throws(StoreError) in
        try alert(row, suppressions)
      }
    }
  }

  public func history(ofAlert key: String) throws(AlertError) -> AlertHistory {
    try reading { () throws(StoreError) in
      let sightings = try database.rows(
        """
        SELECT \(Self.columns) FROM alert AS a JOIN sighting AS s ON s.alert = a.id
        JOIN decision_hashes AS h ON h.id = s.hashes WHERE a.key = ? ORDER BY s.id
        """, .text(key)
      ) { row throws(StoreError) in (Instant(microseconds: try row.integer(19)), try sighting(row)) }
      let verdicts = try database.rows(
        """
        SELECT v.ruling, v.who, v.why, v.at FROM alert_verdict AS v JOIN alert AS a ON a.id = v.alert
        WHERE a.key = ? ORDER BY v.id
        """, .text(key)
      ) { row throws(StoreError) in
        AlertVerdict(
          try ruling(row, 0), who: try row.text(1), why: try row.text(2), at: Instant(microseconds: try row.integer(3)))
      }
      return AlertHistory(sightings: sightings, verdicts: verdicts)
    }
  }

  public func sources() throws(AlertError) -> [String] {
    try reading { () throws(StoreError) in
      try database.rows("SELECT DISTINCT source FROM alert ORDER BY source") { row throws(StoreError) in try row.text(0) }
    }
  }

  // MARK: rows

  func ruling(_ row: borrowing Row, _ column: Int32) throws(StoreError) -> AlertVerdict.Ruling {
    guard let ruling = AlertVerdict.Ruling(rawValue: try row.text(column)) else { throw row.damaged(column, "is no verdict") }
    return ruling
  }

  private func alert(_ row: borrowing Row, _ suppressions: [Suppression]) throws(StoreError) -> Alert {
    let sighting = try sighting(row)
    guard let status = Alert.Status(rawValue: try row.text(20)) else { throw row.damaged(20, "is no status") }
    return Alert(
      key: try row.text(0), sighting: sighting, status: status,
      isSuppressed: status == .open && suppressions.contains { $0.matches(sighting) },
      firstStored: Instant(microseconds: try row.integer(21)), lastStored: Instant(microseconds: try row.integer(19)),
      sightingCount: try row.int(22))
  }

  private func sighting(_ row: borrowing Row) throws(StoreError) -> Sighting {
    let severity = try row.int(7)
    guard AlertSeverity.allCases.indices.contains(severity) else { throw row.damaged(7, "is no severity") }
    guard let currency = Currency(try row.text(13)) else { throw row.damaged(13, "is no currency") }
    let loss = try row.optionalInteger(12)
    if let loss, Money(tenThousandths: loss) == nil { throw row.damaged(12, "is no amount") }
    let (baseline, model) = (try row.text(17), try row.text(18))
    return Sighting(
      source: try row.text(1), record: try row.text(2), row: try row.integer(3),
      at: try row.optionalInteger(4).map { Instant(microseconds: $0) }, entity: try row.optionalText(5),
      scheme: try row.text(6), severity: AlertSeverity.allCases[severity], score: try row.real(8),
      isCalibrated: try row.integer(9) == 1, rules: try row.text(10).split(separator: " ").map(String.init),
      model: try row.optionalReal(11), loss: loss.map { Money(unchecked: $0) }, currency: currency, reason: try row.text(14),
      evidence: try row.text(15),
      hashes: DecisionHashes(
        rules: try row.text(16), baseline: baseline.isEmpty ? nil : baseline, model: model.isEmpty ? nil : model))
  }
}
