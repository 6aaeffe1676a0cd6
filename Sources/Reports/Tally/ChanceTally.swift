import Alerts
import Evaluation
import Foundation
import Records

/// How sure the alerts of a scheme are, kept as a few sums, so that an interval costs no more for a million of them.
///
/// An open alert is true with its own chance, one independent of the other; a confirmed one is certain. Where chances are no calibrated
/// probabilities and analysts have judged some alerts, the share that they confirmed takes the place of the chances, with the doubt that
/// so many verdicts leave; before that, the scores' doubt itself is in doubt.
struct ChanceTally: Sendable {
  private(set) var open = 0
  private(set) var uncalibrated = 0
  private(set) var confirmed = 0
  private(set) var dismissed = 0
  private(set) var chances = 0.0
  private var confirmedLoss = 0.0
  private var openLoss = 0.0
  private var openLossSquared = 0.0
  private var likelyLoss = 0.0
  private var variance = 0.0

  mutating func add(_ alert: ReportedAlert) {
    let loss = Double(alert.sighting.loss?.tenThousandths ?? 0) / 10_000
    switch alert.standing {
    case .confirmed:
      confirmed += 1
      confirmedLoss += loss
    case .dismissed: dismissed += 1
    case .suppressed: break
    case .open:
      let chance = min(1, max(0, alert.sighting.score))
      open += 1
      if !alert.sighting.isCalibrated { uncalibrated += 1 }
      chances += chance
      openLoss += loss
      openLossSquared += loss * loss
      likelyLoss += chance * loss
      variance += chance * (1 - chance) * loss * loss
    }
  }

  var judged: Int { confirmed + dismissed }

  /// Verdicts say more than scores that are no probabilities, once there are enough of them to say anything.
  var followsVerdicts: Bool { uncalibrated * 2 > open && judged >= ChanceTally.verdictsLeast }

  static let verdictsLeast = 10

  /// Whether the scores are probabilities that were fitted to what came of earlier records.
  private var isTested: Bool { uncalibrated * 2 <= open }

  /// Nobody is right always: of scores that are their rules' own word so much is doubted at least.
  private static let untestedDoubt = 0.05

  /// Of the open loss, what is not there by the scores.
  private var doubted: Double {
    isTested ? openLoss - likelyLoss : max(openLoss - likelyLoss, openLoss * ChanceTally.untestedDoubt)
  }

  /// How many open alerts are true, by their scores.
  var likelyTrue: Double { isTested ? chances : min(chances, Double(open) * (1 - ChanceTally.untestedDoubt)) }

  /// What may have been lost, once.
  func draw(_ random: inout SeededRandom) -> Double {
    guard open > 0 else { return confirmedLoss }
    let noise = ChanceTally.normal(&random)
    guard followsVerdicts else {
      // Scores that nobody has tested may be too sure or not sure enough: anything from no doubt at all to twice as much.
      let doubt = doubted * (isTested ? 1 : 2 * random.share())
      return confirmedLoss + min(openLoss, max(0, openLoss - doubt + noise * variance.squareRoot()))
    }
    let share = ChanceTally.beta(Double(confirmed) + 0.5, Double(dismissed) + 0.5, &random)
    let spread = (share * (1 - share) * openLossSquared).squareRoot()
    return confirmedLoss + min(openLoss, max(0, share * openLoss + noise * spread))
  }

  var expected: Double {
    let share = (Double(confirmed) + 0.5) / (Double(judged) + 1)
    return confirmedLoss + (followsVerdicts ? share * openLoss : openLoss - doubted)
  }

  private static func normal(_ random: inout SeededRandom) -> Double {
    // Twelve equal shares add up to a bell that is close enough for an interval of nine in ten.
    (0..<12).reduce(-6) { sum, _ in sum + random.share() }
  }

  /// As the share of two gamma numbers, each by Marsaglia and Tsang.
  private static func beta(_ left: Double, _ right: Double, _ random: inout SeededRandom) -> Double {
    let (first, second) = (gamma(left, &random), gamma(right, &random))
    return first + second > 0 ? first / (first + second) : 0.5
  }

  private static func gamma(_ shape: Double, _ random: inout SeededRandom) -> Double {
    if shape < 1 { return gamma(shape + 1, &random) * pow(max(1e-300, random.share()), 1 / shape) }
    let width = shape - 1.0 / 3
    let scale = 1 / (9 * width).squareRoot()
    while true {
      let bell = normal(&random)
      let cube = (1 + scale * bell) * (1 + scale * bell) * (1 + scale * bell)
      guard cube > 0 else { continue }
      let share = max(1e-300, random.share())
      if log(share) < 0.5 * bell * bell + width - width * cube + width * log(cube) { return width * cube }
    }
  }
}
