import Evaluation
import Learning
import Records
import Testing
import XGBoostTrainer

/// What a run keeps of a test, and what is read of it in a year.
@Suite struct SchemeRecordTests {
  private func sides(_ frame: TrainingFrame, _ model: TrainedModel) throws -> [(side: RunSide, test: ModelTest)] {
    var random = SeededRandom(11)
    let rules = model.test.labels.map { $0 == 1 && random.share() < 0.5 || random.share() < 0.01 }
    let test = try ModelTest(
      frame, rows: model.split.test, chances: rules.map { $0 ? 1 : 0 }, labels: model.test.labels, alerting: .decided(rules),
      times: model.split.testTimes, samples: 20)
    return [(.rules, test)] + (model.baseline.map { [(.line, $0)] } ?? [])
  }

  private func record(_ seed: UInt64) throws -> (
    record: SchemeRecord, model: TrainedModel, sides: [(side: RunSide, test: ModelTest)]
  ) {
    let frame = try ModelTrainingTests.frame(seed)
    let model = try ModelTrainingTests.trained(frame)
    let sides = try sides(frame, model)
    return (SchemeRecord("padding", model, beside: sides, records: 2_000, frauds: 55, currency: .usDollar), model, sides)
  }

  private func run(_ record: SchemeRecord) -> TrainingRun {
    TrainingRun(
      name: "r", started: Instant(microseconds: 0), durationMicroseconds: 1, metrics: record.modelMetrics + record.otherMetrics,
      amounts: record.amounts, weights: record.weights)
  }

  @Test func whatWasMeasuredIsReadBack() throws {
    let (record, model, sides) = try record(21)
    let run = run(record)
    // What the registry would refuse is not written.
    try run.check()
    try record.curves.check()
    let reading = SchemeReading("padding", run, record.curves)
    #expect(reading.sides == [.model, .rules, .line])
    for (side, test) in [(side: RunSide.model, test: model.test)] + sides {
      for figure in test.figures {
        let metric = try #require(reading.figure(figure.name, side))
        #expect(metric.value == figure.value && metric.interval == figure.range)
      }
      #expect(reading.figure(RunNames.alerts, side)?.value == test.alertCount)
      #expect(reading.points(RunNames.fraudsFound, side) == test.fraudsFound())
      #expect(reading.points(RunNames.moneyFound, side) == test.moneyFound())
      #expect(reading.points(RunNames.precisionAndRecall, side) == test.precisionAndRecall())
      #expect(
        reading.points(RunNames.byTime("average precision"), side).count == test.parts.count { $0["average precision"] != nil })
      let money = try #require(reading.amount(RunNames.moneyCaught, side))
      #expect(money.value <= reading.amount(RunNames.moneyAtStake)?.value ?? .zero)
    }
    #expect(reading.figure(RunNames.above(.rules))?.value == model.test.averagePrecision(above: sides[0].test)?.value)
    #expect(reading.points(RunNames.byTime("records")).reduce(0) { $0 + $1.y } == 500)
    #expect(reading.searchStages.joined().count == model.search.trials.count)
    #expect(reading.weights.map(\.feature) == model.weights.map(\.feature))
    // Another scheme's names are not taken for this one's.
    #expect(SchemeReading("pad", run, record.curves).sides.isEmpty)
    #expect(RunNames("padding").parts("padding, rules alone: brier")?.what == "brier")
    #expect(RunNames("padding").parts("padding, another: brier") == nil)
  }

  @Test func moneyIsExact() throws {
    let (record, model, _) = try record(22)
    let losses = try #require(model.test.losses)
    let alerts = model.test.rows.indices.filter { model.test.alerts[$0] == 1 && model.test.labels[$0] == 1 }
    let caught = alerts.reduce(Int64(0)) { $0 + max(0, losses[$1]) }
    #expect(record.amounts.first { $0.name == "padding: \(RunNames.moneyCaught)" }?.value.tenThousandths == caught)
    #expect(
      record.amounts.first { $0.name == "padding: \(RunNames.moneyAtStake)" }.map { $0.value.tenThousandths >= caught } == true)
  }

  @Test func aLongerHistoryIsHeldAgainstTheSameRows() throws {
    let (_, model, _) = try record(23)
    let points = model.learningCurve
    #expect(points.map(\.share) == [0.125, 0.25, 0.5, 1] && points.map(\.rows) == [188, 375, 750, 1_500])
    // The whole of it is the model itself; calibration keeps the order.
    let precision = try #require(model.test["average precision"])
    #expect(isNear(points.last?.averagePrecision.value, precision.value, within: 1e-9))
    #expect(points.allSatisfy { $0.averagePrecision.range?.contains($0.averagePrecision.value) == true })
    let without = try ModelTrainingTests.trained(ModelTrainingTests.frame(23)) { $0.isExplained = false }
    #expect(without.learningCurve.isEmpty && without.weights.isEmpty && without.blend.forestBytes == model.blend.forestBytes)
  }

  @Test func whatMadeTheFraudIsWhatWeighs() throws {
    let (_, model, _) = try record(24)
    // Fraud is a sum above 850 in town 1.
    #expect(Set(model.weights.prefix(2).map(\.feature)) == ["sum", "town"])
    let directions = Dictionary(uniqueKeysWithValues: model.weights.map { ($0.feature, $0.direction) })
    #expect(directions["town"]?.hasPrefix("town 1 raises it most") == true, "\(directions)")
    for (one, next) in zip(model.weights, model.weights.dropFirst()) { #expect(one.weight >= next.weight) }
    #expect(model.weights.allSatisfy { $0.weight > 0 && !$0.direction.isEmpty })
  }

  /// Beside the definition: the mean, over the rows, of how far all numbers of a column move the margin together.
  @Test func weightsAreMeansOfContributions() throws {
    let frame = try ModelTrainingTests.frame(25)
    let model = try ModelTrainingTests.trained(frame)
    let rows = try model.encoding.rows(of: frame.rows(model.split.test))
    let explainer = try BlendExplainer(model.blend)
    var sums: [String: Double] = [:]
    for row in 0..<rows.rowCount {
      let contributions = try explainer.contributions(rows, row: row)
      var own: [String: Double] = [:]
      for (place, feature) in model.encoding.features.enumerated() { own[feature.column, default: 0] += contributions[place] }
      for (column, sum) in own { sums[column, default: 0] += sum.magnitude / Double(rows.rowCount) }
    }
    for weight in model.weights { #expect(isNear(weight.weight, sums[weight.feature], within: 1e-9)) }
  }
}
