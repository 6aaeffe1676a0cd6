import CommandLineKit
import Drift

/// What moved, as tables and as JSON.
struct DriftReport {
  let model: String?
  let rows: [HistoryDrift.Row]
  let records: Int
  let words: DriftWords
  let baseline: BaselineDrift?

  private func rows(_ kinds: Set<DriftSubject.Kind>) -> [HistoryDrift.Row] { rows.filter { kinds.contains($0.subject.kind) } }

  func print(_ terminal: Terminal) throws {
    let inputs = rows([.feature, .score])
    if !inputs.isEmpty {
      try terminal.write(
        TextTable(
          header: ["what", "then", "now", "missing then", "missing now", "PSI", "effect", "verdict"],
          rows: inputs.map { row in
            let comparison = row.comparison
            return [
              .text(row.subject.kind == .score ? "score of \(row.subject.name)" : row.subject.name),
              .number(middle(comparison.past, row.subject)), .number(middle(comparison.present, row.subject)),
              .number(Words.percent(comparison.past.missingShare)), .number(Words.percent(comparison.present.missingShare)),
            ] + sizes(comparison)
          }
        ).render(terminal))
    }
    // A rule that said nothing then and says nothing now is no news.
    let shares = rows([.alerts, .fired, .unknown]).filter { row in
      row.comparison.past.occurredShare ?? 0 > 0 || row.comparison.present.occurredShare ?? 0 > 0
    }
    if !shares.isEmpty {
      if !inputs.isEmpty { try terminal.write("\n") }
      try terminal.write(
        TextTable(
          header: ["rule", "what", "then", "now", "PSI", "effect", "verdict"],
          rows: shares.map { row in
            let comparison = row.comparison
            return [
              .text(row.subject.kind == .alerts ? "the model for \(row.subject.name)" : row.subject.name),
              .text(DriftReport.share(row.subject.kind)),
              .number(comparison.past.occurredShare.map { Words.percent($0, 2) } ?? "-"),
              .number(comparison.present.occurredShare.map { Words.percent($0, 2) } ?? "-"),
            ] + sizes(comparison)
          }
        ).render(terminal))
    }
    for row in rows where row.comparison.verdict == .moved {
      try terminal.write("\n\(words.sentence(row.subject, row.comparison))")
    }
    if rows.contains(where: { $0.comparison.verdict == .moved }) { try terminal.write("\n") }
    if let baseline { try terminal.write("\n" + baseline.text) }
  }

  private func sizes(_ comparison: DriftComparison) -> [TextTable.Cell] {
    [
      .number(Words.places(comparison.stability, 3)), .number(comparison.effect.map { Words.places($0, 3) } ?? "-"),
      .text(comparison.verdict.rawValue),
    ]
  }

  private func middle(_ distribution: Distribution, _ subject: DriftSubject) -> String {
    distribution.mean.map { words.value($0, subject) } ?? "-"
  }

  private static func share(_ kind: DriftSubject.Kind) -> String {
    switch kind {
    case .alerts: "alerts"
    case .unknown: "could not tell"
    default: "fired"
    }
  }

  // MARK: JSON

  var json: String {
    var parts: [(String, JSONValue)] = [
      ("model", .optional(model)), ("records", .integer(records)),
      (
        "rows",
        .array(
          rows.map { row in
            let (then, now) = (row.comparison.past, row.comparison.present)
            return .object([
              ("kind", .text(row.subject.kind.rawValue)), ("name", .text(row.subject.name)),
              ("verdict", .text(row.comparison.verdict.rawValue)), ("psi", .number(row.comparison.stability)),
              ("effect", .optional(row.comparison.effect)), ("records_then", .integer(then.records)),
              ("records_now", .integer(now.records)), ("missing_then", .number(then.missingShare)),
              ("missing_now", .number(now.missingShare)), ("mean_then", .optional(then.mean)), ("mean_now", .optional(now.mean)),
              ("share_then", .optional(then.occurredShare)), ("share_now", .optional(now.occurredShare)),
              ("counts_then", .array(then.counts.map { .integer($0) })), ("counts_now", .array(now.counts.map { .integer($0) })),
              ("past", .text(row.isOwnPast ? "source" : "model")),
            ])
          })
      ),
    ]
    if let baseline { parts.append(("baseline", baseline.json)) }
    return JSONValue.object(parts).rendered + "\n"
  }
}
