import Foundation
public import Records
import Synchronization

/// The time zones that the system knows, each read once.
public enum SystemZones {
  private static let known = Mutex<[String: Zone]>([:])
  /// 1800: before it no zone had a rule.
  private static let first: TimeInterval = -5_364_662_400

  /// UTC for a name that no zone has; the rules that name one were checked with `isZone`.
  @Sendable public static func zone(_ name: String) -> Zone {
    known.withLock { known in
      if let zone = known[name] { return zone }
      let zone = read(name) ?? .utc
      known[name] = zone
      return zone
    }
  }

  @Sendable public static func isZone(_ name: String) -> Bool { name == "UTC" || TimeZone(identifier: name) != nil }

  private static func read(_ name: String) -> Zone? {
    guard name != "UTC", let zone = TimeZone(identifier: name) else { return nil }
    let end = TimeInterval(Zone.tableEnd / Instant.microsecondsPerSecond) + 366 * 86_400
    var changes: [(at: Int64, offset: Int64)] = []
    var date = Date(timeIntervalSince1970: first)
    let before = Int64(zone.secondsFromGMT(for: date))
    while let next = zone.nextDaylightSavingTimeTransition(after: date), next > date, next.timeIntervalSince1970 < end {
      date = next
      changes.append((Int64(next.timeIntervalSince1970), Int64(zone.secondsFromGMT(for: next))))
    }
    return Zone(name: name, first: before, changes: changes)
  }
}
