import Foundation

/// How a feature's values are distributed, as counts; of many different ones all in the tails are kept, and in between some.
struct EmpiricalColumn: Hashable, Sendable, Codable {
  let name: String
  /// Rising.
  private let values: [Float]
  /// How many rows are as low or lower.
  private let atMost: [Int]
  /// How many rows are as high or higher.
  private let atLeast: [Int]
  private let present: Int
  private let missing: Int
  /// Whether the longer tail is the lower one.
  let leansLow: Bool

  private static let tailValues = 512
  private static let middleValues = 1_024

  init(_ name: String, _ column: [Float]) {
    self.name = name
    let sorted = column.filter { !$0.isNaN }.sorted()
    (present, missing) = (sorted.count, column.count - sorted.count)
    leansLow = Self.skew(sorted) < 0
    var (values, atMost, atLeast): ([Float], [Int], [Int]) = ([], [], [])
    var start = 0
    while start < sorted.count {
      var end = start
      while end < sorted.count, sorted[end] == sorted[start] { end += 1 }
      values.append(sorted[start])
      atMost.append(end)
      atLeast.append(sorted.count - start)
      start = end
    }
    let kept = Self.kept(values.count)
    self.values = kept.map { values[$0] }
    self.atMost = kept.map { atMost[$0] }
    self.atLeast = kept.map { atLeast[$0] }
  }

  private static func kept(_ count: Int) -> [Int] {
    guard count > 2 * tailValues + middleValues else { return Array(0..<count) }
    let middle = count - 2 * tailValues
    let between = (0..<middleValues).map { tailValues + $0 * middle / middleValues }
    return Array(0..<tailValues) + between + Array(count - tailValues..<count)
  }

  /// The sign of the third moment. In the unit of the largest, so that powers stay finite.
  private static func skew(_ values: [Float]) -> Double {
    let largest = values.reduce(0) { max($0, Double($1).magnitude) }
    guard largest > 0 else { return 0 }
    let mean = values.reduce(0) { $0 + Double($1) / largest } / Double(values.count)
    return values.reduce(0) { $0 + pow(Double($1) / largest - mean, 3) }
  }

  /// How unlikely it is to be as low, and as high: the logarithm's magnitude.
  func tails(_ value: Float) -> (lower: Double, upper: Double) {
    let counts = counts(value)
    return (Self.rarity(counts.asLow, counts.rows), Self.rarity(counts.asHigh, counts.rows))
  }

  /// How many rows are as low or lower, how many as high or higher, and of how many. Of a missing value both are how many miss it.
  func counts(_ value: Float) -> (asLow: Int, asHigh: Int, rows: Int) {
    let rows = present + missing
    guard !value.isNaN else { return (missing, missing, rows) }
    // Nobody ever had a value.
    guard present > 0 else { return (0, 0, rows) }
    // The first that is above the value.
    var (low, high) = (0, values.count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] <= value { low = middle + 1 } else { high = middle }
    }
    let below = low > 0 ? atMost[low - 1] : 0
    let isKnown = low > 0 && values[low - 1] == value
    let above = isKnown ? atLeast[low - 1] : low < values.count ? atLeast[low] : 0
    return (below, above, present)
  }

  /// Lower or higher than all is rarer than as rare as one of them, and not impossible.
  private static func rarity(_ count: Int, _ all: Int) -> Double {
    -log(count == 0 ? 1 / Double(all + 1) : Double(count) / Double(all))
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    values = try container.decode([Float].self, forKey: .values)
    atMost = try container.decode([Int].self, forKey: .atMost)
    atLeast = try container.decode([Int].self, forKey: .atLeast)
    present = try container.decode(Int.self, forKey: .present)
    missing = try container.decode(Int.self, forKey: .missing)
    leansLow = try container.decode(Bool.self, forKey: .leansLow)
    let counts = 1...max(1, present)
    let isSound =
      values.count == atMost.count && values.count == atLeast.count && zip(values, values.dropFirst()).allSatisfy { $0 < $1 }
      && values.isEmpty == (present == 0) && present >= 0 && missing >= 0 && present <= 1 << 40 && missing <= 1 << 40
      && atMost.allSatisfy(counts.contains) && atLeast.allSatisfy(counts.contains)
    guard isSound else {
      throw LearningError(.misfit, "the column \"\(name)\" in the model's file is damaged; train the model anew")
    }
  }
}
