/// Rows, labels and a penalty, of which the best weights are sought.
struct LogisticProblem {
  private let width: Int
  /// Row by row, each with a 1 at its end for the offset.
  private let values: [Double]
  private let labels: [Double]
  private let rowWeights: [Double]
  private let ridgePenalty: Double

  init(_ inputs: StandardInputs, _ rows: EncodedRows, labels: [Double], weights: [Double], ridgePenalty: Double) {
    width = inputs.width + 1
    var values = [Double](repeating: 1, count: rows.rowCount * width)
    for row in 0..<rows.rowCount { inputs.write(rows, row: row, into: &values, at: row * width) }
    self.values = values
    (self.labels, rowWeights, self.ridgePenalty) = (labels, weights, ridgePenalty)
  }

  /// A million rows with less than this make less of a curve than the penalty.
  private static let curvatureMin = 1e-7

  func solved(stepsMax: Int) throws(LearningError) -> [Double] {
    var weights = [Double](repeating: 0, count: width)
    var best = loss(weights)
    for _ in 0..<stepsMax {
      let (slopes, curvature) = derivatives(weights)
      guard let step = Cholesky.solve(curvature, slopes) else {
        throw LearningError(
          .model, "the features are so alike that no weights can be told from others; leave some out, or raise the penalty")
      }
      // A step that goes too far is halved; the loss is convex, so a short enough one always gains.
      var size = 1.0
      var next = weights
      var gained = false
      while size > 1e-10, !gained {
        for place in weights.indices { next[place] = weights[place] - size * step[place] }
        let now = loss(next)
        gained = now < best
        if gained { best = now }
        size /= 2
      }
      guard gained else { break }
      weights = next
      // Newton's steps shrink quadratically: after one this small nothing is left to gain.
      if step.allSatisfy({ $0.magnitude < 1e-9 }) { break }
    }
    return weights
  }

  private func margin(_ row: Int, _ weights: [Double]) -> Double {
    values.withUnsafeBufferPointer { values in
      weights.withUnsafeBufferPointer { weights in
        var sum = 0.0
        for place in 0..<width { sum += values[row * width + place] * weights[place] }
        return sum
      }
    }
  }

  private func loss(_ weights: [Double]) -> Double {
    // The offset is free.
    var sum = weights.dropLast().reduce(0) { $0 + $1 * $1 } * ridgePenalty / 2
    for row in labels.indices {
      let margin = margin(row, weights)
      sum += rowWeights[row] * (logOnePlusExp(margin) - labels[row] * margin)
    }
    return sum
  }

  /// The loss's slope by each weight, and how these change with each: the lower half of a matrix, row by row.
  private func derivatives(_ weights: [Double]) -> (slopes: [Double], curvature: [Double]) {
    var slopes = weights.map { $0 * ridgePenalty }
    slopes[width - 1] = 0
    var curvature = [Double](repeating: 0, count: width * width)
    for place in 0..<width - 1 { curvature[place * width + place] = ridgePenalty }
    // Where every chance is 0 or 1 the offset would have no curvature at all.
    curvature[width * width - 1] = 1e-9
    values.withUnsafeBufferPointer { values in
      slopes.withUnsafeMutableBufferPointer { slopes in
        curvature.withUnsafeMutableBufferPointer { curvature in
          for row in labels.indices where rowWeights[row] > 0 {
            let chance = logistic(margin(row, weights))
            let error = rowWeights[row] * (chance - labels[row])
            let weight = rowWeights[row] * chance * (1 - chance)
            let start = row * width
            for place in 0..<width { slopes[place] += error * values[start + place] }
            // Slopes say where the answer lies, curvature only how far to step. Where fraud is rare nearly all rows have next to none.
            guard weight > LogisticProblem.curvatureMin else { continue }
            for place in 0..<width {
              let weighted = weight * values[start + place]
              for other in 0...place { curvature[place * width + other] += weighted * values[start + other] }
            }
          }
        }
      }
    }
    return (slopes, curvature)
  }
}
