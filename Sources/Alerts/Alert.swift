public import Records

/// A record in a scheme that somebody should look at, as it stands now: what was said of it last, and what became of it.
public struct Alert: Hashable, Sendable {
  public enum Status: String, Hashable, CaseIterable, Sendable { case open, confirmed, dismissed }

  public var key: String
  /// What was said last.
  public var sighting: Sighting
  /// By the last of its verdicts.
  public var status: Status
  /// Open, and kept out of sight by a suppression that holds now.
  public var isSuppressed: Bool
  public var firstStored: Instant
  public var lastStored: Instant
  /// How often something new was said of it.
  public var sightingCount: Int

  public init(
    key: String, sighting: Sighting, status: Status, isSuppressed: Bool, firstStored: Instant, lastStored: Instant,
    sightingCount: Int
  ) {
    (self.key, self.sighting, self.status, self.isSuppressed) = (key, sighting, status, isSuppressed)
    (self.firstStored, self.lastStored, self.sightingCount) = (firstStored, lastStored, sightingCount)
  }

  /// How it stands, in a word.
  public var standing: String { isSuppressed ? "suppressed" : status.rawValue }
}

/// All that was said and decided about an alert, in the order in which it was.
public struct AlertHistory: Hashable, Sendable {
  public var sightings: [(stored: Instant, sighting: Sighting)]
  public var verdicts: [AlertVerdict]

  public init(sightings: [(stored: Instant, sighting: Sighting)], verdicts: [AlertVerdict]) {
    (self.sightings, self.verdicts) = (sightings, verdicts)
  }

  public static func == (left: AlertHistory, right: AlertHistory) -> Bool {
    left.verdicts == right.verdicts && left.sightings.elementsEqual(right.sightings) { $0 == $1 }
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(verdicts)
    for entry in sightings { hasher.combine(entry.sighting) }
  }
}
