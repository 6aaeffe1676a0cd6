import Records

/// Products that a solution leaves between two prices.
///
/// Where a product had several prices for about as long, the solution may lie at none of them and stands for no decimal. Then
/// its orders vote: an order in which it is the only product without a price says which price it would have.
extension PriceLearner {
  /// Orders that have to say one price before it is taken; and how many votes are enough to tell.
  private static let votesMin = 3
  private static let votesMax = 2_000

  /// An amount that no order bears out was between two prices as well, and is asked for anew.
  mutating func reopened(_ result: Result) -> Result {
    let open = segments.indices.filter { result.segments[$0].amount == nil }
    guard !open.isEmpty else { return result }
    for index in open { segments[index].amount = nil }
    var isFilled = false
    while fillOpenSegments() { isFilled = true }
    return isFilled ? evaluated() : result
  }

  /// Says whether any segment has got an amount.
  mutating func fillOpenSegments() -> Bool {
    guard segments.contains(where: { $0.amount == nil }) else { return false }
    var votes: [Int: [Wish]] = [:]
    for order in byTime where !column.isMissing(order) {
      guard let (line, index, rest) = onlyOpenLine(of: order), votes[index]?.count ?? 0 < PriceLearner.votesMax else { continue }
      let quantity = Double(history.lineQuantities[line])
      let missing = column.raws[order] * 10_000 - rest
      let slack = max(column.errors[order], 0) + 0.5
      let (low, high) = ((missing - slack) / quantity, (missing + slack) / quantity)
      guard low >= 1, high < Double(Money.magnitudeMax) else { continue }
      votes[index, default: []].append(Wish(order: order, time: history.times[order], low: low, high: high))
    }
    var isFilled = false
    for index in votes.keys.sorted() {
      guard let own = votes[index],
        let best = clusters(own).max(by: { $0.wishes.count < $1.wishes.count }), best.wishes.count >= PriceLearner.votesMin,
        let amount = PriceLearner.simplest(best.low, best.high)
      else { continue }
      segments[index].amount = amount
      isFilled = true
    }
    return isFilled
  }

  /// The line whose product has no amount, where all others have one, and what these make.
  private func onlyOpenLine(of order: Int) -> (line: Int, segment: Int, rest: Double)? {
    var open: (line: Int, segment: Int)?
    var rest = 0.0
    for line in history.lines(of: order) {
      let index = segment(line, of: order)
      if let amount = segments[index].amount {
        rest += Double(amount) * Double(history.lineQuantities[line])
      } else {
        guard open == nil else { return nil }
        open = (line, index)
      }
    }
    return open.map { ($0.line, $0.segment, rest) }
  }
}
