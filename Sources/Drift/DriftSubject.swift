/// What may move: something that is known of every record, and exactly what it is.
public struct DriftSubject: Hashable, Sendable, Codable {
  public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
    case feature, score
    /// The share of records that a model makes an alert of.
    case alerts
    /// The share of records on which a rule fires.
    case fired
    /// The share of records of which a rule cannot tell.
    case unknown
  }

  public var kind: Kind
  /// Of the feature, the scheme or the rule.
  public var name: String
  /// Of its definition: what is defined otherwise is not held against what was.
  public var hash: String

  public init(_ kind: Kind, _ name: String, hash: String) { (self.kind, self.name, self.hash) = (kind, name, hash) }

  public var key: String { "\(kind.rawValue) \(name)" }
}
