/// Card precision, as the Fraud Detection Handbook defines it: each day so many cards are looked at, those with the highest score of any of
/// the day's payments, and the share of them that are compromised is taken, in the mean over the days. A card that was found is not
/// looked at again.
public struct CardPrecision: Sendable {
  private struct Card {
    var entity: Int32
    var score: Double
    var isCompromised: Bool
    /// Which of equal scores comes first: arbitrary, and the same each time.
    var draw: UInt64
  }

  /// Of each day the cards from the highest score down.
  private let days: [[Card]]
  public let cardsPerDay: Int

  public var dayCount: Int { days.count }

  /// - isFraud: for each row.
  /// - dayStart: when a day begins, as a moment of any day; microseconds since 1970.
  public init(
    scores: [Double], isFraud: [Bool], entities: [Int32], times: [Int64], cardsPerDay: Int = 100, dayStart: Int64 = 0
  ) throws(LearningError) {
    guard scores.count == isFraud.count, scores.count == entities.count, scores.count == times.count else {
      throw LearningError(
        .misfit,
        "\(scores.count) scores, \(isFraud.count) labels, \(entities.count) cards and \(times.count) times; give one of each for each row"
      )
    }
    guard cardsPerDay >= 1 else {
      throw LearningError(.setting, "\(cardsPerDay) cards a day cannot be looked at; give 1 or more")
    }
    if let row = scores.firstIndex(where: \.isNaN) {
      throw LearningError(.misfit, "row \(row + 1) has no score; leave out what was not scored")
    }
    self.cardsPerDay = cardsPerDay
    var byDay: [Int64: [Int32: (score: Double, isFraud: Bool)]] = [:]
    for row in scores.indices {
      let day = Self.day(times[row], dayStart)
      let known = byDay[day]?[entities[row]]
      byDay[day, default: [:]][entities[row]] = (
        max(known?.score ?? scores[row], scores[row]), known?.isFraud == true || isFraud[row]
      )
    }
    days = byDay.sorted { $0.key < $1.key }.map { _, cards in
      let cards = cards.map { entity, card in
        Card(entity: entity, score: card.score, isCompromised: card.isFraud, draw: Self.mixed(entity))
      }
      return cards.sorted { ($1.score, $0.draw) < ($0.score, $1.draw) }
    }
  }

  /// Nil without a day.
  public var mean: Double? { mean { _ in 1 } }

  /// What it would be at most: every compromised card at the top of its first day.
  public var perfect: Double? {
    let perfect = days.map { cards in cards.filter(\.isCompromised) + cards.filter { !$0.isCompromised } }
    return Self.mean(perfect, cardsPerDay) { _ in 1 }
  }

  /// - times: how often each card counts, as if there were so many of it.
  func mean(_ times: (Int32) -> Int) -> Double? { Self.mean(days, cardsPerDay, times) }

  private static func mean(_ days: [[Card]], _ cardsPerDay: Int, _ times: (Int32) -> Int) -> Double? {
    guard !days.isEmpty else { return nil }
    var found: Set<Int32> = []
    var sum = 0.0
    for cards in days {
      var (left, hits) = (cardsPerDay, 0)
      var foundToday: [Int32] = []
      for card in cards where left > 0 && !found.contains(card.entity) {
        let taken = min(left, times(card.entity))
        left -= taken
        guard card.isCompromised, taken > 0 else { continue }
        hits += taken
        foundToday.append(card.entity)
      }
      sum += Double(hits) / Double(cardsPerDay)
      found.formUnion(foundToday)
    }
    return sum / Double(days.count)
  }

  static func day(_ time: Int64, _ start: Int64) -> Int64 {
    let (since, overflow) = time.subtractingReportingOverflow(start)
    let length = HandbookProtocol.day
    return overflow ? time / length : since / length - (since % length < 0 ? 1 : 0)
  }

  private static func mixed(_ entity: Int32) -> UInt64 {
    var value = UInt64(UInt32(bitPattern: entity)) &+ 0x9E37_79B9_7F4A_7C15
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}
