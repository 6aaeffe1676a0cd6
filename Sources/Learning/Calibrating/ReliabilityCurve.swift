/// Whether chances mean what they say: of rows with a chance of 0.3, three in ten should be fraud.
public struct ReliabilityCurve: Hashable, Sendable, Codable {
  /// Rows of neighbouring chances.
  public struct Bin: Hashable, Sendable, Codable {
    public var rows = 0
    public var meanChance = 0.0
    public var fraudShare = 0.0
  }

  /// From low chances to high ones, each with about as many rows as the others; rows of one chance stay together.
  public let bins: [Bin]
  /// The distance between chance and truth in a bin, in the mean over the bins as large as they are.
  public let expectedError: Double

  /// Nil of nothing.
  public init?(chances: [Double], labels: [Double], bins binsMax: Int = 15) {
    guard !chances.isEmpty, chances.count == labels.count, binsMax > 0, !chances.contains(where: \.isNaN) else { return nil }
    let order = chances.indices.sorted { (chances[$0], $0) < (chances[$1], $1) }
    var bins: [Bin] = []
    var error = 0.0
    var start = 0
    while start < order.count {
      // What is left is shared among the bins that are left.
      let wanted = max(1, (order.count - start) / max(1, binsMax - bins.count))
      var end = min(order.count, start + wanted)
      while end < order.count, chances[order[end]] == chances[order[end - 1]] { end += 1 }
      let rows = order[start..<end]
      let count = Double(rows.count)
      let (chance, frauds) = (rows.reduce(0) { $0 + chances[$1] } / count, rows.reduce(0) { $0 + labels[$1] } / count)
      bins.append(Bin(rows: rows.count, meanChance: chance, fraudShare: frauds))
      error += (chance - frauds).magnitude * count
      start = end
    }
    self.bins = bins
    expectedError = error / Double(order.count)
  }
}
