import CommandLineKit
import Foundation
import Learning
import Records

/// What came of a training, for a terminal and as JSON.
struct LearnReport {
  private let history: LearningHistory
  private let learned: [LearnedScheme]
  private let version: ModelVersion
  private let seconds: Double

  init(_ history: LearningHistory, _ learned: [LearnedScheme], _ version: ModelVersion, seconds: Double) {
    (self.history, self.learned, self.version, self.seconds) = (history, learned, version, seconds)
  }

  func print(_ terminal: Terminal) throws {
    for refused in history.features.refused { terminal.say("\(refused.name) is left out: \(refused.reason)") }
    for one in learned {
      let test = one.model.test
      try terminal.write(
        "\(one.scheme): \(Words.counted(one.records, "record")), \(Words.places(one.frauds, 0)) of them fraud as they are labelled; tested on the last "
          + "\(test.rows.count), \(Words.places(test.frauds, 0)) fraud \(one.isTruthKnown ? "in truth" : "as they are labelled")\n"
      )
      if !one.model.constantColumns.isEmpty {
        try terminal.write("  always the same, and left out: \(one.model.constantColumns.joined(separator: ", "))\n")
      }
      try terminal.write("  parameters: \(one.model.search.reason)\n  chances: \(one.model.calibration.reason)\n")
      try terminal.write("  threshold: \(one.model.threshold.reason)\n\n")
      try terminal.write(table(one).render(terminal) + "\n")
    }
    try terminal.write(
      "registered as \(version.reference) (\(version.hash.prefix(12))), \(Words.counted(version.features.count, "feature")), "
        + "\(Words.places(seconds, 1)) s\n")
    terminal.say("it decides once it is promoted: sheriff models promote \(version.reference) --why TEXT")
  }

  private func table(_ one: LearnedScheme) -> TextTable {
    let sides = one.sides
    return TextTable(
      header: [""] + sides.map(\.side.rawValue),
      rows: one.model.test.figures.map { figure in
        [.text(figure.name)]
          + sides.map { side in .number(side.test[figure.name].map(LearnReport.text) ?? "-") }
      })
  }

  private static func text(_ figure: ModelTest.Figure) -> String {
    let range = figure.range.map { " (\(Words.places($0.lowerBound, 3)) to \(Words.places($0.upperBound, 3)))" } ?? ""
    return Words.places(figure.value, 4) + range
  }

  func json() throws -> String {
    func object(_ test: ModelTest) -> [String: Double] {
      Dictionary(test.figures.map { ($0.name.replacing(" ", with: "_"), $0.value) }) { first, _ in first }
    }
    let schemes = learned.map { one -> [String: Any] in
      var sides: [String: Any] = [:]
      for side in one.sides { sides[side.side.rawValue.replacing(" ", with: "_")] = object(side.test) }
      return [
        "scheme": one.scheme, "records": one.records, "frauds": one.frauds, "test_records": one.model.test.rows.count,
        "test_frauds": one.model.test.frauds, "against_truth": one.isTruthKnown, "metrics": object(one.model.test),
        "sides": sides,
        "threshold": one.model.threshold.score as Any? ?? NSNull(),
      ]
    }
    let whole: [String: Any] = [
      "model": version.name, "version": version.version, "hash": version.hash, "seconds": seconds, "schemes": schemes,
      "metrics": learned.first.map { object($0.model.test) } ?? [:],
    ]
    let data = try JSONSerialization.data(withJSONObject: whole, options: [.sortedKeys, .withoutEscapingSlashes])
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
