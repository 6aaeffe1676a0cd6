import CommandLineKit
import RuleEngine
import RuleLanguage

/// Explanations for a person: the tree indented, values in a column.
struct ExplanationText {
  let program: Program
  let terminal: Terminal

  /// Values stand no farther to the right than this; longer expressions push theirs out.
  private static let columnMost = 64

  private struct Line {
    var left: String
    var right: String
    var style: Terminal.Style?
    /// A remark on the line above, such as the records behind a window.
    var isRemark = false
  }

  func text(_ record: ExplainedRecord) -> String {
    var title = "record \(record.id)"
    if record.id != "row:\(record.row)" { title += " (row \(record.row))" }
    var result = "\(terminal.styled(title, .bold))\n"
    for note in record.notes { result += "  \(note)\n" }
    for explanation in record.explanations { result += "\n" + text(explanation) }
    return result
  }

  private func text(_ explanation: RuleExplanation) -> String {
    let rule = program.rules[explanation.rule]
    var head = "\(terminal.styled(rule.id, .bold))  \(terminal.styled("\(explanation.outcome)", style(explanation.outcome)))"
    if let loss = explanation.loss { head += "  loss \(value(loss))" }
    if let score = explanation.score { head += "  score \(value(score))" }
    if rule.status != .live { head += "  (\(rule.status.rawValue))" }
    var lines: [Line] = []
    add(explanation.condition, depth: 1, to: &lines)
    for (name, node) in [("score", explanation.score), ("loss", explanation.loss)] {
      guard let node else { continue }
      lines.append(Line(left: "  \(name)", right: ""))
      add(node, depth: 2, to: &lines)
    }
    var result =
      "\(head)\n  \(rule.title.isEmpty ? "" : "\(rule.title). ")\(capitalized(explanation.summary)).\n\(aligned(lines))"
    if let sentence = explanation.sentence { result += "  because: \(sentence)\n" }
    if explanation.isSilent {
      result +=
        explanation.changes.first.map { "  \($0.text)\n" }
        ?? "  no change of one field that was tried would make it fire\n"
    }
    return result
  }

  private func style(_ outcome: RuleOutcome) -> Terminal.Style {
    switch outcome {
    case .fired: .red
    case .silent: .green
    default: .yellow
    }
  }

  private func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  // MARK: The tree

  private func add(_ node: ExplainedNode, depth: Int, to lines: inout [Line]) {
    let indent = String(repeating: "  ", count: depth)
    lines.append(Line(left: indent + node.text, right: right(node), style: style(node)))
    if let window = node.window { lines.append(Line(left: "\(indent)  \(text(window))", right: "", style: .dim, isRemark: true)) }
    for part in node.parts { add(part, depth: depth + 1, to: &lines) }
  }

  private func style(_ node: ExplainedNode) -> Terminal.Style? {
    switch node.state {
    case .known: nil
    case .skipped: .dim
    case .unknown, .insufficient: .yellow
    }
  }

  private func right(_ node: ExplainedNode) -> String {
    switch node.state {
    case .known: node.type.isScalar ? value(node) : ""
    case .skipped: "skipped: decided already"
    case .unknown(let reason): "unknown: \(reason)"
    case .insufficient(let reason): reason.hasPrefix("insufficient") ? reason : "insufficient: \(reason)"
    }
  }

  private func value(_ node: ExplainedNode) -> String {
    node.value.isMissing ? "unknown" : node.value.readableText(node.type)
  }

  private func text(_ window: ExplainedWindow) -> String {
    if let problem = window.problem { return "looks at no records: \(problem)" }
    guard window.count > 0 else { return "holds no records" }
    var text = "holds \(window.count) record\(window.count == 1 ? "" : "s")"
    if window.values < window.count, window.values > 0 { text += " (\(window.values) with a value)" }
    text += ": \(window.first.joined(separator: ", "))"
    if window.hidden > 0 { text += ", … \(window.hidden) more …" }
    if !window.last.isEmpty { text += ", \(window.last.joined(separator: ", "))" }
    return text
  }

  private func aligned(_ lines: [Line]) -> String {
    let widths = lines.filter { !$0.isRemark && !$0.right.isEmpty }.map(\.left.count)
    let column = widths.filter { $0 <= ExplanationText.columnMost }.max() ?? 0
    return lines.map { line in
      if line.right.isEmpty { return "\(line.style.map { terminal.styled(line.left, $0) } ?? line.left)\n" }
      let gap = String(repeating: " ", count: max(0, column - line.left.count) + 2)
      return "\(line.left)\(gap)\(line.style.map { terminal.styled(line.right, $0) } ?? line.right)\n"
    }.joined()
  }
}
