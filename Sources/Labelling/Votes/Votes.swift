/// What one rule says of one record.
public enum Vote {
  public static let fraud: Int8 = 1
  public static let abstain: Int8 = 0
  public static let legit: Int8 = -1
}

/// A rule as the label model sees it: a name, and the scheme that it speaks for.
public struct VotingRule: Hashable, Sendable {
  public var name: String
  /// Empty where the rule speaks for every scheme.
  public var scheme: String

  public init(_ name: String, scheme: String = "") { (self.name, self.scheme) = (name, scheme) }
}

/// Of each record and each rule a vote, in columns: a byte a vote, so a million records under fifty rules are fifty megabytes.
public struct Votes: Sendable {
  public let count: Int
  public let rules: [VotingRule]
  /// By rule, then by record.
  public let columns: [[Int8]]

  /// More rules than this for one scheme nobody reads, and their patterns would be nearly as many as the records.
  public static let rulesMax = 256

  /// - columns: of each rule its votes, all for the same records in the same order.
  public init(rules: [VotingRule], columns: [[Int8]]) throws(LabellingError) {
    guard rules.count == columns.count else {
      throw LabellingError(.misfit, "\(rules.count) rules came with \(columns.count) columns of votes; give each rule one column")
    }
    guard rules.count <= Votes.rulesMax else {
      throw LabellingError(.tooMany, "\(rules.count) rules vote; at most \(Votes.rulesMax) are taken, so split them by scheme")
    }
    count = columns.first?.count ?? 0
    for (rule, column) in zip(rules, columns) {
      guard column.count == count else {
        throw LabellingError(
          .misfit, "`\(rule.name)` voted on \(column.count) records and `\(rules[0].name)` on \(count); all vote on the same ones"
        )
      }
      if let place = column.firstIndex(where: { $0 < Vote.legit || $0 > Vote.fraud }) {
        throw LabellingError(
          .misfit, "`\(rule.name)`, record \(place + 1): \(column[place]) is no vote; 1 is fraud, -1 legit, 0 abstains")
      }
    }
    (self.rules, self.columns) = (rules, columns)
  }

  /// In the order of their names, without the empty one.
  public var schemes: [String] { Set(rules.map(\.scheme)).subtracting([""]).sorted() }

  /// The rules that speak for a scheme, those for every scheme included.
  public func of(scheme: String) throws(LabellingError) -> Votes {
    let places = rules.indices.filter { rules[$0].scheme == scheme || rules[$0].scheme.isEmpty }
    return try Votes(rules: places.map { rules[$0] }, columns: places.map { columns[$0] })
  }
}
