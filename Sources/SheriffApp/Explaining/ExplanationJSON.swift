import Diagnostics
import Records
import RuleEngine
import RuleLanguage

/// Explanations for other programs: one object.
struct ExplanationJSON {
  let program: Program

  func text(_ record: ExplainedRecord) -> String {
    let notes = record.notes.map(jsonString).joined(separator: ",")
    let rules = record.explanations.map(rule).joined(separator: ",")
    return "{\"record\":\(jsonString(record.id)),\"row\":\(record.row),\"notes\":[\(notes)],\"rules\":[\(rules)]}\n"
  }

  private func rule(_ explanation: RuleExplanation) -> String {
    let rule = program.rules[explanation.rule]
    var parts = [
      "\"rule\":\(jsonString(rule.id))", "\"title\":\(jsonString(rule.title))", "\"status\":\"\(rule.status.rawValue)\"",
      "\"outcome\":\"\(explanation.outcome)\"", "\"summary\":\(jsonString(explanation.summary))",
      "\"condition\":\(node(explanation.condition))",
    ]
    if let score = explanation.score { parts.append("\"score\":\(node(score))") }
    if let loss = explanation.loss { parts.append("\"loss\":\(node(loss))") }
    if let sentence = explanation.sentence { parts.append("\"because\":\(jsonString(sentence))") }
    if explanation.isSilent { parts.append("\"changes\":[\(explanation.changes.map(change).joined(separator: ","))]") }
    return "{\(parts.joined(separator: ","))}"
  }

  private func node(_ node: ExplainedNode) -> String {
    let state =
      switch node.state {
      case .known: "known"
      case .unknown: "unknown"
      case .insufficient: "insufficient"
      case .skipped: "skipped"
      }
    var parts = ["\"expression\":\(jsonString(node.expression))"]
    if let name = node.name { parts.insert("\"name\":\(jsonString(name))", at: 0) }
    parts.append("\"type\":\(jsonString(node.type.name))")
    parts.append("\"value\":\(node.state == .skipped ? "null" : value(node.value))")
    parts.append("\"state\":\"\(state)\"")
    if let reason = node.reason { parts.append("\"reason\":\(jsonString(reason))") }
    if node.isRepeated { parts.append("\"repeated\":true") }
    if let window = node.window { parts.append("\"window\":\(self.window(window))") }
    parts.append("\"parts\":[\(node.parts.map { self.node($0) }.joined(separator: ","))]")
    return "{\(parts.joined(separator: ","))}"
  }

  private func window(_ window: ExplainedWindow) -> String {
    let (first, last) = (window.first.map(jsonString).joined(separator: ","), window.last.map(jsonString).joined(separator: ","))
    return "{\"records\":\(window.count),\"values\":\(window.values),\"required\":\(window.required),\"first\":[\(first)],"
      + "\"last\":[\(last)],\"hidden\":\(window.hidden),\"problem\":\(window.problem.map(jsonString) ?? "null")}"
  }

  private func change(_ change: NearestChange) -> String {
    let relative = change.relative.isFinite ? "\(change.relative)" : "null"
    return "{\"field\":\(jsonString(change.field)),\"type\":\(jsonString(change.type.name)),\"now\":\(value(change.now)),"
      + "\"value\":\(value(change.value)),\"limit\":\(value(change.limit)),\"bound\":\"\(change.bound.rawValue)\",\"others\":\(change.others),"
      + "\"relative\":\(relative),\"text\":\(jsonString(change.text))}"
  }

  /// Amounts and numbers as JSON numbers, durations in seconds, times as texts.
  private func value(_ value: Value) -> String {
    switch value {
    case .missing: "null"
    case .money(let amount): Money(unchecked: amount).description
    case .number(let number): number.isFinite ? "\(number)" : "null"
    case .integer(let integer): "\(integer)"
    case .duration(let microseconds): "\(Double(microseconds) / 1_000_000)"
    case .time(let microseconds): jsonString(Instant(microseconds: microseconds).description)
    case .text(let text): jsonString(text)
    case .flag(let flag): flag ? "true" : "false"
    }
  }
}
