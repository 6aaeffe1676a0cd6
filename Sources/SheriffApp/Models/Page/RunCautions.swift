import Learning

/// What a reader has to heed before believing the figures.
struct RunCautions {
  private let scheme: SchemeReading

  init(_ scheme: SchemeReading) { self.scheme = scheme }

  var all: [String] { [few, against, rules, line, overBudget, many, expected, calibration, none, fading].compactMap { $0 } }

  /// With fewer frauds a share is known to a tenth at best.
  private static let fraudsMin = 50.0
  private static let errorMax = 0.05
  /// Of what was expected; and in standard deviations of a count.
  private static let surpriseMin = (share: 0.2, deviations: 2.0)

  private var few: String? {
    guard let frauds = scheme.figure(RunNames.testFrauds)?.value, frauds < RunCautions.fraudsMin else { return nil }
    return
      "Few frauds: the test has \(RunWords.count(frauds)), so one more or less changes every share. Test on a longer history before "
      + "anything hangs on it."
  }

  private var against: String? {
    guard let against = scheme.text(RunNames.testedAgainst), against.hasPrefix("votes") else { return nil }
    return
      "Tested against \(against), and not against what is known to be true: this says how well it repeats the rules. Give a truth with "
      + "--truth."
  }

  private var rules: String? { notShown(.rules, "the rules alone") }
  private var line: String? { notShown(.line, "logistic regression") }

  private func notShown(_ side: RunSide, _ name: String) -> String? {
    guard let above = scheme.figure(RunNames.above(side)), let range = above.interval, range.lowerBound <= 0 else { return nil }
    let by = "\(RunWords.places(range.lowerBound)) to \(RunWords.places(range.upperBound))"
    if range.upperBound < 0 { return "Worse than \(name): average precision differs by \(by)." }
    return "Not shown to be better than \(name): average precision differs by \(by), so it may be chance."
  }

  /// What is above by so much is more than a budget is bent.
  private static let overBudgetMin = 1.2

  private var overBudget: String? {
    guard let budget = scheme.figure(RunNames.alertsPerDayMax)?.value, let alerts = scheme.figure(RunNames.alerts)?.value,
      let days = scheme.figure(RunNames.testDays)?.value, days > 0, alerts / days > budget * RunCautions.overBudgetMin
    else { return nil }
    return
      "More alerts than can be looked at: \(Words.places(alerts / days, 1)) a day in the test, where \(Words.plain(budget)) are allowed. The "
      + "threshold was chosen on earlier records, of which fewer pass it."
  }

  private static let alertShareMax = 0.2

  /// A budget that is never used up lets through whatever passes the least chance.
  private var many: String? {
    guard let records = scheme.figure(RunNames.testRecords)?.value, let alerts = scheme.figure(RunNames.alerts)?.value,
      records > 0,
      alerts / records > RunCautions.alertShareMax
    else { return nil }
    return
      "It makes an alert of \(Words.percent(alerts / records)) of all records, which no budget holds back. A lower budget or a higher "
      + "least chance would leave fewer."
  }

  private var expected: String? {
    guard let expected = scheme.figure(RunNames.expectedFrauds)?.value, let frauds = scheme.figure(RunNames.testFrauds)?.value
    else {
      return nil
    }
    let distance = (expected - frauds).magnitude
    guard distance > RunCautions.surpriseMin.share * max(expected, frauds),
      distance > RunCautions.surpriseMin.deviations * max(1, expected).squareRoot()
    else { return nil }
    return
      "Its chances add up to \(Words.places(expected, 1)) frauds, and there were \(RunWords.count(frauds)): as chances they are too "
      + (expected > frauds ? "high." : "low.")
  }

  private var calibration: String? {
    guard let error = scheme.figure("calibration error")?.value, error > RunCautions.errorMax else { return nil }
    return "Its chances lie \(Words.percent(error)) off in the mean."
  }

  private var none: String? {
    guard scheme.figure(RunNames.alerts)?.value == 0 else { return nil }
    return "It makes no alert at all: \(scheme.text(RunNames.thresholdReason) ?? "nothing passes its threshold")."
  }

  /// Whether what came last was clearly worse than what came first.
  private var fading: String? {
    let curve = RunNames.byTime(RunNames.averagePrecision)
    let points = scheme.points(curve)
    guard points.count > 2, let first = scheme.points(RunNames.low(curve)).first,
      let last = scheme.points(RunNames.high(curve)).last,
      last.y < first.y
    else { return nil }
    let names = RunWords.stretches(points.map(\.x))
    return "It fades: average precision was \(RunWords.places(points[0].y)) from \(names[0]) on and "
      + "\(RunWords.places(points[points.count - 1].y)) from \(names[points.count - 1]) on, beyond what chance explains."
  }
}
