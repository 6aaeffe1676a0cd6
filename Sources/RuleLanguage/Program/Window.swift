/// An aggregate over earlier records. Which records those are is said by `language.md`'s one sentence: visible are those
/// of a smaller sequence whose time lies in (t - w, t].
public struct Window: Hashable, Sendable {
  public enum Function: String, Hashable, Sendable, CaseIterable {
    case count, sum, avg, min, max, median, stddev, percentile, distinct, share, zscore, first, last, previous

    /// Whether it can be kept up with a state that does not grow with the number of records that came and never leave.
    var isConstant: Bool { self != .median && self != .percentile && self != .distinct }
  }

  public enum Reach: Hashable, Sendable {
    /// The last so many microseconds.
    case duration(Int64)
    /// The last so many months, as the calendar of a zone counts them.
    case months(Int, zone: String)
    case lastRecords(Int)
    case allBefore
    case calendar(Unit, fiscalStart: Int, zone: String)
    /// The history that the baseline was made from.
    case baseline

    public enum Unit: String, Hashable, Sendable, CaseIterable { case day, week, month, quarter, year }
  }

  public var function: Function
  /// The value of each record; none for `count`.
  public var argument: Expression.ID = Expression.none
  /// For `percentile`, from 0 to 1.
  public var share: Double = 0
  public var keys: [Expression.ID] = []
  public var filter: Expression.ID = Expression.none
  public var reach: Reach
  /// What was visible so many microseconds ago.
  public var delay: Int64 = 0
  public var includesCurrent = false
  public var excludingSame: [Expression.ID] = []
  /// Fewer records than this are insufficient history.
  public var requires: Int = 0
  public var schema: Int
}

/// An aggregate over a list within the record.
public struct Fold: Hashable, Sendable {
  public enum Function: String, Hashable, Sendable, CaseIterable {
    case count, sum, avg, min, max, median, stddev, distinct, share
    case exists, every
    /// The argument at the element whose key is greatest or smallest; the first such element.
    case atGreatest, atSmallest
  }

  public var function: Function
  public var list: Int
  public var schema: Int
  public var argument: Expression.ID = Expression.none
  public var filter: Expression.ID = Expression.none
  public var key: Expression.ID = Expression.none
  /// How many element scopes lie around this one.
  public var level: Int
}
