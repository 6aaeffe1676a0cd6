/// From when on something has moved. Sizes decide, never a probability alone: of enough records any difference is certain, however small.
public struct DriftLimits: Hashable, Sendable {
  public struct Pair: Hashable, Sendable {
    public var moving: Double
    public var moved: Double

    public init(moving: Double, moved: Double) { (self.moving, self.moved) = (moving, moved) }

    func verdict(_ size: Double) -> DriftVerdict { size >= moved ? .moved : size >= moving ? .moving : .steady }
  }

  /// Of the population stability index.
  public var stability = Pair(moving: 0.1, moved: 0.25)
  /// Of the distance between two distributions: Kolmogorov and Smirnov's for numbers, total variation for categories.
  public var distance = Pair(moving: 0.1, moved: 0.15)
  /// Of the difference of two shares as Cohen's h, which counts the same for rare things as for common ones.
  public var share = Pair(moving: 0.1, moved: 0.2)
  /// How many times as often something occurs, or as rarely, where that is more than `ratioErrors` of chance.
  public var ratio = Pair(moving: 2, moved: 3)
  public var ratioErrors = 5.0
  /// With fewer on either side nothing is said.
  public var leastRecords = 1_000

  public init() {}
}

public enum DriftVerdict: String, Hashable, Sendable, CaseIterable, Comparable {
  case tooFew = "too few to tell"
  case steady, moving, moved

  public static func < (first: DriftVerdict, second: DriftVerdict) -> Bool { first.rank < second.rank }

  private var rank: Int {
    switch self {
    case .tooFew: 0
    case .steady: 1
    case .moving: 2
    case .moved: 3
    }
  }
}
