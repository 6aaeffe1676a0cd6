/// From scores to chances by the steps that fit best among all that never go down, found by pooling neighbours that go the wrong way.
///
/// Kept as points: a step is two of them with one chance, and between steps the chance is on the line between their ends.
public struct IsotonicCalibration: Hashable, Sendable, Codable {
  /// Rising.
  public let scores: [Double]
  /// Of each score; never falling, from 0 to 1.
  public let chances: [Double]

  private init(scores: [Double], chances: [Double]) { (self.scores, self.chances) = (scores, chances) }

  /// - labels: from 0 to 1.
  /// - weights: how much each row counts; all alike where there are none.
  public static func fit(scores: [Double], labels: [Double], weights: [Double]? = nil) throws(LearningError)
    -> IsotonicCalibration
  {
    try ScoreCalibration.check(scores, labels, weights)
    // Rows of one score have one chance.
    var blocks: [Block] = []
    for row in scores.indices.sorted(by: { scores[$0] < scores[$1] }) {
      let weight = weights?[row] ?? 1
      guard weight > 0 else { continue }
      let block = Block(low: scores[row], high: scores[row], weight: weight, sum: weight * labels[row])
      if let last = blocks.last, last.high == scores[row] {
        blocks[blocks.count - 1].take(block)
      } else {
        blocks.append(block)
      }
    }
    var pooled: [Block] = []
    for block in blocks {
      pooled.append(block)
      while pooled.count > 1, pooled[pooled.count - 2].chance >= pooled[pooled.count - 1].chance {
        let last = pooled.removeLast()
        pooled[pooled.count - 1].take(last)
      }
    }
    var points: (scores: [Double], chances: [Double]) = ([], [])
    for block in pooled {
      points.scores.append(block.low)
      points.chances.append(block.chance)
      guard block.high > block.low else { continue }
      points.scores.append(block.high)
      points.chances.append(block.chance)
    }
    return IsotonicCalibration(scores: points.scores, chances: points.chances)
  }

  /// A score below the first point or above the last one has that one's chance; a score that is no number has none.
  public func chance(_ score: Double) -> Double {
    guard let first = scores.first, let last = scores.last, !score.isNaN else { return .nan }
    if score <= first { return chances[0] }
    if score >= last { return chances[chances.count - 1] }
    // The first point at or above the score.
    var (low, high) = (0, scores.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if scores[middle] < score { low = middle + 1 } else { high = middle }
    }
    if scores[low] == score { return chances[low] }
    // Halves, so that the distance of two huge scores is finite.
    let share = (score / 2 - scores[low - 1] / 2) / (scores[low] / 2 - scores[low - 1] / 2)
    return chances[low - 1] + (chances[low] - chances[low - 1]) * share
  }

  /// A file can say anything, so what it says is checked before it is believed.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    scores = try container.decode([Double].self, forKey: .scores)
    chances = try container.decode([Double].self, forKey: .chances)
    let rises =
      zip(scores, scores.dropFirst()).allSatisfy { $0 < $1 } && zip(chances, chances.dropFirst()).allSatisfy { $0 <= $1 }
    guard !scores.isEmpty, scores.count == chances.count, rises, scores.allSatisfy(\.isFinite),
      chances.allSatisfy((0...1).contains)
    else {
      throw LearningError(.misfit, "the calibration in the model's file is damaged: its steps do not rise; train the model anew")
    }
  }
}

private struct Block {
  var low: Double
  var high: Double
  var weight: Double
  var sum: Double

  var chance: Double { sum / weight }

  mutating func take(_ next: Block) {
    high = next.high
    weight += next.weight
    sum += next.sum
  }
}
