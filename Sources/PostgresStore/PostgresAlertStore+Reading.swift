public import Alerts
import Detection
import PostgresLink
public import Records

extension PostgresAlertStore {
  private static let columns = """
    a.key, a.source, a.record, s."row", s.at, s.entity, a.scheme, s.severity, s.score, s.is_calibrated, s.rules, s.model, s.loss,
    s.currency, s.reason, s.evidence, h.rules, h.baseline, h.model, s.stored
    """
  private static let alertColumns = columns + ", a.status, a.first_stored, a.sightings"

  public func alerts(_ query: AlertQuery, at now: Instant) throws(AlertError) -> [Alert] {
    try reading { link throws(ServerFailure) in
      let suppressions = try holding(now, link)
      var values = CountedValues()
      let condition = AlertCondition(query.filter, suppressions, &values)
      let order =
        switch query.order {
        case .time: "a.at DESC NULLS LAST, a.id DESC"
        case .loss: "a.loss DESC NULLS LAST, a.id DESC"
        case .score: "a.score DESC, a.id DESC"
        case .severity: "a.severity DESC, a.id DESC"
        case .stored: "a.id DESC"
        }
      let page = "LIMIT \(values.place(.integer(query.limit))) OFFSET \(values.place(.integer(query.offset)))"
      // The page is chosen among the narrow rows, and only its own are looked up.
      let sql = """
        SELECT \(Self.alertColumns) FROM (SELECT * FROM alert AS a WHERE \(condition.sql) ORDER BY \(order) \(page)) AS a
        JOIN sighting AS s ON s.id = a.sighting JOIN decision_hashes AS h ON h.id = s.hashes ORDER BY \(order)
        """
      let answer = try link.ask(sql, values.all)
      return try answer.rows { row throws(ServerFailure) in try alert(answer, row, suppressions) }
    }
  }

  public func count(_ filter: AlertFilter, at now: Instant) throws(AlertError) -> Int {
    try reading { link throws(ServerFailure) in
      var values = CountedValues()
      let condition = AlertCondition(filter, try holding(now, link), &values)
      return try link.ask("SELECT count(*) FROM alert AS a WHERE \(condition.sql)", values.all).int(0, 0)
    }
  }

  public func alerts(withPrefix prefix: String, limit: Int, at now: Instant) throws(AlertError) -> [Alert] {
    try reading { link throws(ServerFailure) in
      let suppressions = try holding(now, link)
      // No key has a digit after f.
      let answer = try link.ask(
        """
        SELECT \(Self.alertColumns) FROM alert AS a JOIN sighting AS s ON s.id = a.sighting
        JOIN decision_hashes AS h ON h.id = s.hashes WHERE a.key >= $1 AND a.key < $2 ORDER BY a.key LIMIT $3
        """, [.said(prefix), .said(prefix + "g"), .integer(limit)])
      return try answer.rows { row throws(ServerFailure) in try alert(answer, row, suppressions) }
    }
  }

  public func history(ofAlert key: String) throws(AlertError) -> AlertHistory {
    try reading { link throws(ServerFailure) in
      let said = try link.ask(
        """
        SELECT \(Self.columns) FROM alert AS a JOIN sighting AS s ON s.alert = a.id
        JOIN decision_hashes AS h ON h.id = s.hashes WHERE a.key = $1 ORDER BY s.id
        """, [.said(key)])
      let sightings = try said.rows { row throws(ServerFailure) in
        (Instant(microseconds: try said.integer(row, 19)), try sighting(said, row))
      }
      let judged = try link.ask(
        """
        SELECT v.ruling, v.who, v.why, v.at FROM alert_verdict AS v JOIN alert AS a ON a.id = v.alert
        WHERE a.key = $1 ORDER BY v.id
        """, [.said(key)])
      let verdicts = try judged.rows { row throws(ServerFailure) in
        AlertVerdict(
          try ruling(judged, row, 0), who: try judged.said(row, 1), why: try judged.said(row, 2),
          at: Instant(microseconds: try judged.integer(row, 3)))
      }
      return AlertHistory(sightings: sightings, verdicts: verdicts)
    }
  }

  public func sources() throws(AlertError) -> [String] {
    try reading { link throws(ServerFailure) in
      let answer = try link.ask("SELECT DISTINCT source FROM alert ORDER BY source")
      return try answer.rows { row throws(ServerFailure) in try answer.said(row, 0) }
    }
  }

  // MARK: rows

  func ruling(_ answer: ServerAnswer, _ row: Int, _ column: Int) throws(ServerFailure) -> AlertVerdict.Ruling {
    guard let ruling = AlertVerdict.Ruling(rawValue: try answer.text(row, column)) else {
      throw answer.damaged(column, "is no verdict")
    }
    return ruling
  }

  private func alert(_ answer: ServerAnswer, _ row: Int, _ suppressions: [Suppression]) throws(ServerFailure) -> Alert {
    let sighting = try sighting(answer, row)
    guard let status = Alert.Status(rawValue: try answer.text(row, 20)) else { throw answer.damaged(20, "is no status") }
    return Alert(
      key: try answer.text(row, 0), sighting: sighting, status: status,
      isSuppressed: status == .open && suppressions.contains { $0.matches(sighting) },
      firstStored: Instant(microseconds: try answer.integer(row, 21)),
      lastStored: Instant(microseconds: try answer.integer(row, 19)), sightingCount: try answer.int(row, 22))
  }

  private func sighting(_ answer: ServerAnswer, _ row: Int) throws(ServerFailure) -> Sighting {
    let severity = try answer.int(row, 7)
    guard AlertSeverity.allCases.indices.contains(severity) else { throw answer.damaged(7, "is no severity") }
    guard let currency = Currency(try answer.text(row, 13)) else { throw answer.damaged(13, "is no currency") }
    let loss = try answer.optionalInteger(row, 12)
    if let loss, Money(tenThousandths: loss) == nil { throw answer.damaged(12, "is no amount") }
    let (baseline, model) = (try answer.said(row, 17), try answer.said(row, 18))
    return Sighting(
      source: try answer.said(row, 1), record: try answer.said(row, 2), row: try answer.integer(row, 3),
      at: try answer.optionalInteger(row, 4).map { Instant(microseconds: $0) }, entity: try answer.optionalSaid(row, 5),
      scheme: try answer.said(row, 6), severity: AlertSeverity.allCases[severity], score: try answer.real(row, 8),
      isCalibrated: try answer.flag(row, 9), rules: try answer.said(row, 10).split(separator: " ").map(String.init),
      model: try answer.optionalReal(row, 11), loss: loss.map { Money(unchecked: $0) }, currency: currency,
      reason: try answer.said(row, 14), evidence: try answer.said(row, 15),
      hashes: DecisionHashes(
        rules: try answer.said(row, 16), baseline: baseline.isEmpty ? nil : baseline, model: model.isEmpty ? nil : model))
  }
}
