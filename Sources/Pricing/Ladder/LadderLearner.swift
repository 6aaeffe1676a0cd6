import Foundation

/// Learns which fractions of a price are ordinary discounts, with none known before.
///
/// An order whose gap is one discount on one line votes for the fractions that fit it. On a cheap line almost any
/// fraction fits by accident, on a dear one almost none, so a vote weighs as much as it is surprising. The fraction with
/// the most weight is a step; its orders are set aside, and the search goes on until what is left is accident.
struct LadderLearner {
  /// Fractions that a person would think of: every twentieth of a percent, and thirds.
  static let candidates: [Int64] = Array(Set((1..<2_000).map { Int64($0) * 500 } + [333_333, 666_667, 166_667, 83_333])).sorted()
  private static let grid = 500.0
  private static let stepsMax = 40
  /// Orders that vote; a step needs so many surprising votes beyond accident.
  private static let votersMax = 60_000
  private static let votesMin = 3

  private struct Vote {
    var candidate: Int
    var chance: Double
  }

  static func steps(_ problems: [GapProblem], mode: Ladder.Mode) -> [Ladder.Step] {
    let stride = max(1, problems.count / votersMax)
    let voters = Swift.stride(from: 0, to: problems.count, by: stride).map { votes(problems[$0], mode) }
    var isOpen = voters.map { !$0.isEmpty }
    var steps: [Ladder.Step] = []
    while steps.count < stepsMax {
      var weight = [Double](repeating: 0, count: candidates.count)
      var strong = [Int](repeating: 0, count: candidates.count)
      for (voter, votes) in voters.enumerated() where isOpen[voter] {
        for vote in votes {
          weight[vote.candidate] -= log(vote.chance)
          if vote.chance < 0.02 { strong[vote.candidate] += 1 }
        }
      }
      guard let best = weight.indices.max(by: { weight[$0] < weight[$1] }) else { break }
      // What accident gives a candidate is what its neighbours on the grid get: the median of them all.
      let background = strong.sorted()[strong.count / 2]
      let needed = max(votesMin, background + Int((4 * Double(max(background, 1)).squareRoot()).rounded(.up)))
      guard strong[best] >= needed else { break }
      steps.append(.init(millionths: candidates[best], support: strong[best] * stride))
      for (voter, votes) in voters.enumerated() where isOpen[voter] {
        if votes.contains(where: { $0.candidate == best && $0.chance < 0.2 }) { isOpen[voter] = false }
      }
    }
    return steps
  }

  /// The candidates that explain the whole gap alone, and how likely each does so by accident.
  private static func votes(_ problem: GapProblem, _ mode: Ladder.Mode) -> [Vote] {
    guard problem.gap > 0, problem.hasGap else { return [] }
    var best: [Int: Double] = [:]
    func consider(_ base: Int64) {
      guard base > 0 else { return }
      let fraction = Double(problem.gap) / Double(base) * 1_000_000
      let slack = problem.tolerance / Double(base) * 1_000_000
      guard fraction < 1_000_001 else { return }
      let chance = min(1, 2 * slack / grid + 1e-6)
      for candidate in nearest(fraction, slack) { best[candidate] = min(best[candidate] ?? 1, chance) }
    }
    switch mode {
    case .order: consider(problem.list)
    case .unit:
      for line in problem.lines {
        for units in 1...min(line.quantity, LineDiscount.unitsMax) { consider(line.price * units) }
        if line.quantity > LineDiscount.unitsMax { consider(line.price * line.quantity) }
      }
    }
    return best.map { Vote(candidate: $0.key, chance: $0.value) }.sorted { $0.candidate < $1.candidate }
  }

  private static func nearest(_ fraction: Double, _ slack: Double) -> [Int] {
    var low = 0
    var high = candidates.count
    while low < high {
      let middle = (low + high) / 2
      if Double(candidates[middle]) < fraction - slack { low = middle + 1 } else { high = middle }
    }
    var result: [Int] = []
    while low < candidates.count, Double(candidates[low]) <= fraction + slack, result.count < 8 {
      result.append(low)
      low += 1
    }
    return result
  }
}
