import Exploration
import Learning
import Records

/// What somebody who decides about a model reads first: what it finds, against the rules alone, and how sure that is.
struct RunDecision {
  private let scheme: SchemeReading

  init(_ scheme: SchemeReading) { self.scheme = scheme }

  var section: Story.Section {
    var section = Story.Section(title: "\(scheme.scheme): what it finds", text: text)
    section.tiles = tiles
    section.cautions = RunCautions(scheme).all
    return section
  }

  private static let beside: [RunSide] = [.rules, .both]

  private var tiles: [Story.Tile] {
    func tile(_ figure: String, _ name: String) -> Story.Tile? {
      guard let own = scheme.figure(figure) else { return nil }
      var notes = own.interval.map { [RunWords.range(figure, $0)] } ?? []
      for side in RunDecision.beside {
        if let other = scheme.figure(figure, side) { notes.append("\(side.rawValue) \(RunWords.value(figure, other.value))") }
      }
      return Story.Tile(value: RunWords.value(figure, own.value), name: name, note: notes.joined(separator: "; "))
    }
    return [
      tile("recall of alerts", "of the frauds found"), tile("precision of alerts", "of its alerts are fraud"),
      tile("money caught by alerts", "of the money caught"), tile(RunNames.averagePrecision, RunNames.averagePrecision),
    ].compactMap { $0 }
  }

  private var text: String { [tested, alerted, compared].compactMap { $0 }.joined(separator: " ") }

  private var tested: String? {
    guard let records = scheme.figure(RunNames.testRecords), let frauds = scheme.figure(RunNames.testFrauds) else { return nil }
    let on = scheme.text(RunNames.testedOn).map { " of \($0)" } ?? ""
    let learned = scheme.figure(RunNames.learnedRecords).map {
      ", all later than the \(RunWords.count($0.value)) that it learned from"
    }
    let against = scheme.text(RunNames.testedAgainst).map { " Frauds are those of \($0)." } ?? ""
    return
      "Tested on \(RunWords.count(records.value)) records\(on)\(learned ?? ""); \(RunWords.count(frauds.value)) of them fraud.\(against)"
  }

  private var alerted: String? {
    guard let alerts = scheme.figure(RunNames.alerts) else { return nil }
    let days = scheme.figure(RunNames.testDays)?.value ?? 0
    let budget = scheme.text(RunNames.budget).map { "With a budget of \($0)" } ?? "At its threshold"
    var text = "\(budget) it makes \(RunWords.count(alerts.value)) alerts"
    if days > 0 { text += " in \(RunWords.count(days.rounded())) days" }
    let others = RunDecision.beside.compactMap { side in
      scheme.figure(RunNames.alerts, side).map { "\(side.rawValue) \(RunWords.count($0.value))" }
    }
    if !others.isEmpty { text += "; \(others.joined(separator: ", "))" }
    text += "."
    if let caught = scheme.amount(RunNames.moneyCaught), let stake = scheme.amount(RunNames.moneyAtStake) {
      text += " They catch \(caught.value.text(in: caught.currency)) of \(stake.value.text(in: stake.currency)) at stake"
      text += scheme.text(RunNames.moneyReason).map { ", which is \($0)." } ?? "."
    }
    return text
  }

  /// Differences over the same samples, which say more than two intervals beside each other.
  private var compared: String? {
    let sentences = [RunSide.rules, .line].compactMap { side -> String? in
      guard let above = scheme.figure(RunNames.above(side)), let range = above.interval else { return nil }
      // What is worse, or not shown to be better, stands among the cautions.
      guard range.lowerBound > 0 else { return nil }
      let by = "\(RunWords.places(above.value)) (\(RunWords.places(range.lowerBound)) to \(RunWords.places(range.upperBound)))"
      return "It ranks better than \(side == .rules ? "the rules alone" : side.rawValue): average precision is higher by \(by)."
    }
    return sentences.isEmpty ? nil : sentences.joined(separator: " ")
  }
}
