import CommandLineKit
import Learning
import Records

/// One version as somebody reads it in a terminal.
struct ModelTables {
  let side: ModelComparison.Side
  let changes: [StageChange]

  func print(_ terminal: Terminal) throws {
    let (version, run) = (side.version, side.run)
    let lines = [
      ("registered", version.registered.description), ("schemes", list(version.schemes)), ("schema", version.schema),
      ("hash", version.hash), ("bytes", String(version.byteCount)), ("run", ModelTables.run(run)),
      ("data", run.dataHash ?? "-"), ("rules", run.rulesHash ?? "-"), ("baseline", run.baselineHash ?? "-"),
      ("notes", run.notes.isEmpty ? "-" : MeasureText.line(run.notes)),
    ]
    try terminal.write("\(terminal.styled("\(version.reference)", .bold))  \(version.stage.rawValue)\n")
    for (name, value) in lines {
      try terminal.write("  \(name)\(String(repeating: " ", count: 12 - name.count))\(value)\n")
    }
    let measures = run.metrics.map { metric -> [TextTable.Cell] in
      [.text(metric.name), .number(MeasureText.number(metric.value)), .number(MeasureText.interval(metric.interval))]
    }
    let amounts = run.amounts.map { amount -> [TextTable.Cell] in
      [.text(amount.name), .number(amount.value.text(in: amount.currency)), .number(MeasureText.interval(amount))]
    }
    try print(["measure", "value", "interval"], measures + amounts, terminal)
    try print(["parameter", "value"], run.parameters.map { [.text($0.name), .text($0.value)] }, terminal)
    try print(["feature", "type"], version.features.map { [.text($0.name), .text($0.type)] }, terminal)
    try terminal.write("\n  stages\n")
    if changes.isEmpty { try terminal.write("  none so far\n") }
    for change in changes { try terminal.write("  \(ModelTables.told(change))\n") }
  }

  static func run(_ run: TrainingRun) -> String {
    "\(run.id ?? 0) \(MeasureText.line(run.name)), \(run.status.rawValue), began \(run.started), took "
      + MeasureText.duration(microseconds: run.durationMicroseconds)
  }

  /// Who, when and why, not cut off: it is what somebody will want to know in a year.
  static func told(_ change: StageChange) -> String {
    let action =
      switch change.action {
      case .rollback: " by a rollback"
      case .promote: change.to == .retired ? " for another version" : ""
      }
    let signature = change.signature
    return "\(signature.at)  \(change.from.rawValue) to \(change.to.rawValue)\(action), \(MeasureText.line(signature.who)): "
      + MeasureText.line(signature.why)
  }

  private func list(_ names: [String]) -> String { names.isEmpty ? "-" : names.joined(separator: ", ") }

  private func print(_ header: [String], _ rows: [[TextTable.Cell]], _ terminal: Terminal) throws {
    guard !rows.isEmpty else { return }
    try terminal.write("\n" + TextTable(header: header, rows: rows).render(terminal))
  }
}
