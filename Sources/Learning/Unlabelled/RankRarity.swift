import Foundation

/// Scores of several models on one scale, by their ranks: what one calls 0.6 may be as rare as what another calls 0.9.
public enum RankRarity {
  /// How rare it is to stand so high: 1 for the highest alone, 0 for the lowest, and in between by the logarithm of the share of rows that are as
  /// high, so that the first of a million stands as far from the thousandth as that one from the last.
  public static func rarities(_ scores: [Double]) -> [Double] {
    guard scores.count > 1 else { return scores.map { _ in 0 } }
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    var rarities = [Double](repeating: 0, count: scores.count)
    let all = Double(scores.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, scores[order[end]] == scores[order[start]] { end += 1 }
      for place in start..<end { rarities[order[place]] = 1 - log(Double(end)) / log(all) }
      start = end
    }
    return rarities
  }

  /// The mean of the models' rarities, row by row.
  public static func combined(_ scores: [[Double]]) -> [Double] {
    guard let first = scores.first else { return [] }
    var sums = [Double](repeating: 0, count: first.count)
    for rarities in scores.map(rarities) {
      for row in sums.indices { sums[row] += rarities[row] / Double(scores.count) }
    }
    return sums
  }

  /// The rows from the highest score down; of equal ones the earlier first.
  public static func order(_ scores: [Double]) -> [Int] { scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) } }
}
