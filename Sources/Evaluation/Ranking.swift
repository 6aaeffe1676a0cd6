/// Records by their scores, the highest first; those of one score are a tie.
public struct Ranking: Sendable {
  public struct Tie: Sendable {
    public var score: Double
    public var count = 0
    public var frauds = 0
    public var flagged = 0
    public var flaggedFrauds = 0
    /// The frauds' places among the judged records' frauds.
    public var fraudPlaces: [Int32] = []
  }

  public private(set) var ties: [Tie] = []
  public let count: Int
  /// Frauds among the ranked records.
  public let ranked: Int
  /// All frauds of the truth, those included that are not among the records.
  public let frauds: Int

  public init(_ records: JudgedRecords) {
    (count, frauds) = (records.count, records.frauds.count)
    ranked = records.fraudPlaces.count { $0 >= 0 }
    let order = records.scores.indices.sorted { records.scores[$0] > records.scores[$1] }
    for place in order {
      if ties.last?.score != records.scores[place] { ties.append(Tie(score: records.scores[place])) }
      let last = ties.count - 1
      ties[last].count += 1
      if records.isFlagged[place] { ties[last].flagged += 1 }
      guard records.isFraud(place) else { continue }
      ties[last].frauds += 1
      ties[last].fraudPlaces.append(records.fraudPlaces[place])
      if records.isFlagged[place] { ties[last].flaggedFrauds += 1 }
    }
  }
}

/// A threshold taken: everything from a score up.
public struct OperatingPoint: Hashable, Sendable {
  public var score: Double
  public var flagged: Int
  public var frauds: Int
  public var precision: Double
  public var recall: Double
}

extension Ranking {
  /// Every threshold that takes in a fraud more, and the last, which takes in everything.
  public var points: [OperatingPoint] {
    guard frauds > 0 else { return [] }
    var points: [OperatingPoint] = []
    var (taken, found) = (0, 0)
    for (index, tie) in ties.enumerated() {
      taken += tie.count
      found += tie.frauds
      guard tie.frauds > 0 || index == ties.count - 1 else { continue }
      points.append(
        .init(
          score: tie.score, flagged: taken, frauds: found, precision: Double(found) / Double(taken),
          recall: Double(found) / Double(frauds)))
    }
    return points
  }

  /// The best precision among the thresholds that find at least this share; nil where none does.
  public func precision(atRecall recall: Double) -> Double? {
    points.filter { $0.recall >= recall }.map(\.precision).max()
  }

  /// The best recall among the thresholds that are right at least this often; 0 where none is, nil where nothing is to be found.
  public func recall(atPrecision precision: Double) -> Double? {
    guard frauds > 0 else { return nil }
    return points.filter { $0.precision >= precision }.map(\.recall).max() ?? 0
  }

  /// The share of the frauds among the first so many, where a tie that is cut counts with what chance makes of it.
  public func recall(inspected: Int) -> Double? {
    guard frauds > 0 else { return nil }
    var (left, found) = (inspected, 0.0)
    for tie in ties where left > 0 {
      let taken = min(left, tie.count)
      found += Double(tie.frauds) * Double(taken) / Double(tie.count)
      left -= taken
    }
    return found / Double(frauds)
  }
}
