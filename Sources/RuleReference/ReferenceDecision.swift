public import RuleLanguage

/// What was decided of one record.
public struct ReferenceDecision: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case decided
    /// The same content as the version before: counted, not decided.
    case duplicate
    /// It takes a record away: counted, not decided.
    case deleted
  }

  /// The record's number in its source.
  public let row: Int64
  public let kind: Kind
  /// Whether a record of a later time came before it.
  public let isLate: Bool
  /// By the rule's place in the program; nil for rules that are retired or about other records.
  public let outcomes: [RuleOutcome?]
  /// The same; also where the rule did not fire, nil where it has no score.
  public let scores: [Value?]
  /// The same; only where the rule fired or was suppressed, nil where it says no loss.
  public let losses: [Value?]
  /// By the feature's place in the program; nil for features of other records.
  public let features: [Value?]
}
