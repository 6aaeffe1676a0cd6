import Records

extension MatrixPage {
  /// Models, learned from votes and from the truth.
  var models: String {
    var text = """

      ## Models

      A model learned from the rules' votes alone, which is all that a company has at first, beside one that learned from the truth. Both learn from the
      first three quarters of each history and are tested on the last one; a rule's own condition is no feature of the model that learned from its votes.
      *Share* is the first one's average precision over the second's. *Rules and model* is the verdict of `scan --model` with the first one; *gain* is what that is
      above the rules alone. Intervals hold 95 of 100 samples of the reps, of which both sides see the same.

      """
    for name in MatrixRun.schemes { text += models(name) }
    return text
  }

  private func models(_ name: String) -> String {
    let all = all(name).compactMap { row, scheme in scheme.models.map { (row: row, models: $0) } }
    guard !all.isEmpty else { return "" }
    let judged = all.filter { ($0.models.frauds ?? 0) >= MatrixTarget.testFraudsMin }
    var table = judged.map { row, models -> [String] in
      [
        String(row.setting), groupedInThousands(String(models.orders ?? 0)), String(models.frauds ?? 0),
        interval(models.fromVotes),
        interval(models.fromTruth), interval(models.share), interval(models.rules), interval(models.both),
        interval(models.gain, 4),
      ]
    }
    if judged.count > 1 {
      func mean(_ path: KeyPath<MatrixRow.Models, MatrixRow.Interval?>, _ count: Int = 3) -> String {
        let values = judged.compactMap { $0.models[keyPath: path]?.value }
        return values.isEmpty ? "–" : places(values.reduce(0, +) / Double(values.count), count)
      }
      table.append([
        "mean", "", "", mean(\.fromVotes), mean(\.fromTruth), mean(\.share), mean(\.rules), mean(\.both), mean(\.gain, 4),
      ])
    }
    let header = ["setting", "orders", "frauds", "from votes", "from truth", "share", "rules", "rules and model", "gain"]
    var text = "\n### Models of \(name)\n\n" + (judged.isEmpty ? "" : markdown(header, table))
    let few = all.filter { ($0.models.frauds ?? 0) < MatrixTarget.testFraudsMin }
    if !few.isEmpty {
      text += "\nNot counted, for fewer than \(MatrixTarget.testFraudsMin) frauds among the orders that are tested: "
      text +=
        few.map { row, models in "\(row.setting) (\(models.failure ?? "\(models.frauds ?? 0)"))" }.joined(separator: "; ") + ".\n"
    }
    return text
  }

  private func interval(_ interval: MatrixRow.Interval?, _ count: Int = 3) -> String {
    guard let interval else { return "–" }
    let range = interval.low.flatMap { low in interval.high.map { " (\(places(low, count)) to \(places($0, count)))" } }
    return places(interval.value, count) + (range ?? "")
  }
}
