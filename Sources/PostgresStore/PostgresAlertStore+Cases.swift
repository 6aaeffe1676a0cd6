public import Alerts
import PostgresLink
public import Records

extension PostgresAlertStore {
  public func cases(_ query: CaseQuery, at now: Instant) throws(AlertError) -> [AlertCase] {
    try reading { link throws(ServerFailure) in
      let suppressions = try holding(now, link)
      var values = CountedValues()
      let hidden = AlertCondition.hidden(by: suppressions, &values)
      let condition = AlertCondition(query.filter, suppressions, &values)
      let bits = AmountSum.lowBits
      // Sums in two parts, because one of many large amounts would run over.
      let sql = """
        SELECT c.id, c.scheme, c.entity, c.period, a.currency, a.status, \(hidden), count(*), sum(a.loss >> \(bits))::bigint,
          sum(a.loss & \((1 << bits) - 1))::bigint, min(a.at), max(a.at), max(a.severity)
        FROM alert AS a JOIN alert_case AS c ON c.id = a.case_id WHERE \(condition.sql)
        GROUP BY c.id, a.status, a.currency, 7
        """
      let answer = try link.ask(sql, values.all)
      let groups = try answer.rows { row throws(ServerFailure) in try group(answer, row) }
      return query.page(of: CaseGroup.cases(of: groups))
    }
  }

  public func caseIdentities(withPrefix prefix: String, limit: Int) throws(AlertError) -> [CaseIdentity] {
    try reading { link throws(ServerFailure) in
      let answer = try link.ask(
        "SELECT scheme, entity, period FROM alert_case WHERE key >= $1 AND key < $2 ORDER BY key LIMIT $3",
        [.said(prefix), .said(prefix + "g"), .integer(limit)])
      return try answer.rows { row throws(ServerFailure) in try identity(answer, row, from: 0) }
    }
  }

  private func identity(_ answer: ServerAnswer, _ row: Int, from column: Int) throws(ServerFailure) -> CaseIdentity {
    CaseIdentity(
      scheme: try answer.said(row, column), entity: try answer.optionalSaid(row, column + 1),
      period: try answer.optionalInteger(row, column + 2).map { CasePeriod(months: Int(clamping: $0)) })
  }

  private func group(_ answer: ServerAnswer, _ row: Int) throws(ServerFailure) -> CaseGroup {
    guard let currency = Currency(try answer.text(row, 4)) else { throw answer.damaged(4, "is no currency") }
    guard let status = Alert.Status(rawValue: try answer.text(row, 5)) else { throw answer.damaged(5, "is no status") }
    let severity = try answer.int(row, 12)
    guard AlertSeverity.allCases.indices.contains(severity) else { throw answer.damaged(12, "is no severity") }
    return CaseGroup(
      id: try answer.integer(row, 0), identity: try identity(answer, row, from: 1), currency: currency, status: status,
      isHidden: try answer.flag(row, 6), count: try answer.int(row, 7), high: try answer.optionalInteger(row, 8),
      low: try answer.optionalInteger(row, 9) ?? 0,
      first: try answer.optionalInteger(row, 10).map { Instant(microseconds: $0) },
      last: try answer.optionalInteger(row, 11).map { Instant(microseconds: $0) }, severity: AlertSeverity.allCases[severity])
  }
}
