/// What an expression comes to at one record.
public enum Value: Hashable, Sendable {
  case missing(Missing)
  /// Ten-thousandths.
  case money(Int64)
  /// Number or percent; 20% is 0.2.
  case number(Double)
  case integer(Int64)
  /// Microseconds.
  case duration(Int64)
  /// Microseconds since 1970.
  case time(Int64)
  /// Text or key, in NFC.
  case text(String)
  case flag(Bool)

  public var isMissing: Bool { if case .missing = self { true } else { false } }
}

/// Why there is no value, as far as outcomes differ by it.
public enum Missing: Hashable, Sendable {
  /// The record has none, or nothing can be computed from what it has.
  case absent
  /// There will be one when more history has come: a window holds fewer records than it requires, or has forgotten what a
  /// late record would have seen.
  case insufficient
}

/// What a rule says of a record.
public enum RuleOutcome: UInt8, Hashable, Sendable, CaseIterable {
  case silent, fired, unknown, insufficient
  /// It fired, and someone decided that it raises no alert.
  case suppressed
}
