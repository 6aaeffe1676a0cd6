import Records

extension MatrixPage {
  /// Each setting against each target, where there are enough frauds to tell; and how many reach it.
  var targets: String {
    var text = "\n## Targets\n\n" + targetCounts
    text +=
      "\n*Beyond reach*: even somebody who knew how the history was made would stay below, at the figure in parentheses.\n"
    for target in MatrixTarget.all {
      let some = counted(target.scheme)
      guard !some.isEmpty else { continue }
      let rows = some.map { row, scheme in
        [String(row.setting), groupedInThousands(String(scheme.frauds))]
          + target.tests.map { word($0.outcome(scheme), $0) }
      }
      text +=
        "\n### Targets of \(target.scheme)\n\n" + markdown(["setting", "frauds"] + target.tests.map { "*\($0.words)*" }, rows)
    }
    return text
  }

  private var targetCounts: String {
    var table: [[String]] = []
    for target in MatrixTarget.all {
      let some = counted(target.scheme).map(\.scheme)
      for test in target.tests {
        let outcomes = some.map(test.outcome)
        let reached = outcomes.count { $0 == .reached }
        let beyond = outcomes.count { if case .beyondReach = $0 { true } else { false } }
        let missed = outcomes.count { $0 == .missed }
        table.append([target.scheme, test.words, "\(reached) of \(some.count)", String(missed), String(beyond)])
      }
    }
    return markdown(["*scheme*", "*target*", "reached", "missed", "beyond reach"], table)
  }

  private func word(_ outcome: MatrixTarget.Outcome, _ test: MatrixTarget.Test) -> String {
    switch outcome {
    case .reached: "yes"
    case .missed: "no"
    case .beyondReach(let most): "beyond reach (\(places(most)))"
    case .unknown: "–"
    }
  }
}
