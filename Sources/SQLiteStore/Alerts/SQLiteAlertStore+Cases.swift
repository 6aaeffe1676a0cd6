public import Alerts
public import Records

extension SQLiteAlertStore {
  public func cases(_ query: CaseQuery, at now: Instant) throws(AlertError) -> [AlertCase] {
    try reading { () throws(StoreError) in
      let suppressions = try holding(now)
      let condition = AlertCondition(query.filter, suppressions)
      let (hidden, hiddenValues) = AlertCondition.hidden(by: suppressions)
      let bits = AmountSum.lowBits
      // Sums in two parts, because one of many large amounts would run over.
      let sql = """
        SELECT c.id, c.scheme, c.entity, c.period, a.currency, a.status, \(hidden), count(*), sum(a.loss >> \(bits)),
          sum(a.loss & \((1 << bits) - 1)), min(a.at), max(a.at), max(a.severity)
        FROM alert AS a JOIN alert_case AS c ON c.id = a.case_id WHERE \(condition.sql)
        GROUP BY a.case_id, a.status, a.currency, 7
        """
      let groups = try database.rows(sql, hiddenValues + condition.values) { row throws(StoreError) in try group(row) }
      return query.page(of: CaseGroup.cases(of: groups))
    }
  }

  public func caseIdentities(withPrefix prefix: String, limit: Int) throws(AlertError) -> [CaseIdentity] {
    try reading { () throws(StoreError) in
      try database.rows(
        "SELECT scheme, entity, period FROM alert_case WHERE key >= ? AND key < ? ORDER BY key LIMIT ?", .text(prefix),
        .text(prefix + "g"), .integer(limit)
      ) { row throws(StoreError) in try identity(row, from: 0) }
    }
  }

  private func identity(_ row: borrowing Row, from column: Int32) throws(StoreError) -> CaseIdentity {
    CaseIdentity(
      scheme: try row.text(column), entity: try row.optionalText(column + 1),
      period: try row.optionalInteger(column + 2).map { CasePeriod(months: Int(clamping: $0)) })
  }

  private func group(_ row: borrowing Row) throws(StoreError) -> CaseGroup {
    guard let currency = Currency(try row.text(4)) else { throw row.damaged(4, "is no currency") }
    guard let status = Alert.Status(rawValue: try row.text(5)) else { throw row.damaged(5, "is no status") }
    let severity = try row.int(12)
    guard AlertSeverity.allCases.indices.contains(severity) else { throw row.damaged(12, "is no severity") }
    let high = try row.optionalInteger(8)
    let low = try row.optionalInteger(9)
    return CaseGroup(
      id: try row.integer(0), identity: try identity(row, from: 1), currency: currency, status: status,
      isHidden: try row.integer(6) == 1, count: try row.int(7),
      high: high, low: low ?? 0, first: try row.optionalInteger(10).map { Instant(microseconds: $0) },
      last: try row.optionalInteger(11).map { Instant(microseconds: $0) }, severity: AlertSeverity.allCases[severity])
  }
}
