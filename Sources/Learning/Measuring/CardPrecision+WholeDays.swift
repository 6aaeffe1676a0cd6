extension CardPrecision {
  /// Of the days that a test has from their first moment to their last; nil where there is none, where rows do not say whose they are, or
  /// where a day has no more cards than can be looked at, so that any ranking would do.
  ///
  /// - times: of the test. A day is whole where nothing of the frame lies in the part of it before the test.
  init?(
    _ frame: TrainingFrame, rows: [Int], scores: [Double], labels: [Double], within times: Range<Int64>, cardsPerDay: Int = 100
  ) throws(LearningError) {
    guard let entities = frame.entities else { return nil }
    let length = HandbookProtocol.day
    let first = CardPrecision.day(times.lowerBound, 0)
    let isCut = frame.times.contains { $0 < times.lowerBound && CardPrecision.day($0, 0) == first }
    // The day of the first moment after the test is not whole.
    let days = (isCut ? first + 1 : first)..<max(isCut ? first + 1 : first, CardPrecision.day(times.upperBound, 0))
    let places = rows.indices.filter { days.contains(CardPrecision.day(frame.times[rows[$0]], 0)) }
    guard !places.isEmpty else { return nil }
    var cards: Set<Int64> = []
    for place in places {
      let day = frame.times[rows[place]] / length
      cards.insert(day << 32 ^ Int64(UInt32(bitPattern: entities[rows[place]])))
    }
    guard cards.count > cardsPerDay * days.count else { return nil }
    try self.init(
      scores: places.map { scores[$0] }, isFraud: places.map { labels[$0] > 0.5 }, entities: places.map { entities[rows[$0]] },
      times: places.map { frame.times[rows[$0]] }, cardsPerDay: cardsPerDay)
  }
}
