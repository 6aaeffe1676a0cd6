/// How many of the records are fraud, as far as it is known before anything is learned.
public enum ClassBalance: Hashable, Sendable {
  case given(Double)
  /// Learned from the votes, and never outside of these bounds.
  case learned(within: ClosedRange<Double>)

  /// Fraud is rare. A model that may take any share settles on calling what is ordinary fraud.
  public static let rare = ClassBalance.learned(within: 0.0001...0.2)

  var bounds: ClosedRange<Double> {
    switch self {
    case .given(let share): share...share
    case .learned(let bounds): bounds
    }
  }
}

/// What a label model is asked to do.
public struct LabelOptions: Hashable, Sendable {
  public var balance: ClassBalance
  /// How many samples the intervals are of; 0 for none.
  public var samples: Int
  /// Of the samples.
  public var seed: UInt64
  /// Whether rules are asked for what they have in common; without it copies count as often as they are there.
  public var findsDependence: Bool

  public init(balance: ClassBalance = .rare, samples: Int = 100, seed: UInt64 = 1, findsDependence: Bool = true) {
    (self.balance, self.samples, self.seed, self.findsDependence) = (balance, samples, seed, findsDependence)
  }

  static let samplesMax = 10_000

  func check() throws(LabellingError) {
    let bounds = balance.bounds
    guard bounds.lowerBound > 0, bounds.upperBound < 1 else {
      throw LabellingError(
        .setting,
        "a share of fraud of \(bounds.lowerBound) to \(bounds.upperBound): it lies above 0 and below 1, as 0.0001 to 0.2")
    }
    guard samples >= 0, samples <= LabelOptions.samplesMax else {
      throw LabellingError(.setting, "\(samples) samples: from 0 to \(LabelOptions.samplesMax) are drawn")
    }
  }
}
