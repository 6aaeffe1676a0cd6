import CommandLineKit
import Evaluation
import Foundation
import Labelling

/// One scheme's labels as somebody reads them in a terminal.
struct LabelTables {
  let scheme: String
  let model: LabelModel
  let choice: LabelChoice
  let report: LabelReport
  /// How well the chosen labels rank the truth; nil where none was named.
  let averagePrecision: Double?

  private static let fightsMax = 10

  func print(_ terminal: Terminal) throws {
    let share = LabelTables.percent(model.share.value) + LabelTables.interval(model.share.interval)
    let records = "\(scheme): \(Int(model.patterns.records)) records"
    try terminal.write(choice.showsAccuracy ? "\(records), \(share) fraud by the label model\n" : "\(records)\n")
    try terminal.write("  \(choice.reason)\n")
    if !choice.showsAccuracy { try terminal.write("  how right each rule is cannot be told\n") }
    for score in choice.scores {
      let precision = score.averagePrecision.map { String(format: ", average precision %.3f", $0) } ?? ""
      try terminal.write("  \(name(score.method)): log loss \(String(format: "%.4f", score.logLoss))\(precision)\n")
    }
    if let averagePrecision {
      try terminal.write(
        String(format: "  average precision of these labels on the truth, verdicts included: %.3f\n", averagePrecision))
    }
    try terminal.write("\n" + TextTable(header: LabelTables.header, rows: report.rules.map(row)).render(terminal))
    for group in model.groups where group.count > 1 && choice.showsAccuracy {
      try terminal.write("  speak as one: \(group.map { model.patterns.rules[$0].name }.joined(separator: ", "))\n")
    }
    try printFights(terminal)
    try terminal.write("\n")
  }

  private static let header = [
    "rule", "votes on", "with others", "against others", "right", "interval", "truly right", "of fraud", "of the rest",
  ]

  private func row(_ rule: LabelReport.Rule) -> [TextTable.Cell] {
    let estimate = rule.estimate
    // Numbers of a model that is not believed would be read all the same.
    func told(_ text: String?) -> TextTable.Cell { .number(choice.showsAccuracy ? text ?? "-" : "-") }
    func votes(_ fraud: Estimate, _ legit: Estimate) -> String { LabelTables.percent(fraud.value + legit.value) }
    return [
      .text(estimate.rule.name), .number(LabelTables.percent(rule.coverage)), .number(LabelTables.percent(rule.overlap)),
      .number(LabelTables.percent(rule.conflict)), told(estimate.accuracy.map { LabelTables.percent($0.value) }),
      told(estimate.accuracy?.interval.map { LabelTables.range($0) }),
      .number(rule.trueAccuracy.map { LabelTables.percent($0) } ?? "-"),
      told(votes(estimate.fraudGivenFraud, estimate.legitGivenFraud)),
      told(votes(estimate.fraudGivenLegit, estimate.legitGivenLegit)),
    ]
  }

  private func printFights(_ terminal: Terminal) throws {
    guard !report.fights.isEmpty else { return }
    let rows = report.fights.prefix(LabelTables.fightsMax).map { fight -> [TextTable.Cell] in
      [
        .text(fight.sayFraud.joined(separator: " ")), .text(fight.sayLegit.joined(separator: " ")), .number("\(fight.records)"),
        .number(LabelTables.percent(choice.probabilities[fight.pattern])),
      ]
    }
    try terminal.write("\n" + TextTable(header: ["say fraud", "say legit", "records", "chance"], rows: rows).render(terminal))
    let hidden = report.fights.count - rows.count
    if hidden > 0 { try terminal.write("  and \(hidden) more kinds of fights\n") }
  }

  private func name(_ method: LabelMethod) -> String {
    switch method {
    case .labelModel: "the label model"
    case .majorityVote: "the majority vote"
    case .singleRule(let rule): "\(model.patterns.rules[rule].name) alone"
    }
  }

  private static func percent(_ share: Double) -> String { String(format: "%.2f%%", share * 100) }

  private static func range(_ interval: ClosedRange<Double>) -> String {
    "\(percent(interval.lowerBound)) to \(percent(interval.upperBound))"
  }

  private static func interval(_ interval: ClosedRange<Double>?) -> String { interval.map { " (\(range($0)))" } ?? "" }
}
