public import Alerts

/// An alert as a report counts it: what was said, and how it stands.
public struct ReportedAlert: Hashable, Sendable {
  public enum Standing: String, Hashable, CaseIterable, Sendable { case open, confirmed, dismissed, suppressed }

  public var sighting: Sighting
  public var standing: Standing

  public init(_ sighting: Sighting, _ standing: Standing = .open) { (self.sighting, self.standing) = (sighting, standing) }

  public init(_ alert: Alert) {
    sighting = alert.sighting
    standing =
      switch alert.status {
      case .open: alert.isSuppressed ? .suppressed : .open
      case .confirmed: .confirmed
      case .dismissed: .dismissed
      }
  }

  /// What was cleared, or put out of sight by decision, is no indicator of a loss.
  public var isIndicator: Bool { standing == .open || standing == .confirmed }
}
