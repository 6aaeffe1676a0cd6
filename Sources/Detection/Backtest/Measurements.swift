/// Times of one piece of work that was done several times.
public struct Measurements: Hashable, Sendable {
  /// Nanoseconds.
  public private(set) var times: [Double] = []

  public init(_ times: [Double] = []) { self.times = times }

  public mutating func add(_ time: Double) { times.append(time) }

  public var median: Double {
    guard !times.isEmpty else { return 0 }
    let sorted = times.sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
  }

  /// How far the slowest and the fastest lie apart, as a share of the median: differences below it say nothing.
  public var spread: Double {
    guard let least = times.min(), let most = times.max(), median > 0 else { return 0 }
    return (most - least) / median
  }
}
