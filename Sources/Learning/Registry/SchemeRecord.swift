public import Records

/// All that a run keeps of one scheme's test.
public struct SchemeRecord: Sendable {
  private let names: RunNames
  private let model: TrainedModel
  private let sides: [(side: RunSide, test: ModelTest)]
  private let records: Int
  private let frauds: Double
  private let currency: Currency?

  /// - sides: beside the model, on the same rows.
  /// - records, frauds: of the whole history.
  /// - currency: of the losses.
  public init(
    _ scheme: String, _ model: TrainedModel, beside others: [(side: RunSide, test: ModelTest)], records: Int, frauds: Double,
    currency: Currency?
  ) {
    (names, self.model, self.records, self.frauds, self.currency) = (RunNames(scheme), model, records, frauds, currency)
    sides = [(.model, model.test)] + others
  }

  // MARK: Figures

  /// The model's own, the most telling first.
  public var modelMetrics: [RunMetric] {
    model.test.figures.map { RunMetric(names.name($0.name), $0.value, interval: $0.range) }
  }

  public var otherMetrics: [RunMetric] {
    let test = model.test
    var metrics: [RunMetric] = []
    for (side, other) in sides.dropFirst() {
      if let above = test.averagePrecision(above: other) {
        metrics.append(RunMetric(names.name(RunNames.above(side)), above.value, interval: above.range))
      }
    }
    let counts = [
      (RunNames.records, Double(records)), (RunNames.frauds, frauds),
      (RunNames.learnedRecords, Double(model.split.train.count)), (RunNames.testRecords, Double(test.rows.count)),
      (RunNames.testFrauds, test.frauds), (RunNames.expectedFrauds, test.chances.reduce(0, +)),
      (RunNames.testDays, days(model.split.testTimes)),
    ]
    metrics += counts.map { RunMetric(names.name($0.0), $0.1) }
    if case .alertsPerDay(let budget) = model.threshold.basis {
      metrics.append(RunMetric(names.name(RunNames.alertsPerDayMax), budget))
    }
    for (side, test) in sides where !test.alerts.isEmpty {
      metrics.append(RunMetric(names.name(RunNames.alerts, side), test.alertCount))
    }
    for (side, other) in sides.dropFirst() {
      metrics += other.figures.map { RunMetric(names.name($0.name, side), $0.value, interval: $0.range) }
    }
    return metrics
  }

  /// At least one; the last moment of a test is a microsecond behind its last record.
  private func days(_ times: Range<Int64>) -> Double {
    let days = (Double(times.upperBound) - Double(times.lowerBound)) / Double(HandbookProtocol.day)
    return max(1, (days * 1_000).rounded() / 1_000)
  }

  // MARK: Money

  public var amounts: [RunAmount] {
    guard let currency, let losses = model.test.losses else { return [] }
    func sum(_ shares: [Double]) -> Money? {
      // A loss is exact; times a share it is rounded half-even, as money is everywhere.
      let sum = losses.indices.reduce(Int128(0)) { sum, row in
        sum + Int128((Double(max(0, losses[row])) * model.test.labels[row] * shares[row]).rounded(.toNearestOrEven))
      }
      return Int64(exactly: sum).flatMap { Money(tenThousandths: $0) }
    }
    var amounts: [RunAmount] = []
    if let stake = sum(losses.map { _ in 1 }), stake > .zero {
      amounts.append(RunAmount(names.name(RunNames.moneyAtStake), stake, currency: currency))
      for (side, test) in sides where !test.alerts.isEmpty {
        guard let caught = sum(test.alerts) else { continue }
        amounts.append(RunAmount(names.name(RunNames.moneyCaught, side), caught, currency: currency))
      }
    }
    return amounts
  }

  // MARK: Curves

  public var curves: [RunCurve] {
    sides.flatMap { curves($0.side, $0.test) } + chances + learningCurve + search
  }

  private func curve(
    _ name: String, _ side: RunSide = .model, across: String, up: String, _ points: [RunCurve.Point]
  ) -> [RunCurve] {
    points.isEmpty ? [] : [RunCurve(names.name(name, side), across: across, up: up, points: points)]
  }

  /// The curve, and the ends of its interval where each point has one.
  private func banded(
    _ name: String, _ side: RunSide = .model, across: String, up: String,
    _ points: [(x: Double, y: Double, range: ClosedRange<Double>?)]
  ) -> [RunCurve] {
    var all = curve(name, side, across: across, up: up, points.map { .init($0.x, $0.y) })
    if points.allSatisfy({ $0.range != nil }) {
      all += curve(
        RunNames.low(name), side, across: across, up: up,
        points.compactMap { point in point.range.map { .init(point.x, $0.lowerBound) } })
      all += curve(
        RunNames.high(name), side, across: across, up: up,
        points.compactMap { point in point.range.map { .init(point.x, $0.upperBound) } })
    }
    return all
  }

  private func curves(_ side: RunSide, _ test: ModelTest) -> [RunCurve] {
    var all = curve(RunNames.precisionAndRecall, side, across: "recall", up: "precision", test.precisionAndRecall())
    all += curve(RunNames.fraudsFound, side, across: "records inspected", up: "share of the frauds", test.fraudsFound())
    all += curve(RunNames.moneyFound, side, across: "records inspected", up: "share of the money", test.moneyFound())
    if side != .line {
      all += banded(
        RunNames.reliability, side, across: "chance", up: "share of fraud",
        test.reliabilityPoints().map { ($0.chance, $0.share, $0.range) })
    }
    return all + byTime(side, test)
  }

  /// Across are seconds since 1970, at which a part begins.
  private func byTime(_ side: RunSide, _ test: ModelTest) -> [RunCurve] {
    let across = "seconds since 1970"
    func seconds(_ part: ModelTest.Part) -> Double { Double(part.times.lowerBound) / 1e6 }
    var all: [RunCurve] = []
    if side == .model {
      all += curve(
        RunNames.byTime("records"), across: across, up: "records", test.parts.map { .init(seconds($0), Double($0.records)) })
      all += curve(RunNames.byTime("frauds"), across: across, up: "frauds", test.parts.map { .init(seconds($0), $0.frauds) })
    }
    for name in [RunNames.averagePrecision] + AlertFigures.names {
      let points = test.parts.compactMap { part in part[name].map { (seconds(part), $0.value, $0.range) } }
      all += banded(RunNames.byTime(name), side, across: across, up: name, points)
    }
    return all
  }

  private var chances: [RunCurve] {
    curve(RunNames.chancesOfFrauds, across: "chance up to", up: "share", model.test.chances(ofFrauds: true))
      + curve(RunNames.chancesOfHonest, across: "chance up to", up: "share", model.test.chances(ofFrauds: false))
  }

  private var learningCurve: [RunCurve] {
    guard model.learningCurve.count > 1 else { return [] }
    return banded(
      RunNames.learningCurve, across: "records learned from", up: RunNames.averagePrecision,
      model.learningCurve.map { (Double($0.rows), $0.averagePrecision.value, $0.averagePrecision.range) })
  }

  /// Scores of one stage are of one kind, those of two are not.
  private var search: [RunCurve] {
    let stages = Set(model.search.trials.map(\.stage)).sorted()
    return stages.flatMap { stage in
      curve(
        RunNames.search(stage: stage + 1), across: "candidate", up: "score",
        model.search.trials.filter { $0.stage == stage }.prefix(RunCurve.pointsMax).map { .init(Double($0.candidate), $0.score) })
    }
  }

  public var weights: [RunWeight] {
    model.weights.map { RunWeight(scheme: names.scheme, feature: $0.feature, weight: $0.weight, direction: $0.direction) }
  }
}
