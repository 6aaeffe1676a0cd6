import CommandLineKit
import Evaluation

/// What ranked records truly were: rankings are measured by it.
struct AnomalyLabels {
  /// Places among the ranked records that have a label.
  let known: [Int]
  /// Of these, 1 or 0.
  let labels: [Double]
  /// Which kind of fraud each is; empty where the kind is not known or the record is honest.
  let variants: [String]

  var frauds: Int { labels.count { $0 > 0 } }

  /// Nil where neither a label nor a truth is named.
  init?(_ settings: AnomalySettings, _ history: LearningHistory, _ records: [Int]) throws {
    if let column = history.columnLabels {
      known = records.indices.filter { column[records[$0]] != nil }
      labels = known.map { column[records[$0]] == true ? 1 : 0 }
      variants = known.map { _ in "" }
    } else if let truth = settings.truth {
      let frauds = Dictionary(truth.rows.map { ($0.row, $0.variant) }) { first, _ in first }
      known = Array(records.indices)
      let rows = records.map { history.collection.rows[$0] }
      labels = rows.map { frauds[$0] == nil ? 0 : 1 }
      variants = rows.map { frauds[$0] ?? "" }
    } else {
      return nil
    }
    let what = settings.label.map { "by the label `\($0)`" } ?? "by the truth"
    guard frauds > 0, frauds < labels.count else {
      throw CommandFailure(
        .badData,
        "\(what) \(frauds == 0 ? "none" : "every one") of the \(Words.counted(labels.count, "labelled record")) is fraud, and a ranking is measured by "
          + "records of both kinds",
        hints: ["leave out the label to see the list alone"])
    }
  }
}
