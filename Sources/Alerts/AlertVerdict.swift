public import Records

/// What an analyst decided about an alert, who, when, and why; kept for ever. The last one holds.
public struct AlertVerdict: Hashable, Sendable {
  public enum Ruling: String, Hashable, CaseIterable, Sendable {
    case confirmed, dismissed

    public var status: Alert.Status { self == .confirmed ? .confirmed : .dismissed }
  }

  public var ruling: Ruling
  public var who: String
  public var why: String
  public var at: Instant

  public init(_ ruling: Ruling, who: String, why: String, at: Instant) {
    (self.ruling, self.who, self.why, self.at) = (ruling, who, why, at)
  }

  public func check() throws(AlertError) {
    try AlertText.check("who", who, lengthMax: 200)
    try AlertText.check("why", why, lengthMax: 2_000)
  }
}

/// The verdict that holds on a record: what is learned from.
public struct RecordVerdict: Hashable, Sendable {
  public var source: String
  public var record: String
  public var scheme: String
  public var ruling: AlertVerdict.Ruling

  public init(source: String, record: String, scheme: String, ruling: AlertVerdict.Ruling) {
    (self.source, self.record, self.scheme, self.ruling) = (source, record, scheme, ruling)
  }
}
