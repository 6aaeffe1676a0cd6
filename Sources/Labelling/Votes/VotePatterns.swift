/// What is known of a record besides its votes.
public enum Verdict: UInt8, Sendable, CaseIterable {
  case none
  case fraud
  case legit
}

/// The distinct rows of votes, each with how many records have it: there are few, so a million records cost what a thousand do.
///
/// Records with a verdict are patterns of their own.
public struct VotePatterns: Sendable {
  public let rules: [VotingRule]
  /// Of each pattern a vote a rule.
  public let votes: [[Int8]]
  public let verdicts: [Verdict]
  /// How many records each pattern stands for.
  public internal(set) var counts: [Double]
  /// Of each record its pattern; empty where patterns were given and not counted.
  public let patternOfRecord: [Int32]

  public var count: Int { counts.count }
  public var records: Double { counts.reduce(0, +) }

  /// - verdicts: of each record what an analyst said; empty where nobody said anything.
  public init(_ votes: Votes, verdicts: [Verdict] = []) throws(LabellingError) {
    guard verdicts.isEmpty || verdicts.count == votes.count else {
      throw LabellingError(.misfit, "\(verdicts.count) verdicts came for \(votes.count) records; give one a record, or none")
    }
    guard votes.count <= Int(Int32.max) else {
      throw LabellingError(.tooMany, "\(votes.count) records; at most \(Int32.max) are taken at once, so label them in parts")
    }
    var classes = [Int32](repeating: 0, count: votes.count)
    var classCount = votes.count == 0 ? 0 : 1
    for column in votes.columns { VotePatterns.split(&classes, &classCount) { Int(column[$0] - Vote.legit) } }
    if !verdicts.isEmpty { VotePatterns.split(&classes, &classCount) { Int(verdicts[$0].rawValue) } }
    var counts = [Double](repeating: 0, count: classCount)
    var first = [Int](repeating: 0, count: classCount)
    for (record, pattern) in classes.enumerated() {
      if counts[Int(pattern)] == 0 { first[Int(pattern)] = record }
      counts[Int(pattern)] += 1
    }
    rules = votes.rules
    self.votes = first.map { record in votes.columns.map { $0[record] } }
    self.verdicts = first.map { verdicts.isEmpty ? .none : verdicts[$0] }
    (self.counts, patternOfRecord) = (counts, classes)
  }

  private static let recordsMax = 0x1p53

  /// Patterns that were counted elsewhere, each given once.
  public init(rules: [VotingRule], _ rows: [(votes: [Int8], verdict: Verdict, count: Int)]) throws(LabellingError) {
    for (place, row) in rows.enumerated() {
      guard row.votes.count == rules.count else {
        throw LabellingError(.misfit, "pattern \(place + 1) has \(row.votes.count) votes for \(rules.count) rules")
      }
      guard row.count >= 0, row.votes.allSatisfy({ $0 >= Vote.legit && $0 <= Vote.fraud }) else {
        throw LabellingError(.misfit, "pattern \(place + 1): votes are 1, 0 or -1, and a count is 0 or more")
      }
    }
    let kept = rows.filter { $0.count > 0 }
    guard kept.reduce(0.0, { $0 + Double($1.count) }) <= VotePatterns.recordsMax else {
      throw LabellingError(.tooMany, "the patterns stand for more than 2^53 records, which are no longer counted exactly")
    }
    self.rules = rules
    votes = kept.map(\.votes)
    verdicts = kept.map(\.verdict)
    counts = kept.map { Double($0.count) }
    patternOfRecord = []
  }

  /// Patterns that may repeat each other, or stand for no record.
  init(rules: [VotingRule], votes: [[Int8]], verdicts: [Verdict], counts: [Double]) {
    (self.rules, self.votes, self.verdicts, self.counts, patternOfRecord) = (rules, votes, verdicts, counts, [])
  }

  /// The same patterns under other counts.
  func recounted(_ counts: [Double]) -> VotePatterns {
    var other = self
    other.counts = counts
    return other
  }

  /// Splits classes of records by one more column of three values; no hashing, and classes are numbered as they first come.
  private static func split(_ classes: inout [Int32], _ count: inout Int, _ value: (Int) -> Int) {
    var numbers = [Int32](repeating: -1, count: count * 3)
    var next: Int32 = 0
    classes.withUnsafeMutableBufferPointer { classes in
      numbers.withUnsafeMutableBufferPointer { numbers in
        for record in 0..<classes.count {
          let slot = Int(classes[record]) * 3 + value(record)
          if numbers[slot] < 0 {
            numbers[slot] = next
            next += 1
          }
          classes[record] = numbers[slot]
        }
      }
    }
    count = Int(next)
  }
}
