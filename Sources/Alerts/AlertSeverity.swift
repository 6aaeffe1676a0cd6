/// How grave an alert is; in the order of the cases, so that one can ask for so much or more.
public enum AlertSeverity: String, Hashable, Comparable, CaseIterable, Sendable {
  case low, medium, high, critical

  public var rank: Int { AlertSeverity.allCases.firstIndex(of: self) ?? 0 }

  public static func < (left: AlertSeverity, right: AlertSeverity) -> Bool { left.rank < right.rank }
}
