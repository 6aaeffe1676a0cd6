/// What a model says of one record in one scheme.
public struct ModelOpinion: Hashable, Sendable {
  /// Calibrated, from 0 to 1.
  public var chance: Double
  /// Whether the chance passed the model's threshold.
  public var isAlert: Bool

  public init(chance: Double, isAlert: Bool) { (self.chance, self.isAlert) = (chance, isAlert) }
}

/// What a model says of the records that were just decided.
public struct ModelOpinions {
  /// By scheme, an opinion for each of the decisions; nil of what is no record of its own.
  public var byScheme: [String: [ModelOpinion?]]
  /// Why the model thinks so of a record, in words.
  public var reason: (_ scheme: String, _ record: Int) -> String

  public init(byScheme: [String: [ModelOpinion?]], reason: @escaping (_ scheme: String, _ record: Int) -> String) {
    (self.byScheme, self.reason) = (byScheme, reason)
  }

  func opinion(on scheme: String, _ record: Int) -> ModelOpinion? { byScheme[scheme].flatMap { $0[record] } }

  /// The records that pass the threshold of any scheme.
  var alerts: Set<Int> {
    byScheme.values.reduce(into: []) { alerts, opinions in
      for (record, opinion) in opinions.enumerated() where opinion?.isAlert == true { alerts.insert(record) }
    }
  }
}
