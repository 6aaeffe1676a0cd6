import Records

/// From which score on a record is an alert, and why from there. It follows from what alerts cost: how many can be looked at in a day,
/// or the price of a look against the loss that it catches. A half means nothing here.
public struct DecisionThreshold: Hashable, Sendable, Codable {
  public enum Basis: Hashable, Sendable, Codable {
    case alertsPerDay(Double)
    /// In ten-thousandths of the currency's unit.
    case reviewCost(Int64)
  }

  /// A score at or above it is an alert. Nil where nothing is worth one.
  public let score: Double?
  public let basis: Basis
  /// On the rows that it was chosen by.
  public let alertsPerDay: Double
  /// In words, for whoever reads the model.
  public let reason: String

  public func isAlert(_ score: Double) -> Bool { self.score.map { score >= $0 } ?? false }
}

extension DecisionThreshold {
  /// The lowest score from which on there are no more alerts a day than can be looked at, in the mean over the days of these rows.
  ///
  /// Rows of one score are all alerts, or none of them is.
  ///
  /// - leastScore: what lies below is no alert, however many could be looked at.
  public static func within(
    alertsPerDay budget: Double, scores: [Double], times: [Int64], leastScore: Double = -.infinity
  ) throws(LearningError) -> DecisionThreshold {
    guard budget > 0, budget.isFinite else {
      throw LearningError(.setting, "\(budget) alerts a day are no budget; give more than 0")
    }
    let days = try days(scores, times)
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    let alertsMax = budget * days
    var (alerts, place) = (0, 0)
    while place < order.count, scores[order[place]] >= leastScore {
      var end = place
      while end < order.count, scores[order[end]] == scores[order[place]] { end += 1 }
      guard Double(end) <= alertsMax else { break }
      (alerts, place) = (end, end)
    }
    guard alerts > 0 else {
      let first = scores.count { $0 == scores[order[0]] }
      guard scores[order[0]] >= leastScore else {
        return DecisionThreshold(
          score: nil, basis: .alertsPerDay(budget), alertsPerDay: 0,
          reason: "no record reaches the least score of an alert, \(leastScore)")
      }
      return DecisionThreshold(
        score: nil, basis: .alertsPerDay(budget), alertsPerDay: 0,
        reason: "\(short(budget)) alerts a day allow for none: \(first) records of \(text(days: days)) share the highest score")
    }
    let score = scores[order[alerts - 1]]
    return DecisionThreshold(
      score: score, basis: .alertsPerDay(budget), alertsPerDay: Double(alerts) / days,
      reason:
        "the lowest score with at most \(short(budget)) alerts a day: \(alerts) of \(scores.count) records in \(short(days)) days"
    )
  }

  /// The score from which on looking brings in most: the loss that is expected to be caught, less what each look costs.
  ///
  /// - chances: of each row being fraud; calibrated, or the truth as 0 and 1.
  /// - losses: what each row would cost if it were fraud and passed, in ten-thousandths.
  /// - reviewCost: of one look, in ten-thousandths.
  public static func paying(
    reviewCost: Int64, scores: [Double], chances: [Double], losses: [Int64], times: [Int64]
  ) throws(LearningError) -> DecisionThreshold {
    guard reviewCost > 0 else {
      throw LearningError(.setting, "a look that costs nothing is always worth it; give what one costs, more than 0")
    }
    guard chances.count == scores.count, losses.count == scores.count else {
      throw LearningError(
        .misfit, "\(scores.count) scores, \(chances.count) chances and \(losses.count) losses; give one of each for each row")
    }
    try TrainingFrame.checkLabels(chances, rows: scores.count)
    if let row = losses.firstIndex(where: { $0.magnitude > UInt64(Money.magnitudeMax) }) {
      throw LearningError(
        .misfit, "row \(row + 1): its loss of \(losses[row]) ten-thousandths is no amount; amounts end at 2^53 of them")
    }
    let days = try days(scores, times)
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    var best: (net: Int128, alerts: Int, caught: Int128) = (0, 0, 0)
    var caught: Int128 = 0
    for (place, row) in order.enumerated() {
      // A loss is exact; times a chance it is rounded half-even, as money is everywhere.
      caught += Int128((Double(max(0, losses[row])) * chances[row]).rounded(.toNearestOrEven))
      // A tie is taken whole.
      guard place + 1 == order.count || scores[order[place + 1]] != scores[row] else { continue }
      let net = caught - Int128(reviewCost) * Int128(place + 1)
      if net > best.net { best = (net, place + 1, caught) }
    }
    let cost = text(Int128(reviewCost))
    guard best.alerts > 0 else {
      return DecisionThreshold(
        score: nil, basis: .reviewCost(reviewCost), alertsPerDay: 0,
        reason: "at \(cost) a look no score catches as much as looking costs, so nothing is an alert")
    }
    return DecisionThreshold(
      score: scores[order[best.alerts - 1]], basis: .reviewCost(reviewCost), alertsPerDay: Double(best.alerts) / days,
      reason:
        "at \(cost) a look this brings in most: \(best.alerts) looks in \(text(days: days)) cost \(text(Int128(reviewCost) * Int128(best.alerts))) "
        + "and are expected to catch \(text(best.caught))")
  }

  /// How many days rows span, at least one.
  private static func days(_ scores: [Double], _ times: [Int64]) throws(LearningError) -> Double {
    guard scores.count == times.count else {
      throw LearningError(.misfit, "\(scores.count) scores for \(times.count) times; give one for each row")
    }
    if let row = scores.firstIndex(where: \.isNaN) {
      throw LearningError(.misfit, "row \(row + 1) has no score; leave out what was not scored")
    }
    guard let first = times.min(), let last = times.max() else {
      throw LearningError(.tooFew, "a threshold is chosen by scored rows, and there are none; give some")
    }
    return max(1, (Double(last) - Double(first)) / Double(HandbookProtocol.day))
  }

  /// A plain decimal with two places, of any size.
  private static func text(_ tenThousandths: Int128) -> String {
    let cents = (tenThousandths + 50) / 100
    let fraction = cents % 100
    return "\(cents / 100).\(fraction < 10 ? "0" : "")\(fraction)"
  }

  private static func text(days: Double) -> String { "\(short(days)) \(short(days) == "1" ? "day" : "days")" }

  private static func short(_ value: Double) -> String {
    let tenths = (value * 10).rounded() / 10
    return tenths == tenths.rounded() && tenths.magnitude < 1e15 ? "\(Int64(tenths))" : "\(tenths)"
  }
}
