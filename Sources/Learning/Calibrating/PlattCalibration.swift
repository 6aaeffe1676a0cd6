import Foundation

/// From scores to chances by one curve in the shape of an S, which two numbers describe; so it takes few frauds to find it.
public struct PlattCalibration: Hashable, Sendable, Codable {
  /// Scores are taken from here, in this unit.
  public let center: Double
  public let scale: Double
  /// Never below 0: a higher score is never a lower chance.
  public let slope: Double
  public let offset: Double

  /// A steep slope costs a little, so that classes that are parted cleanly do not make for certainty.
  public static func fit(scores: [Double], labels: [Double], weights: [Double]? = nil) throws(LearningError) -> PlattCalibration {
    try ScoreCalibration.check(scores, labels, weights)
    let weights = weights ?? [Double](repeating: 1, count: scores.count)
    let all = weights.reduce(0, +)
    // Scaled first, so that sums of huge scores stay finite.
    let largest = max(scores.reduce(0) { max($0, $1.magnitude) }, .leastNormalMagnitude)
    let center = scores.indices.reduce(0) { $0 + weights[$1] * (scores[$1] / largest) } / all
    let spread = scores.indices.reduce(0) { $0 + weights[$1] * pow(scores[$1] / largest - center, 2) } / all
    let scale = max(spread.squareRoot(), 1e-12)
    let inputs = scores.map { ($0 / largest - center) / scale }
    var (slope, offset) = newton(inputs, labels, weights)
    if slope < 0 {
      // The scores say the opposite of the labels; then the share among all is the best that never falls.
      let share = labels.indices.reduce(0) { $0 + weights[$1] * labels[$1] } / all
      (slope, offset) = (0, log(share / (1 - share)))
    }
    return PlattCalibration(center: center * largest, scale: scale * largest, slope: slope, offset: offset)
  }

  private init(center: Double, scale: Double, slope: Double, offset: Double) {
    (self.center, self.scale, self.slope, self.offset) = (center, scale, slope, offset)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    center = try container.decode(Double.self, forKey: .center)
    scale = try container.decode(Double.self, forKey: .scale)
    slope = try container.decode(Double.self, forKey: .slope)
    offset = try container.decode(Double.self, forKey: .offset)
    guard scale > 0, slope >= 0, [center, scale, slope, offset].allSatisfy(\.isFinite) else {
      throw LearningError(
        .misfit, "the calibration in the model's file is damaged: its curve does not rise; train the model anew")
    }
  }

  public func chance(_ score: Double) -> Double { logistic(slope * ((score - center) / scale) + offset) }

  /// For each unit of the slope, squared and halved, as much as so many rows' loss. Labels that are drawn towards the middle, which is the
  /// other custom, would count one honest row in the mean as fraud wherever it stands, and against few frauds that is much.
  private static let slopePenalty = 0.01
  private static let offsetPenalty = 1e-6

  /// The likeliest slope and offset under the penalties, so that there always is one.
  private static func newton(_ inputs: [Double], _ targets: [Double], _ weights: [Double]) -> (slope: Double, offset: Double) {
    func loss(_ slope: Double, _ offset: Double) -> Double {
      inputs.indices.reduce((slopePenalty * slope * slope + offsetPenalty * offset * offset) / 2) { sum, row in
        let margin = slope * inputs[row] + offset
        return sum + weights[row] * (logOnePlusExp(margin) - targets[row] * margin)
      }
    }
    var (slope, offset) = (0.0, 0.0)
    var best = loss(slope, offset)
    for _ in 0..<100 {
      var (bySlope, byOffset) = (slopePenalty * slope, offsetPenalty * offset)
      var (slopeSlope, slopeOffset, offsetOffset) = (slopePenalty, 0.0, offsetPenalty)
      for row in inputs.indices {
        let chance = logistic(slope * inputs[row] + offset)
        let error = weights[row] * (chance - targets[row])
        let curvature = weights[row] * chance * (1 - chance)
        bySlope += error * inputs[row]
        byOffset += error
        slopeSlope += curvature * inputs[row] * inputs[row]
        slopeOffset += curvature * inputs[row]
        offsetOffset += curvature
      }
      let determinant = slopeSlope * offsetOffset - slopeOffset * slopeOffset
      guard determinant > 0 else { break }
      let slopeStep = (offsetOffset * bySlope - slopeOffset * byOffset) / determinant
      let offsetStep = (slopeSlope * byOffset - slopeOffset * bySlope) / determinant
      var size = 1.0
      while size > 1e-8, !(loss(slope - size * slopeStep, offset - size * offsetStep) < best) { size /= 2 }
      guard size > 1e-8 else { break }
      (slope, offset) = (slope - size * slopeStep, offset - size * offsetStep)
      let now = loss(slope, offset)
      guard best - now > 1e-12 * max(1, best.magnitude) else { break }
      best = now
    }
    return (slope, offset)
  }
}
