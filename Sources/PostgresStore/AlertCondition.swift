import Alerts
import PostgresLink
import Records

/// Text of SQL while its values are counted. Nothing that anybody wrote is in the text.
struct CountedValues {
  private(set) var all: [ServerValue] = []

  /// The place that a value is given, as SQL has it.
  mutating func place(_ value: ServerValue) -> String {
    all.append(value)
    return "$\(all.count)"
  }
}

/// A filter as a condition on `alert AS a`.
struct AlertCondition {
  private(set) var sql = ""

  /// - suppressions: those that hold now.
  init(_ filter: AlertFilter, _ suppressions: [Suppression], _ values: inout CountedValues) {
    if let scheme = filter.scheme { and("a.scheme = " + values.place(.said(scheme))) }
    if let rule = filter.rule { and(AlertCondition.fired(rule, &values)) }
    if let entity = filter.entity { and("a.entity = " + values.place(.said(entity))) }
    if let source = filter.source { and("a.source = " + values.place(.said(source))) }
    if let record = filter.record { and("a.record = " + values.place(.said(record))) }
    if let severity = filter.severity { and("a.severity >= " + values.place(.integer(severity.rank))) }
    if let from = filter.from { and("a.at >= " + values.place(.integer(from.microseconds))) }
    if let before = filter.before { and("a.at < " + values.place(.integer(before.microseconds))) }
    if let least = filter.lossLeast { and("a.loss >= " + values.place(.integer(least.tenThousandths))) }
    if let key = filter.caseKey { and("a.case_id = (SELECT id FROM alert_case WHERE key = \(values.place(.said(key))))") }
    switch filter.standing {
    case .all: break
    case .confirmed: and("a.status = 'confirmed'")
    case .dismissed: and("a.status = 'dismissed'")
    case .open, .suppressed:
      and("a.status = 'open'")
      let hidden = AlertCondition.hidden(by: suppressions, &values)
      and(filter.standing == .open ? "NOT \(hidden)" : hidden)
    }
    if sql.isEmpty { sql = "true" }
  }

  private mutating func and(_ condition: String) { sql += (sql.isEmpty ? "" : " AND ") + condition }

  private static func fired(_ rule: String, _ values: inout CountedValues) -> String {
    "strpos(a.rules, \(values.place(.said(" \(rule) ")))) > 0"
  }

  /// Never unknown, so that it can be turned round.
  static func hidden(by suppressions: [Suppression], _ values: inout CountedValues) -> String {
    let each = suppressions.map { suppression in
      var parts: [String] = []
      for (column, wanted) in [("scheme", suppression.scheme), ("entity", suppression.entity), ("record", suppression.record)] {
        if let wanted { parts.append("coalesce(a.\(column) = \(values.place(.said(wanted))), false)") }
      }
      if let rule = suppression.rule { parts.append(fired(rule, &values)) }
      return "(" + parts.joined(separator: " AND ") + ")"
    }
    return each.isEmpty ? "false" : "(" + each.joined(separator: " OR ") + ")"
  }
}
