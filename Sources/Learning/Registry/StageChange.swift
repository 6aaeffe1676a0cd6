public import Records

/// Who decides something, when, and why; kept for ever.
public struct Signature: Hashable, Sendable {
  public var who: String
  public var why: String
  public var at: Instant

  public init(who: String, why: String, at: Instant) { (self.who, self.why, self.at) = (who, why, at) }
}

/// A version went from one stage to another.
public struct StageChange: Hashable, Sendable {
  public enum Action: String, Sendable { case promote, rollback }

  public var name: String
  public var version: Int
  public var from: ModelStage
  public var to: ModelStage
  public var action: Action
  public var signature: Signature

  public init(name: String, version: Int, from: ModelStage, to: ModelStage, action: Action, signature: Signature) {
    (self.name, self.version, self.from, self.to) = (name, version, from, to)
    (self.action, self.signature) = (action, signature)
  }

  public var reference: ModelReference { ModelReference(name, version: version) }
}
