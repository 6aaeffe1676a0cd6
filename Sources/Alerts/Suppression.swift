public import Records

/// Open alerts that need not be looked at for a while: which, why, who says so, and until when. Whatever it names has to fit.
public struct Suppression: Hashable, Sendable {
  /// Given by the store.
  public var id: Int?
  public var scheme: String?
  public var rule: String?
  public var entity: String?
  public var record: String?
  public var why: String
  public var who: String
  public var made: Instant
  /// From then on the alerts are seen again.
  public var until: Instant
  public var ending: Ending?

  /// Somebody took it back before its time.
  public struct Ending: Hashable, Sendable {
    public var who: String
    public var why: String
    public var at: Instant

    public init(who: String, why: String, at: Instant) { (self.who, self.why, self.at) = (who, why, at) }

    public func check() throws(AlertError) {
      try AlertText.check("who", who, lengthMax: 200)
      try AlertText.check("why", why, lengthMax: 2_000)
    }
  }

  public init(
    id: Int? = nil, scheme: String? = nil, rule: String? = nil, entity: String? = nil, record: String? = nil, why: String,
    who: String, made: Instant, until: Instant, ending: Ending? = nil
  ) {
    (self.id, self.scheme, self.rule, self.entity, self.record) = (id, scheme, rule, entity, record)
    (self.why, self.who, self.made, self.until, self.ending) = (why, who, made, until, ending)
  }

  public func holds(at now: Instant) -> Bool { ending == nil && now < until }

  public func matches(_ sighting: Sighting) -> Bool {
    (scheme == nil || scheme == sighting.scheme) && (entity == nil || entity == sighting.entity)
      && (record == nil || record == sighting.record) && (rule.map { sighting.rules.contains($0) } ?? true)
  }

  public func check() throws(AlertError) {
    guard scheme != nil || rule != nil || entity != nil || record != nil else {
      throw AlertError(
        .badValue, "a suppression that names nothing would hide every alert",
        advice: ["name a scheme, a rule, a person or a record"])
    }
    for (what, text) in [("scheme", scheme), ("rule", rule), ("entity", entity), ("record", record)] {
      if let text { try AlertText.check(what, text, lengthMax: 4_096, isPlain: false) }
    }
    try AlertText.check("who", who, lengthMax: 200)
    try AlertText.check("why", why, lengthMax: 2_000)
    guard made < until else { throw AlertError(.badValue, "a suppression ends after it begins: \(until) is past") }
  }
}
