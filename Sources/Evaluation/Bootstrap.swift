/// How far figures may lie off because the records are only a sample: they are computed anew over samples of the records,
/// in which each record comes up a Poisson number of times. Of a figure's values the middle 95 percent are its interval.
public struct Bootstrap: Sendable {
  public enum Figure: Int, CaseIterable, Sendable {
    case precision, recall, f1, averagePrecision, recallAtPrecision95, precisionAtRecall93, precisionAtRecall97, moneyFound,
      falseAlarms, calibrationError, brier
  }

  public let intervals: [Figure: ClosedRange<Double>]
  public let samples: Int

  /// - population: how many records there are, where findings hold only some of them.
  public init(_ records: JudgedRecords, _ ranking: Ranking, samples: Int, seed: UInt64, population: Int? = nil) {
    self.samples = samples
    guard samples > 0 else {
      intervals = [:]
      return
    }
    var random = SeededRandom(seed)
    var sampling = RankingSample(records, ranking, population: population)
    var calibration = CalibrationSample(ranking)
    var values = [[Double]](repeating: [], count: Figure.allCases.count)
    for _ in 0..<samples {
      sampling.draw(&random) { figure, value in values[figure.rawValue].append(value) }
      calibration.draw(&random) { figure, value in values[figure.rawValue].append(value) }
    }
    var intervals: [Figure: ClosedRange<Double>] = [:]
    for figure in Figure.allCases {
      // A figure that most samples leave undefined has no interval that means anything.
      guard values[figure.rawValue].count * 2 > samples else { continue }
      intervals[figure] = Bootstrap.middle(values[figure.rawValue])
    }
    self.intervals = intervals
  }

  private static func middle(_ values: [Double]) -> ClosedRange<Double> {
    let sorted = values.sorted()
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let low = Int(place.rounded(.down))
      let high = min(low + 1, sorted.count - 1)
      return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
    }
    return quantile(0.025)...max(quantile(0.025), quantile(0.975))
  }
}

/// Draws ranked records. All that figures want to know of honest ones is how many stand between two frauds, and how many of
/// these are flagged; so each such run is drawn at once, as a Poisson number whose mean is its length.
private struct RankingSample {
  private struct Run {
    var flaggedHonest: PoissonDraw
    var otherHonest: PoissonDraw
    /// Into `isFlagged` and `losses`.
    var frauds: Range<Int>
  }

  private var runs: [Run] = []
  private var isFlagged: [Bool] = []
  private var losses: [Double] = []
  /// Frauds and honest records that are not ranked.
  private let unranked: Range<Int>
  private let honestBeyond: PoissonDraw?
  private let one = PoissonDraw(mean: 1)
  /// Of the sample that was drawn last, at the end of each run.
  private var taken: [Int] = []
  private var found: [Int] = []

  init(_ records: JudgedRecords, _ ranking: Ranking, population: Int?) {
    var (flagged, other) = (0, 0)
    func close(_ runs: inout [Run], _ frauds: Range<Int>) {
      guard flagged + other > 0 || !frauds.isEmpty else { return }
      runs.append(
        Run(flaggedHonest: PoissonDraw(mean: flagged), otherHonest: PoissonDraw(mean: other), frauds: frauds))
      (flagged, other) = (0, 0)
    }
    for tie in ranking.ties {
      // Honest records before a tie with frauds are a run of their own: the tie's order is chance, theirs is not.
      if tie.frauds > 0 { close(&runs, isFlagged.count..<isFlagged.count) }
      flagged += tie.flagged - tie.flaggedFrauds
      other += tie.count - tie.frauds - (tie.flagged - tie.flaggedFrauds)
      guard tie.frauds > 0 else { continue }
      let start = isFlagged.count
      for place in tie.fraudPlaces {
        let fraud = records.frauds[Int(place)]
        isFlagged.append(fraud.place.map { records.isFlagged[$0] } ?? false)
        losses.append(Double(fraud.loss))
      }
      close(&runs, start..<isFlagged.count)
    }
    close(&runs, isFlagged.count..<isFlagged.count)
    let start = isFlagged.count
    for fraud in records.frauds where fraud.place == nil {
      isFlagged.append(false)
      losses.append(Double(fraud.loss))
    }
    let unranked = start..<isFlagged.count
    self.unranked = unranked
    honestBeyond = population.map { PoissonDraw(mean: max(0, $0 - ranking.count - unranked.count)) }
    (taken, found) = (runs.map { _ in 0 }, runs.map { _ in 0 })
  }

  mutating func draw(_ random: inout SeededRandom, _ figure: (Bootstrap.Figure, Double) -> Void) {
    var (above, fraudsAbove, flagged, right, honest) = (0, 0, 0, 0, 0)
    var (precisions, lost, moneyFound) = (0.0, 0.0, 0.0)
    for index in runs.indices {
      let run = runs[index]
      let flaggedHonest = run.flaggedHonest.draw(&random)
      let runHonest = flaggedHonest + run.otherHonest.draw(&random)
      var frauds = 0
      for fraud in run.frauds {
        let times = one.draw(&random)
        guard times > 0 else { continue }
        frauds += times
        lost += losses[fraud] * Double(times)
        guard isFlagged[fraud] else { continue }
        right += times
        moneyFound += losses[fraud] * Double(times)
      }
      flagged += flaggedHonest
      honest += runHonest
      precisions += AveragePrecision.expectedSum(
        above: above, fraudsAbove: fraudsAbove, count: frauds + runHonest, frauds: frauds)
      above += frauds + runHonest
      fraudsAbove += frauds
      (taken[index], found[index]) = (above, fraudsAbove)
    }
    flagged += right
    var frauds = fraudsAbove
    for fraud in unranked {
      let times = one.draw(&random)
      frauds += times
      lost += losses[fraud] * Double(times)
    }
    if let honestBeyond {
      honest += honestBeyond.draw(&random)
      if honest > 0 { figure(.falseAlarms, Double(flagged - right) / Double(honest) * 100_000) }
    }
    if flagged > 0 { figure(.precision, Double(right) / Double(flagged)) }
    guard frauds > 0 else { return }
    figure(.recall, Double(right) / Double(frauds))
    figure(.f1, 2 * Double(right) / Double(flagged + frauds))
    figure(.averagePrecision, precisions / Double(frauds))
    if lost > 0 { figure(.moneyFound, moneyFound / lost) }
    thresholds(frauds, figure)
  }

  private func thresholds(_ frauds: Int, _ figure: (Bootstrap.Figure, Double) -> Void) {
    var (best93, best97, bestRecall) = (-1.0, -1.0, 0.0)
    for index in runs.indices where taken[index] > 0 {
      let precision = Double(found[index]) / Double(taken[index])
      let recall = Double(found[index]) / Double(frauds)
      if recall >= 0.93 { best93 = max(best93, precision) }
      if recall >= 0.97 { best97 = max(best97, precision) }
      if precision >= 0.95 { bestRecall = max(bestRecall, recall) }
    }
    figure(.recallAtPrecision95, bestRecall)
    if best93 >= 0 { figure(.precisionAtRecall93, best93) }
    if best97 >= 0 { figure(.precisionAtRecall97, best97) }
  }
}

/// Draws ties whole: of equal scores only the numbers of frauds and of honest records matter. The bins stay those of the
/// records themselves.
private struct CalibrationSample {
  private struct Tie {
    var score: Double
    var frauds: PoissonDraw
    var honest: PoissonDraw
  }

  private var ties: [Tie] = []
  /// Where each bin's ties end.
  private var ends: [Int] = []

  init(_ ranking: Ranking) {
    guard let calibration = Calibration(ranking) else { return }
    var bin = 0
    for tie in ranking.ties.reversed() {
      if tie.score > calibration.bins[bin].high {
        ends.append(ties.count)
        bin += 1
      }
      ties.append(
        Tie(score: tie.score, frauds: PoissonDraw(mean: tie.frauds), honest: PoissonDraw(mean: tie.count - tie.frauds)))
    }
    ends.append(ties.count)
  }

  mutating func draw(_ random: inout SeededRandom, _ figure: (Bootstrap.Figure, Double) -> Void) {
    var (count, errors, squares, start) = (0, 0.0, 0.0, 0)
    for end in ends {
      var difference = 0.0
      for index in start..<end {
        let frauds = ties[index].frauds.draw(&random)
        let honest = ties[index].honest.draw(&random)
        let score = ties[index].score
        count += frauds + honest
        difference += score * Double(frauds + honest) - Double(frauds)
        squares += Double(frauds) * (1 - score) * (1 - score) + Double(honest) * score * score
      }
      errors += difference.magnitude
      start = end
    }
    guard count > 0 else { return }
    figure(.calibrationError, errors / Double(count))
    figure(.brier, squares / Double(count))
  }
}
