import CommandLineKit
import Learning
import Records

/// Two versions side by side in a terminal.
struct ComparisonTables {
  let comparison: ModelComparison

  func print(_ terminal: Terminal) throws {
    try terminal.write(TextTable(header: ["", first, second], rows: origins).render(terminal))
    if comparison.isSameData == false {
      try terminal.write("\n  They learned from different data: the measures may differ for that alone.\n")
    }
    try print(["measure", first, "interval", second, "interval", "difference", "intervals"], metrics + amounts, terminal)
    try print(
      ["parameter", first, second],
      comparison.parameters.map { [.text($0.name), .text($0.first ?? "-"), .text($0.second ?? "-")] }, terminal)
    try print(
      ["feature", first, second],
      comparison.features.map { [.text($0.name), .text($0.first?.type ?? "-"), .text($0.second?.type ?? "-")] }, terminal)
    for (what, isEmpty) in [("parameters", comparison.parameters.isEmpty), ("features", comparison.features.isEmpty)]
    where isEmpty {
      try terminal.write("\n  Their \(what) are the same.\n")
    }
  }

  private var first: String { comparison.first.version.reference.description }
  private var second: String { comparison.second.version.reference.description }

  private var origins: [[TextTable.Cell]] {
    func row(_ what: String, _ text: (ModelComparison.Side) -> String) -> [TextTable.Cell] {
      [.text(what), .text(text(comparison.first)), .text(text(comparison.second))]
    }
    /// Enough of a hash to be found again; equality is of the whole.
    func hashes(_ what: String, _ hash: (ModelComparison.Side) -> String?) -> [TextTable.Cell] {
      let (one, other) = (hash(comparison.first), hash(comparison.second))
      let isSame = one != nil && one == other
      return [
        .text(what), .text(one.map { String($0.prefix(16)) } ?? "-"),
        .text(isSame ? "the same" : other.map { String($0.prefix(16)) } ?? "-"),
      ]
    }
    return [
      row("stage") { $0.version.stage.rawValue }, row("registered") { $0.version.registered.description },
      row("schemes") { $0.version.schemes.joined(separator: ", ") }, row("schema") { $0.version.schema },
      row("features") { String($0.version.features.count) }, hashes("model") { $0.version.hash },
      row("run") { "\($0.run.id ?? 0) \(MeasureText.line($0.run.name))" },
      row("took") { MeasureText.duration(microseconds: $0.run.durationMicroseconds) }, hashes("data") { $0.run.dataHash },
      hashes("rules") { $0.run.rulesHash }, hashes("baseline") { $0.run.baselineHash },
    ]
  }

  private var metrics: [[TextTable.Cell]] {
    comparison.metrics.map { row in
      [
        .text(row.name), .number(row.first.map { MeasureText.number($0.value) } ?? "-"),
        .number(MeasureText.interval(row.first?.interval)), .number(row.second.map { MeasureText.number($0.value) } ?? "-"),
        .number(MeasureText.interval(row.second?.interval)), .number(MeasureText.difference(row.difference)),
        .text(MeasureText.relation(row.relation)),
      ]
    }
  }

  private var amounts: [[TextTable.Cell]] {
    comparison.amounts.map { row in
      [
        .text(row.name), .number(row.first.map { $0.value.text(in: $0.currency) } ?? "-"),
        .number(MeasureText.interval(row.first)), .number(row.second.map { $0.value.text(in: $0.currency) } ?? "-"),
        .number(MeasureText.interval(row.second)), .number(MeasureText.difference(row.difference, row.first?.currency)),
        .text(MeasureText.relation(row.relation)),
      ]
    }
  }

  private func print(_ header: [String], _ rows: [[TextTable.Cell]], _ terminal: Terminal) throws {
    guard !rows.isEmpty else { return }
    try terminal.write("\n" + TextTable(header: header, rows: rows).render(terminal))
  }
}
