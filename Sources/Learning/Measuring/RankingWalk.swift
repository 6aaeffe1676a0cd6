/// All that a ranking is measured by, in one walk from the highest score down: samples are drawn by the hundred, and each figure would
/// walk for itself.
struct RankingWalk {
  struct Figures {
    var averagePrecision: Double?
    var areaUnderCurve: Double?
    /// Among the first so many rows, in the order of `inspected`.
    var recall: [Double?] = []
    /// Of the money at stake.
    var money: [Double?] = []
  }

  private let inspected: [Double]
  private let order: [Int]
  /// In the order of the ranking.
  private let labels: [Double]
  private let money: [Double]?
  /// Whether a row is the last of its score.
  private let endsTie: [Bool]

  /// - amounts: what each row is about, in ten-thousandths; what is paid back is no loss.
  init(_ scored: ScoredRows, amounts: [Int64]?, inspected: [Int]) {
    order = scored.order
    labels = order.map { scored.labels[$0] }
    money = amounts.map { amounts in scored.order.map { scored.labels[$0] * Double(max(0, amounts[$0])) } }
    let count = scored.order.count
    endsTie = order.indices.map { place in
      place + 1 == count || scored.scores[scored.order[place]] != scored.scores[scored.order[place + 1]]
    }
    self.inspected = inspected.map { Double($0) }
  }

  /// - weights: how often each row counts; once where there are none.
  func figures(weights: [Double]?) -> Figures {
    var (rows, frauds, honest, lost) = (0.0, 0.0, 0.0, 0.0)
    var tie = (rows: 0.0, frauds: 0.0, money: 0.0)
    var (precision, pairs) = (0.0, 0.0)
    var found = [Double](repeating: 0, count: inspected.count)
    var caught = found
    for place in order.indices {
      let weight = weights.map { $0[order[place]] } ?? 1
      tie.rows += weight
      tie.frauds += weight * labels[place]
      if let money { tie.money += weight * money[place] }
      guard endsTie[place] else { continue }
      // A tie that is cut counts as chance would cut it.
      for (index, count) in inspected.enumerated() where tie.rows > 0 && rows < count {
        let share = min(1, (count - rows) / tie.rows)
        found[index] += tie.frauds * share
        caught[index] += tie.money * share
      }
      pairs += (tie.rows - tie.frauds) * (frauds + tie.frauds / 2)
      rows += tie.rows
      frauds += tie.frauds
      honest += tie.rows - tie.frauds
      lost += tie.money
      if tie.frauds > 0 { precision += tie.frauds * frauds / rows }
      tie = (0, 0, 0)
    }
    return Figures(
      averagePrecision: frauds > 0 ? precision / frauds : nil,
      areaUnderCurve: frauds > 0 && honest > 0 ? pairs / frauds / honest : nil,
      recall: found.map { frauds > 0 ? $0 / frauds : nil }, money: caught.map { lost > 0 ? $0 / lost : nil })
  }
}
