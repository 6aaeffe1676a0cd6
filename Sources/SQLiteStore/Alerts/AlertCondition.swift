import Alerts
import Records

/// A filter as a condition on `alert AS a`.
struct AlertCondition {
  private(set) var sql = ""
  private(set) var values: [SQLValue] = []

  /// - suppressions: those that hold now.
  init(_ filter: AlertFilter, _ suppressions: [Suppression]) {
    // A person, a record or a case has few alerts; a plus keeps the library from walking along an index of many instead.
    let plus = filter.entity != nil || filter.record != nil || filter.caseKey != nil ? "+" : ""
    if let scheme = filter.scheme { and("\(plus)a.scheme = ?", .text(scheme)) }
    if let rule = filter.rule { and("instr(a.rules, ?) > 0", .text(" \(rule) ")) }
    if let entity = filter.entity { and("a.entity = ?", .text(entity)) }
    if let source = filter.source { and("a.source = ?", .text(source)) }
    if let record = filter.record { and("a.record = ?", .text(record)) }
    if let severity = filter.severity {
      // Named one by one, an index can lead to each.
      let ranks = AlertSeverity.allCases.filter { $0 >= severity }.map { "\($0.rank)" }
      and("\(plus)a.severity IN (\(ranks.joined(separator: ", ")))")
    }
    if let from = filter.from { and("\(plus)a.at >= ?", .integer(from.microseconds)) }
    if let before = filter.before { and("\(plus)a.at < ?", .integer(before.microseconds)) }
    if let least = filter.lossLeast { and("\(plus)a.loss >= ?", .integer(least.tenThousandths)) }
    if let key = filter.caseKey { and("a.case_id = (SELECT id FROM alert_case WHERE key = ?)", .text(key)) }
    let status = filter.record != nil ? "+a.status" : "a.status"
    switch filter.standing {
    case .all: break
    case .confirmed, .dismissed: and("\(status) = ?", .text(filter.standing.rawValue))
    case .open, .suppressed:
      and("\(status) = 'open'")
      let (hidden, hiddenValues) = AlertCondition.hidden(by: suppressions)
      and(filter.standing == .open ? "NOT \(hidden)" : hidden, hiddenValues)
    }
    if sql.isEmpty { sql = "1" }
  }

  private mutating func and(_ condition: String, _ values: SQLValue...) { and(condition, values) }

  private mutating func and(_ condition: String, _ values: [SQLValue]) {
    sql += (sql.isEmpty ? "" : " AND ") + condition
    self.values += values
  }

  /// Never unknown, so that it can be turned round.
  static func hidden(by suppressions: [Suppression]) -> (sql: String, values: [SQLValue]) {
    var values: [SQLValue] = []
    let each = suppressions.map { suppression in
      var parts: [String] = []
      for (column, wanted) in [("scheme", suppression.scheme), ("entity", suppression.entity), ("record", suppression.record)] {
        guard let wanted else { continue }
        parts.append("a.\(column) IS ?")
        values.append(.text(wanted))
      }
      if let rule = suppression.rule {
        parts.append("instr(a.rules, ?) > 0")
        values.append(.text(" \(rule) "))
      }
      return "(" + parts.joined(separator: " AND ") + ")"
    }
    return (each.isEmpty ? "0" : "(" + each.joined(separator: " OR ") + ")", values)
  }
}
