public import Alerts
import Records

extension SQLiteAlertStore {
  // MARK: verdicts

  public func judge(_ keys: [String], _ verdict: AlertVerdict) throws(AlertError) -> JudgedCounts {
    try verdict.check()
    return try writing { () throws(AlertError) in
      var counts = JudgedCounts()
      for key in keys {
        let found = try stored { () throws(StoreError) in
          try database.rows("SELECT id, status FROM alert WHERE key = ?", .text(key)) { row throws(StoreError) in
            (try row.integer(0), try row.text(1))
          }
        }
        guard let (alert, status) = found.first else { throw AlertError(.unknown, "there is no alert \(key)") }
        guard status != verdict.ruling.status.rawValue else {
          counts.unchanged += 1
          continue
        }
        try stored { () throws(StoreError) in
          try database.run(
            "INSERT INTO alert_verdict (alert, ruling, at, who, why) VALUES (?, ?, ?, ?, ?)", .integer(alert),
            .text(verdict.ruling.rawValue), .integer(verdict.at.microseconds), .text(verdict.who), .text(verdict.why))
        }
        counts.changed += 1
      }
      return counts
    }
  }

  public func verdicts(ofSource source: String?) throws(AlertError) -> [RecordVerdict] {
    try reading { () throws(StoreError) in
      try database.rows(
        """
        SELECT status, source, record, scheme FROM alert
        WHERE status IN ('confirmed', 'dismissed')\(source == nil ? "" : " AND source = ?") ORDER BY source, scheme, record
        """, source.map { [.text($0)] } ?? []
      ) { row throws(StoreError) in
        RecordVerdict(source: try row.text(1), record: try row.text(2), scheme: try row.text(3), ruling: try ruling(row, 0))
      }
    }
  }

  // MARK: suppressions

  public func suppress(_ suppression: Suppression) throws(AlertError) -> Int {
    try suppression.check()
    guard suppression.id == nil, suppression.ending == nil else {
      throw AlertError(.badValue, "a suppression that was made already is not made again")
    }
    return try writing { () throws(AlertError) in
      try stored { () throws(StoreError) in
        try database.run(
          "INSERT INTO alert_suppression (scheme, rule, entity, record, why, who, made, until) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          .optional(suppression.scheme), .optional(suppression.rule), .optional(suppression.entity),
          .optional(suppression.record), .text(suppression.why), .text(suppression.who),
          .integer(suppression.made.microseconds), .integer(suppression.until.microseconds))
        return Int(database.lastRow)
      }
    }
  }

  public func endSuppression(_ id: Int, _ ending: Suppression.Ending) throws(AlertError) {
    try ending.check()
    try writing { () throws(AlertError) in
      let found = try stored { () throws(StoreError) in try suppressions(where: "id = ?", .integer(id)) }
      guard let found = found.first else { throw AlertError(.unknown, "there is no suppression \(id)") }
      if let ended = found.ending {
        throw AlertError(.refused, "suppression \(id) was ended already, on \(ended.at.date) by \(ended.who)")
      }
      try stored { () throws(StoreError) in
        try database.run(
          "UPDATE alert_suppression SET ended = ?, ended_by = ?, ended_why = ? WHERE id = ?", .integer(ending.at.microseconds),
          .text(ending.who), .text(ending.why), .integer(id))
      }
    }
  }

  public func suppressions() throws(AlertError) -> [Suppression] {
    try reading { () throws(StoreError) in try suppressions(where: "1") }
  }

  /// Those that hold.
  func holding(_ now: Instant) throws(StoreError) -> [Suppression] {
    try suppressions(where: "ended IS NULL AND until > ?", .integer(now.microseconds))
  }

  private func suppressions(where condition: String, _ values: SQLValue...) throws(StoreError) -> [Suppression] {
    try database.rows(
      """
      SELECT id, scheme, rule, entity, record, why, who, made, until, ended, ended_by, ended_why FROM alert_suppression
      WHERE \(condition) ORDER BY id
      """, values
    ) { row throws(StoreError) in
      var suppression = Suppression(
        id: try row.int(0), scheme: try row.optionalText(1), rule: try row.optionalText(2), entity: try row.optionalText(3),
        record: try row.optionalText(4), why: try row.text(5), who: try row.text(6),
        made: Instant(microseconds: try row.integer(7)), until: Instant(microseconds: try row.integer(8)))
      if let ended = try row.optionalInteger(9) {
        suppression.ending = Suppression.Ending(
          who: try row.text(10), why: try row.text(11), at: Instant(microseconds: ended))
      }
      return suppression
    }
  }
}
