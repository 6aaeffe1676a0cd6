public import Records

/// What counts as the past.
public struct Policy: Hashable, Sendable {
  /// An order that is older than this is no longer written; nil where age does not matter.
  public var pastDays: Int?
  /// Orders up to here were judged already, so they are not to change any more.
  public var scoredUntil: Instant?

  public init(pastDays: Int?, scoredUntil: Instant? = nil) { (self.pastDays, self.scoredUntil) = (pastDays, scoredUntil) }

  func isPast(_ time: Instant, writtenAt written: Instant) -> Bool {
    if let scoredUntil, time <= scoredUntil { return true }
    guard let pastDays else { return false }
    let (age, overflow) = written.microseconds.subtractingReportingOverflow(time.microseconds)
    return !overflow && age > Int64(pastDays) * Instant.microsecondsPerDay
  }

  /// As one text, for a finding's hash.
  public func description(with installation: Installation) -> String {
    "past \(pastDays.map(String.init) ?? "-") scored \(scoredUntil?.description ?? "-") writers "
      + installation.writers.sorted().joined(separator: ",") + " applications "
      + installation.applications.sorted().joined(separator: ",")
  }
}
