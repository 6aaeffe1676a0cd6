import Charts
import Learning

/// The curves of a scheme as charts, each with what it shows as its title.
struct RunCharts {
  /// What is drawn beside each other: the sides of a run, or the models of several.
  struct Line {
    var name: String
    var reading: SchemeReading
    var side: RunSide
    var tone: Int
  }

  let lines: [Line]
  let scheme: SchemeReading

  /// What is said in numbers is said of the first.
  init?(_ lines: [Line]) {
    guard let first = lines.first else { return nil }
    (self.lines, scheme) = (lines, first.reading)
  }

  /// The sides of a run that decide, each in a colour of its own. Logistic regression is a yardstick for figures.
  init(_ scheme: SchemeReading) {
    self.scheme = scheme
    lines = RunSide.allCases.enumerated().filter { $1 != .line }.map { place, side in
      Line(name: side.rawValue, reading: scheme, side: side, tone: place)
    }
  }

  private func points(_ curve: String, _ line: Line) -> [(x: Double, y: Double)] {
    line.reading.points(curve, line.side).map { ($0.x, $0.y) }
  }

  private func points(_ curve: String) -> [(x: Double, y: Double)] { scheme.points(curve).map { ($0.x, $0.y) } }

  private func band(_ curve: String, _ line: Line) -> [(x: Double, low: Double, high: Double)] {
    let low = line.reading.points(RunNames.low(curve), line.side)
    let high = line.reading.points(RunNames.high(curve), line.side)
    return low.count == high.count ? zip(low, high).map { ($0.x, $0.y, $1.y) } : []
  }

  private func curves(_ name: String) -> [Chart.Curve] {
    lines.compactMap { line in
      let points = points(name, line)
      return points.isEmpty ? nil : Chart.Curve(line.name, .line, points, tone: line.tone)
    }
  }

  /// Of each line where it has come to by its alerts.
  private func dots(_ place: (SchemeReading, RunSide) -> (x: Double, y: Double)?) -> [Chart.Curve] {
    lines.compactMap { line in place(line.reading, line.side).map { Chart.Curve("", .dots, [$0], tone: line.tone) } }
  }

  /// `40% for the model, 12% for rules alone`.
  private func said(_ curves: [Chart.Curve], _ value: ([(x: Double, y: Double)]) -> Double?) -> String {
    curves.compactMap { curve in value(curve.points).map { "\(Words.percent($0, 0)) for the \(curve.name)" } }.joined(
      separator: ", "
    )
    .replacing("the rules", with: "rules")
  }

  // MARK: Finding

  private static let recallShown = 0.8

  var precisionAndRecall: Chart? {
    let lines = curves(RunNames.precisionAndRecall)
    guard !lines.isEmpty else { return nil }
    let dots = dots { reading, side in
      guard let recall = reading.figure("recall of alerts", side), let precision = reading.figure("precision of alerts", side)
      else {
        return nil
      }
      return (recall.value, precision.value)
    }
    let at = { (points: [(x: Double, y: Double)]) in points.filter { $0.x >= RunCharts.recallShown }.map(\.y).max() }
    let said = said(lines, at)
    return Chart(
      title: "To find 80% of the frauds, this much of what is looked at is fraud: \(said)", unit: .percent,
      .plane(
        x: .init("share of the frauds found", .percent, 0...1), y: .init("share of looks that are fraud", .percent, 0...1),
        lines + dots),
      description: "Precision over recall. At a recall of 80%: \(said).")
  }

  var frauds: Chart? { gains(RunNames.fraudsFound, "frauds", "recall of alerts") }
  var money: Chart? { gains(RunNames.moneyFound, "money", "money caught by alerts") }

  /// Looks as far as matters: three times as many as the first makes alerts, and beyond the alerts of the others.
  private func gains(_ curve: String, _ what: String, _ figure: String) -> Chart? {
    let all = curves(curve)
    guard let model = all.first, let end = model.points.last?.x, end > 0 else { return nil }
    let own = scheme.figure(RunNames.alerts)?.value ?? 0
    let most = lines.compactMap { $0.reading.figure(RunNames.alerts, $0.side)?.value }.max() ?? 0
    let reach = min(end, max(3 * own, 1.5 * most, 100))
    let looks = own > 0 && own <= reach ? own.rounded() : min(100, (reach / 2).rounded())
    let lines = all.map { curve -> Chart.Curve in
      var cut = curve
      cut.points = curve.points.filter { $0.x <= reach }
      // The line goes on to the edge.
      if let last = cut.points.last, last.x < reach { cut.points.append((reach, RunCharts.value(curve.points, at: reach))) }
      return cut
    }
    let dots = dots { reading, side in
      guard let alerts = reading.figure(RunNames.alerts, side)?.value, alerts <= reach, let share = reading.figure(figure, side)
      else {
        return nil
      }
      return (alerts, share.value)
    }
    let said = said(all) { RunCharts.value($0, at: looks) }
    let verb = what == "money" ? "catch" : "find"
    let subject =
      "\(Words.counted(Int(looks), "look")) \(looks == 1 ? verb + (what == "money" ? "es" : "s") : verb) this much of the \(what)"
    return Chart(
      title: "\(subject): \(said)", unit: .percent,
      .plane(x: .init("records looked at", .count, 0...reach), y: .init("share of the \(what)", .percent, 0...1), lines + dots),
      description:
        "The share of the \(what) over the number of records looked at, the highest scores first, up to \(RunWords.count(reach)). "
        + "After \(RunWords.count(looks)): \(said).")
  }

  /// On the way between points.
  private static func value(_ points: [(x: Double, y: Double)], at x: Double) -> Double {
    guard let next = points.firstIndex(where: { $0.x >= x }) else { return points.last?.y ?? 0 }
    guard next > 0, points[next].x > x else { return points[next].y }
    let (one, other) = (points[next - 1], points[next])
    return one.y + (other.y - one.y) * (x - one.x) / (other.x - one.x)
  }

  // MARK: Trust

  var reliability: Chart? {
    let points = points(RunNames.reliability)
    guard !points.isEmpty else { return nil }
    let expected = scheme.figure(RunNames.expectedFrauds)?.value
    let title =
      if let expected, let frauds = scheme.figure(RunNames.testFrauds)?.value {
        "The chances add up to \(Words.places(expected, 1)) frauds; there were \(RunWords.count(frauds))"
      } else { "What became of records, by the chance that they were given" }
    // What rules score is no chance.
    let curves = lines.filter { $0.side != .rules }.flatMap { line -> [Chart.Curve] in
      let points = self.points(RunNames.reliability, line)
      guard line.side == .model else { return [Chart.Curve(line.name, .line, points, tone: line.tone)] }
      return [
        Chart.Curve("\(line.name), with intervals", .line, points, band: band(RunNames.reliability, line), tone: line.tone),
        Chart.Curve("", .dots, points, tone: line.tone),
      ]
    }
    return Chart(
      title: title, unit: .percent,
      .plane(
        x: .init("chance", .percent, 0...1), y: .init("share that was fraud", .percent, 0...1),
        curves + [Chart.Curve("as it should be", .reference, [(0, 0), (1, 1)])]),
      description: "The share of fraud over the chance, in bins that expect about as many frauds as each other: "
        + points.map { "\(Words.percent($0.x)) was \(Words.percent($0.y))" }.joined(separator: ", ") + ".")
  }

  private static let highChance = 0.1

  var chances: Chart? {
    let (frauds, honest) = (points(RunNames.chancesOfFrauds), points(RunNames.chancesOfHonest))
    guard !frauds.isEmpty, frauds.count == honest.count else { return nil }
    let labels = frauds.map { "≤\(Words.plain(($0.x * 1_000).rounded() / 10))%" }
    func high(_ points: [(x: Double, y: Double)]) -> String {
      Words.percent(points.reduce(0) { $0 + ($1.x > RunCharts.highChance ? $1.y : 0) })
    }
    return Chart(
      title: "\(high(frauds)) of the frauds have a chance above 10%, and \(high(honest)) of the honest records", unit: .percent,
      .grouped(labels: labels, [.init("of the frauds", frauds.map(\.y)), .init("of the honest records", honest.map(\.y))]),
      description: "How frauds and honest records are spread over chances, from 0.1% to 100%.")
  }

  var learningCurve: Chart? {
    let points = points(RunNames.learningCurve)
    guard points.count > 1, let last = points.last,
      let most = lines.compactMap({ self.points(RunNames.learningCurve, $0).last?.x }).max()
    else { return nil }
    let before = points[points.count - 2]
    let ends = band(RunNames.learningCurve, lines[0])
    let isSure = ends.count == points.count && ends[points.count - 1].low > before.y && ends[points.count - 2].high < last.y
    let change = "\(RunWords.places(before.y)) to \(RunWords.places(last.y))"
    let title = "From \(RunWords.count(before.x)) records to \(RunWords.count(last.x)) average precision went from \(change)"
    let curves = lines.filter { $0.side == .model }.flatMap { line -> [Chart.Curve] in
      let points = self.points(RunNames.learningCurve, line)
      return [
        Chart.Curve("\(line.name), with intervals", .line, points, band: band(RunNames.learningCurve, line), tone: line.tone),
        Chart.Curve("", .dots, points, tone: line.tone),
      ]
    }
    return Chart(
      title: title + (isSure ? "" : ", which may be chance"), unit: .count,
      .plane(
        x: .init("records learned from, the latest ones", .count, 0...max(1, most)), y: .init("average precision", .count, 0...1),
        curves),
      description: "Average precision on the same test: "
        + points.map { "\(RunWords.places($0.y)) from \(RunWords.count($0.x)) records" }.joined(separator: ", ") + ".")
  }

  var search: Chart? {
    let stages = scheme.searchStages
    guard let last = stages.last, let best = last.map(\.y).max(), let most = stages.joined().map(\.x).max() else { return nil }
    let highest = max(1, stages.joined().map(\.y).max() ?? 1)
    let plain = last.first { $0.x == 0 }.map { "; without a search it would be \(RunWords.places($0.y))" } ?? ""
    let count = Words.counted(Set(stages.joined().map(\.x)).count, "set", "sets")
    return Chart(
      title: "Of \(count) of parameters the best came to \(RunWords.places(best))\(plain)", unit: .count,
      .plane(
        x: .init("set of parameters, in the order in which they were drawn", .count, 0...max(1, most)),
        y: .init("score", .count, 0...highest),
        stages.enumerated().map { place, points in
          Chart.Curve(
            "stage \(place + 1)", place + 1 == stages.count ? .dots : .specks, points.filter { $0.y >= 0 }.map { ($0.x, $0.y) },
            tone: stages.count - 1 - place)
        }),
      description:
        "The score of each set of parameters on rows behind those that it learned from, stage by stage; those of different stages "
        + "learned for differently long.")
  }

  // MARK: Time

  var overTime: Chart? {
    let name = RunNames.byTime(RunNames.averagePrecision)
    let times = scheme.points(RunNames.byTime("records")).map(\.x)
    let places = Dictionary(times.enumerated().map { ($1, Double($0)) }) { first, _ in first }
    guard times.count > 1 else { return nil }
    let labels = RunWords.stretches(times)
    let curves = lines.compactMap { line -> Chart.Curve? in
      let points = points(name, line).compactMap { point in places[point.x].map { ($0, point.y) } }
      guard !points.isEmpty else { return nil }
      let band = line.side == .model ? band(name, line).compactMap { end in places[end.x].map { ($0, end.low, end.high) } } : []
      return Chart.Curve(line.name, .line, points, band: band, tone: line.tone)
    }
    let own = scheme.points(name)
    guard let worst = own.min(by: { $0.y < $1.y }), let best = own.max(by: { $0.y < $1.y }) else { return nil }
    func told(_ point: RunCurve.Point) -> String {
      "\(RunWords.places(point.y)) (from \(places[point.x].map { labels[Int($0)] } ?? "?") on)"
    }
    return Chart(
      title: "Average precision of the model lay between \(told(worst)) and \(told(best))", unit: .count,
      .plane(x: .init("part of the test, by its beginning", names: labels), y: .init("average precision", .count, 0...1), curves),
      description: "Average precision by part of the test: "
        + own.map { point in "\(places[point.x].map { labels[Int($0)] } ?? ""): \(RunWords.places(point.y))" }.joined(
          separator: ", ") + ".")
  }
}
