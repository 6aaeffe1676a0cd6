import Synchronization

/// How measurements are spread over fixed bounds, for quantiles over time and over machines. Sums and counts belong to one moment,
/// therefore the lock, which is taken once however many measurements are handed over.
public final class Histogram: Sendable {
  private struct Counts {
    /// Behind the last bound lies one place more, for what is above all of them.
    var perBucket: [UInt64]
    var sum = 0.0
  }

  /// Each bucket holds what is at most its bound and above the one before.
  public let bounds: [Double]
  private let counts: Mutex<Counts>

  init(bounds: [Double]) {
    self.bounds = bounds
    counts = Mutex(Counts(perBucket: [UInt64](repeating: 0, count: bounds.count + 1)))
  }

  public func observe(_ value: Double) { observe(value, times: 1) }

  /// Measurements of a batch, under one lock. What is not finite is no measurement and is left out.
  public func observe(_ values: [Double]) {
    counts.withLock { counts in
      for value in values where value.isFinite {
        counts.perBucket[bucket(of: value)] += 1
        counts.sum += value
      }
    }
  }

  /// The same measurement many times, as the lag that all records of a batch share.
  public func observe(_ value: Double, times count: Int) {
    guard value.isFinite, count > 0 else { return }
    counts.withLock { counts in
      counts.perBucket[bucket(of: value)] += UInt64(count)
      counts.sum += value * Double(count)
    }
  }

  /// Bounds from `first`, each `factor` times the one before.
  public static func bounds(from first: Double, factor: Double, count: Int) -> [Double] {
    var bounds: [Double] = []
    var next = first
    for _ in 0..<max(0, count) {
      bounds.append(next)
      next *= factor
    }
    return bounds
  }

  /// How many measurements each bucket holds without those before it, and the sum of all.
  var reading: (perBucket: [UInt64], sum: Double) { counts.withLock { ($0.perBucket, $0.sum) } }

  private func bucket(of value: Double) -> Int {
    var (low, high) = (0, bounds.count)
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
