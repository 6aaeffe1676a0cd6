/// Into which parts the values of one thing fall: a number by quantiles of what was there first, a category by its commonest values,
/// an occurrence by whether it occurred.
public enum DistributionBins: Hashable, Sendable, Codable {
  case numbers(NumberBins)
  case categories([String])
  /// Whether something happened to a record: nothing in the first part, all in the second.
  case occurrences

  /// Parts of values that are there. More would tell noise.
  public static let partsMax = 20

  public var count: Int {
    switch self {
    case .numbers(let bins): bins.count
    // The rest, and what is missing.
    case .categories(let values): values.count + 2
    case .occurrences: 2
    }
  }

  /// The part of what is missing; of an occurrence nothing is.
  public var missing: Int? { if case .occurrences = self { nil } else { count - 1 } }
}

/// Parts of numbers: what is less than the least that was seen, up to twenty parts between, what is more than the most, what is missing.
public struct NumberBins: Hashable, Sendable, Codable {
  public let least: Double
  /// The largest value of each part, rising; the last is the most that was seen.
  public let edges: [Double]

  var count: Int { edges.count + 3 }

  /// Parts of about as many values each. A value that is common has a part that ends with it, so that a flag's two values stay apart.
  public init(of numbers: [Double]) {
    let sorted = numbers.filter(\.isFinite).sorted()
    let parts = DistributionBins.partsMax
    var edges: [Double] = []
    for part in 1...parts where !sorted.isEmpty {
      let edge = sorted[min(sorted.count - 1, (sorted.count * part + parts - 1) / parts - 1)]
      if edges.last.map({ $0 < edge }) ?? true { edges.append(edge) }
    }
    (self.edges, least) = (edges, sorted.first ?? 0)
  }

  /// Where a value falls; what is no finite number counts as missing.
  func bin(of number: Double) -> Int {
    guard number.isFinite else { return count - 1 }
    guard number >= least else { return 0 }
    var (low, high) = (0, edges.count)
    while low < high {
      let middle = (low + high) / 2
      if number <= edges[middle] { high = middle } else { low = middle + 1 }
    }
    return low + 1
  }

  var isSound: Bool {
    least.isFinite && edges.count <= DistributionBins.partsMax && edges.allSatisfy(\.isFinite)
      && (edges.first.map { $0 >= least } ?? true) && zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }
  }
}
