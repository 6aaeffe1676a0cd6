/// What a column of numbers is called and how its values are meant.
public struct FeatureDescription: Hashable, Sendable {
  public enum Kind: String, Sendable {
    case numeric
    /// Whole numbers from 0 that name categories; they have no order.
    case categorical
  }

  public var name: String
  public var kind: Kind

  public init(_ name: String, _ kind: Kind = .numeric) { (self.name, self.kind) = (name, kind) }
}
