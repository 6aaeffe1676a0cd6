/// From which record on flags stay right often enough: how long a stream has to warm up.
///
/// Precision holds after a record where of every stretch of the findings behind it, of at least `stretch` in a row, the share
/// `precision` is right. A few findings say little, so a stretch has some; one bad stretch anywhere later is enough to move
/// the record behind it, so what goes wrong again after an honest change counts too.
public struct PrecisionHold: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// After so many records of the history; 0 from the first on.
    case after(Int64)
    /// Even the last stretches are too often wrong.
    case never
    /// Fewer findings than a stretch has: nothing can be said.
    case tooFew
  }

  public static let precision = 0.95
  /// The fewest of which two may be wrong.
  public static let stretch = 40

  public let outcome: Outcome

  /// - Parameters:
  ///   - rows: of what is flagged, ascending.
  ///   - isRight: whether each is a fraud.
  public init(rows: [Int64], isRight: [Bool], precision: Double = PrecisionHold.precision, stretch: Int = PrecisionHold.stretch) {
    guard rows.count >= stretch else {
      outcome = .tooFew
      return
    }
    var right = [0]
    for one in isRight { right.append(right[right.count - 1] + (one ? 1 : 0)) }
    // A bad stretch of twice the length or more has a bad half, so that longer ones need not be looked at.
    let lastBad = (0...rows.count - stretch).last { start in
      (stretch..<2 * stretch).contains { count in
        start + count <= rows.count && Double(right[start + count] - right[start]) < precision * Double(count)
      }
    }
    guard let lastBad else {
      outcome = .after(0)
      return
    }
    // What lies behind has to be a stretch itself: of less nothing is known.
    outcome = lastBad + 1 + stretch <= rows.count ? .after(rows[lastBad]) : .never
  }

  /// - records: in the order in which they came, as a stream decided on them.
  public init(_ records: JudgedRecords) {
    let flagged = records.rows.indices.filter { records.isFlagged[$0] }
    self.init(rows: flagged.map { records.rows[$0] }, isRight: flagged.map { records.isFraud($0) })
  }
}
