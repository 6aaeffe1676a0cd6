import Alerts
import Records

/// Records worked out, so that an outsider can check them with a pocket calculator.
extension ReportStory {
  private static let examplesShown = 3

  /// The largest, but not three of one rule and one person where there are others.
  func chosen(_ scheme: SchemeFacts) -> [ReportedAlert] {
    var chosen: [ReportedAlert] = []
    // Small baskets first: nobody adds up twelve lines for pleasure.
    let candidates = scheme.tally.examples.filter { isEasy($0) } + scheme.tally.examples.filter { !isEasy($0) }
    for isStrict in [true, false] {
      for alert in candidates where chosen.count < ReportStory.examplesShown && !chosen.contains(alert) {
        let isLike = chosen.contains { other in
          other.sighting.rules == alert.sighting.rules
            && (scheme.kind != .byPerson || other.sighting.entity == alert.sighting.entity)
        }
        if !isStrict || !isLike { chosen.append(alert) }
      }
    }
    return chosen
  }

  private static let linesEasy = 6

  private func isEasy(_ alert: ReportedAlert) -> Bool {
    guard let order = facts.history?.orders[alert.sighting.record] else { return true }
    return order.lines.count <= ReportStory.linesEasy
  }

  func examples(_ scheme: SchemeFacts) -> [Document.Block] {
    let chosen = chosen(scheme)
    guard !chosen.isEmpty else { return [] }
    var notes = wording.runs("examples.note")
    if scheme.kind == .byPerson, let ladder = facts.history?.gaps?.ladder, !ladder.isEmpty {
      let steps = ladder.sorted().map { wording.text(of: .rate($0)) }.joined(separator: ", ")
      notes += [Run(" ")] + wording.runs("examples.ladder", ["steps": .text(steps)])
    }
    return [heading("heading.examples", anchor: anchor(scheme, "examples")), .paragraph(notes, .body)]
      + chosen.map { .example(example($0, scheme.kind)) }
  }

  private func example(_ alert: ReportedAlert, _ kind: SchemeKind) -> Document.Example {
    let said = alert.sighting
    let currency = said.currency
    var steps: [Document.Example.Step] = []
    let order = facts.history?.orders[said.record]
    let evidence = Evidence(said.evidence)
    if let order { steps += lines(order, currency) }
    let goods = evidence.money("goods") ?? order?.list
    let charged = evidence.money("charged") ?? order?.charged
    if kind != .byPerson {
      steps += amounts(evidence, nil).map {
        .init(wording.runs("example.evidence", ["name": .text($0.name)]), .money($0.amount, currency))
      }
    } else if let goods, let charged, let gap = goods.subtracting(charged), gap.tenThousandths > 0 {
      func step(_ key: String, _ amount: Money, _ figures: [String: Figure] = [:], isResult: Bool = false) {
        steps.append(.init(wording.runs(key, figures), .money(amount, currency), isResult: isResult))
      }
      step("example.goods", goods)
      step("example.charged", charged)
      step("example.gap", gap, isResult: true)
      let above = order?.nearest.filter { $0 > gap }.min()
      if let below = order?.nearest.filter({ $0 <= gap }).max() {
        step(above == nil ? "example.most" : "example.nearest-below", below)
      }
      if let above { step("example.nearest-above", above) }
      if let order, order.nearest.isEmpty { steps.append(.init(wording.runs("example.many"), .none)) }
    }
    if let loss = said.loss, loss != .zero {
      let why = kind == .byPerson ? nil : explained(loss, by: amounts(evidence, order))
      steps.append(.init(why ?? wording.runs("example.loss"), .money(loss, currency), isResult: true))
    }
    return Document.Example(
      title: wording.runs(
        "example.title",
        [
          "record": .text(said.record), "date": date(said.at),
          "who": .text(said.entity.map { facts.names.of($0) } ?? wording.text("nobody")),
        ]), steps: steps, conclusion: [Run(facts.names.hide(said.reason))])
  }

  /// What the rules looked at, in words.
  private func amounts(_ evidence: Evidence, _ order: HistoryFacts.Order?) -> [(name: String, amount: Money)] {
    var amounts = evidence.amounts.filter { $0.name != "lost" }
    for (name, amount) in [("charged", order?.charged), ("list", order?.list)] where !amounts.contains(where: { $0.name == name })
    {
      if let amount { amounts.append((name, amount)) }
    }
    return amounts.filter { $0.amount != .zero }.map { name, amount in
      let key = "amount.\(name)"
      return (wording.has(key) ? wording.text(key) : name.replacing("_", with: " "), amount)
    }
  }

  /// Which of the amounts is the loss, or which two it lies between: what a reader has to do to get it.
  private func explained(_ loss: Money, by amounts: [(name: String, amount: Money)]) -> [Run]? {
    if let whole = amounts.first(where: { $0.amount == loss }) {
      return wording.runs("example.loss.whole", ["amount": .text(whole.name)])
    }
    for (index, first) in amounts.enumerated() {
      for second in amounts[(index + 1)...]
      where first.amount.subtracting(second.amount)?.tenThousandths.magnitude == loss.tenThousandths.magnitude {
        return wording.runs("example.loss.between", ["first": .text(first.name), "second": .text(second.name)])
      }
    }
    return nil
  }

  private func lines(_ order: HistoryFacts.Order, _ currency: Currency) -> [Document.Example.Step] {
    order.lines.prefix(12).map { line in
      guard let price = line.price, let amount = price.multiplied(by: line.quantity) else {
        return .init(
          wording.runs("example.unpriced", ["quantity": .count(Int(line.quantity)), "product": .text(line.product)]), .none)
      }
      return .init(
        wording.runs(
          "example.line",
          ["quantity": .count(Int(line.quantity)), "product": .text(line.product), "price": .money(price, currency)]),
        .money(amount, currency))
    }
  }

  /// The records that may be worked out, for whoever reads the history for their lines.
  public var candidates: [ReportedAlert] { facts.losing.flatMap(\.tally.examples) }
}
