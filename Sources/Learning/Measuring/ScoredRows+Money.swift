extension ScoredRows {
  /// How much of the money that frauds took is in the first so many rows, as a share; a tie that is cut counts as chance would cut it.
  /// Nil where nothing was lost.
  ///
  /// - amounts: what each row is about, in ten-thousandths.
  public func moneyCaught(inspected: Int, amounts: [Int64], weights: [Double]? = nil) throws(LearningError) -> Double? {
    guard amounts.count == rowCount else {
      throw LearningError(.misfit, "\(amounts.count) amounts for \(rowCount) rows; give one for each row")
    }
    var (left, lost, caught) = (Double(inspected), 0.0, 0.0)
    var place = 0
    while place < order.count {
      var end = place
      var (rows, money) = (0.0, 0.0)
      while end < order.count, scores[order[end]] == scores[order[place]] {
        let row = order[end]
        let weight = weights?[row] ?? 1
        rows += weight
        // A share is wanted and no amount; what is paid back is no loss.
        money += weight * labels[row] * Double(max(0, amounts[row]))
        end += 1
      }
      lost += money
      if left > 0, rows > 0 { caught += money * min(1, left / rows) }
      left -= rows
      place = end
    }
    return lost > 0 ? caught / lost : nil
  }
}
