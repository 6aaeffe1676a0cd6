public import Alerts
import PostgresLink
import Records

extension PostgresAlertStore {
  // MARK: verdicts

  public func judge(_ keys: [String], _ verdict: AlertVerdict) throws(AlertError) -> JudgedCounts {
    try verdict.check()
    return try writing { link throws(Fault) in
      let alerts = try asked { () throws(ServerFailure) in
        let answer = try link.ask(
          "SELECT key, id, status FROM alert WHERE key = ANY ($1) ORDER BY key FOR NO KEY UPDATE",
          [.texts(keys.map { StoredText.kept($0) })])
        let rows = try answer.rows { row throws(ServerFailure) in
          (try answer.text(row, 0), (id: try answer.integer(row, 1), status: try answer.text(row, 2)))
        }
        return Dictionary(rows) { first, _ in first }
      }
      var counts = JudgedCounts()
      var changed: [Int64] = []
      var seen: Set<String> = []
      for key in keys {
        guard let alert = alerts[key] else { throw .refusal(AlertError(.unknown, "there is no alert \(key)")) }
        // One that is named twice is judged by the first.
        guard seen.insert(key).inserted, alert.status != verdict.ruling.status.rawValue else {
          counts.unchanged += 1
          continue
        }
        changed.append(alert.id)
        counts.changed += 1
      }
      guard !changed.isEmpty else { return counts }
      try asked { () throws(ServerFailure) in
        _ = try link.ask(
          """
          INSERT INTO alert_verdict (alert, ruling, at, who, why)
          SELECT alert, $2, $3, $4, $5 FROM unnest($1) WITH ORDINALITY AS u (alert, place) ORDER BY place
          """,
          [
            .integers(changed), .text(verdict.ruling.rawValue), .integer(verdict.at.microseconds), .said(verdict.who),
            .said(verdict.why),
          ])
      }
      return counts
    }
  }

  public func verdicts(ofSource source: String?) throws(AlertError) -> [RecordVerdict] {
    try reading { link throws(ServerFailure) in
      let answer = try link.ask(
        """
        SELECT status, source, record, scheme FROM alert
        WHERE status IN ('confirmed', 'dismissed')\(source == nil ? "" : " AND source = $1") ORDER BY source, scheme, record
        """, source.map { [.said($0)] } ?? [])
      return try answer.rows { row throws(ServerFailure) in
        RecordVerdict(
          source: try answer.said(row, 1), record: try answer.said(row, 2), scheme: try answer.said(row, 3),
          ruling: try ruling(answer, row, 0))
      }
    }
  }

  // MARK: suppressions

  public func suppress(_ suppression: Suppression) throws(AlertError) -> Int {
    try suppression.check()
    guard suppression.id == nil, suppression.ending == nil else {
      throw AlertError(.badValue, "a suppression that was made already is not made again")
    }
    return try writing { link throws(Fault) in
      try asked { () throws(ServerFailure) in
        try link.ask(
          """
          INSERT INTO alert_suppression (scheme, rule, entity, record, why, who, made, until)
          VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
          """,
          [
            .said(suppression.scheme), .said(suppression.rule), .said(suppression.entity), .said(suppression.record),
            .said(suppression.why), .said(suppression.who), .integer(suppression.made.microseconds),
            .integer(suppression.until.microseconds),
          ]
        ).int(0, 0)
      }
    }
  }

  public func endSuppression(_ id: Int, _ ending: Suppression.Ending) throws(AlertError) {
    try ending.check()
    try writing { link throws(Fault) in
      let found = try asked { () throws(ServerFailure) in
        try suppressions(link, where: "id = $1", [.integer(id)], "FOR NO KEY UPDATE")
      }
      guard let found = found.first else { throw .refusal(AlertError(.unknown, "there is no suppression \(id)")) }
      if let ended = found.ending {
        throw .refusal(AlertError(.refused, "suppression \(id) was ended already, on \(ended.at.date) by \(ended.who)"))
      }
      try asked { () throws(ServerFailure) in
        _ = try link.ask(
          "UPDATE alert_suppression SET ended = $1, ended_by = $2, ended_why = $3 WHERE id = $4",
          [.integer(ending.at.microseconds), .said(ending.who), .said(ending.why), .integer(id)])
      }
    }
  }

  public func suppressions() throws(AlertError) -> [Suppression] {
    try reading { link throws(ServerFailure) in try suppressions(link, where: "true", []) }
  }

  /// Those that hold.
  func holding(_ now: Instant, _ link: ServerLink) throws(ServerFailure) -> [Suppression] {
    try suppressions(link, where: "ended IS NULL AND until > $1", [.integer(now.microseconds)])
  }

  private func suppressions(
    _ link: ServerLink, where condition: String, _ values: [ServerValue], _ lock: String = ""
  ) throws(ServerFailure) -> [Suppression] {
    let answer = try link.ask(
      """
      SELECT id, scheme, rule, entity, record, why, who, made, until, ended, ended_by, ended_why FROM alert_suppression
      WHERE \(condition) ORDER BY id \(lock)
      """, values)
    return try answer.rows { row throws(ServerFailure) in
      var suppression = Suppression(
        id: try answer.int(row, 0), scheme: try answer.optionalSaid(row, 1), rule: try answer.optionalSaid(row, 2),
        entity: try answer.optionalSaid(row, 3), record: try answer.optionalSaid(row, 4), why: try answer.said(row, 5),
        who: try answer.said(row, 6), made: Instant(microseconds: try answer.integer(row, 7)),
        until: Instant(microseconds: try answer.integer(row, 8)))
      if let ended = try answer.optionalInteger(row, 9) {
        suppression.ending = Suppression.Ending(
          who: try answer.said(row, 10), why: try answer.said(row, 11), at: Instant(microseconds: ended))
      }
      return suppression
    }
  }
}
