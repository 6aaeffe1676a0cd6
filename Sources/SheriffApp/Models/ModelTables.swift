import CommandLineKit
import Learning
import Records

/// One version as somebody reads it in a terminal.
struct ModelTables {
  let side: ModelComparison.Side
  let changes: [StageChange]

  func print(_ terminal: Terminal) throws {
    let run = side.run
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
    try measures(terminal)
    try print(["parameter", "value"], run.parameters.map { [.text($0.name), .text($0.value)] }, terminal)
    try print(["feature", "type"], version.features.map { [.text($0.name), .text($0.type)] }, terminal)
    try print(
      ["what moves it", "moves by", "which way"],
      run.weights.map { weight in
        let scheme = version.schemes.count > 1 ? "\(weight.scheme): " : ""
        return [.text(scheme + weight.feature), .number(MeasureText.number(weight.weight)), .text(weight.direction)]
      }, terminal)
    try terminal.write("\n  stages\n")
    if changes.isEmpty { try terminal.write("  none so far\n") }
    for change in changes { try terminal.write("  \(ModelTables.told(change))\n") }
  }

  /// What others came to on the same records stands beside what the model came to.
  private func measures(_ terminal: Terminal) throws {
    let run = side.run
    let schemes = version.schemes.map { RunNames($0) }
    func named(_ name: String) -> (names: RunNames, what: String, side: RunSide)? {
      for names in schemes { if let parts = names.parts(name) { return (names, parts.what, parts.side) } }
      return nil
    }
    let others = RunSide.allCases.dropFirst().filter { side in run.metrics.contains { named($0.name)?.side == side } }
    let metrics = Dictionary(run.metrics.map { ($0.name, $0) }) { first, _ in first }
    let amounts = Dictionary(run.amounts.map { ($0.name, $0) }) { first, _ in first }
    func beside(_ name: String, _ text: (String) -> String?) -> [TextTable.Cell] {
      others.map { side in .number(named(name).flatMap { text($0.names.name($0.what, side)) } ?? "-") }
    }
    func isOwn(_ name: String) -> Bool { named(name).map { $0.side == .model } ?? true }
    let rows = run.metrics.filter { isOwn($0.name) }.map { metric -> [TextTable.Cell] in
      [.text(metric.name), .number(MeasureText.number(metric.value)), .number(MeasureText.interval(metric.interval))]
        + beside(metric.name) { metrics[$0].map { MeasureText.number($0.value) } }
    }
    let money = run.amounts.filter { isOwn($0.name) }.map { amount -> [TextTable.Cell] in
      [.text(amount.name), .number(amount.value.text(in: amount.currency)), .number(MeasureText.interval(amount))]
        + beside(amount.name) { amounts[$0].map { $0.value.text(in: $0.currency) } }
    }
    try print(["measure", "value", "interval"] + others.map(\.rawValue), rows + money, terminal)
  }

  private var version: ModelVersion { side.version }

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
