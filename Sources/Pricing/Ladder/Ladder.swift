import Records

/// The discounts that are ordinary here: fractions of a price, learned from a history.
public struct Ladder: Hashable, Sendable {
  /// What one discount is taken from.
  public enum Mode: String, Sendable, CaseIterable {
    /// One or more units of a line, each by a step of its own.
    case unit
    /// The whole order by one step.
    case order
  }

  public struct Step: Hashable, Sendable {
    /// In millionths: 15,000 is 1.5%.
    public var millionths: Int64
    /// Orders whose whole gap is this step on one line (or on the order).
    public var support: Int
    /// When it was in use.
    var span = StepSpan.always

    public init(millionths: Int64, support: Int) { (self.millionths, self.support) = (millionths, support) }

    init(millionths: Int64, support: Int, span: StepSpan) {
      (self.millionths, self.support, self.span) = (millionths, support, span)
    }

    /// Whether it was in use no longer by the end of the history.
    public var isOver: Bool { span.until != nil }

    /// `from about 2016-06-01`; nil where it was in use throughout.
    public var inUse: String? {
      func day(_ time: Int64) -> String { Instant(microseconds: time).date.description }
      return switch (span.from, span.until) {
      case (nil, nil): nil
      case (let from?, nil): "from about \(day(from))"
      case (nil, let until?): "until about \(day(until))"
      case (let from?, let until?): "from about \(day(from)) to \(day(until))"
      }
    }
  }

  public var mode: Mode
  /// Ascending.
  public var steps: [Step]
  /// Of the orders that were looked at: those charged below list, those explained by the ladder, those too large to tell.
  public var discounted: Int
  public var explained: Int
  public var undecided: Int

  public init(mode: Mode, steps: [Step], discounted: Int, explained: Int, undecided: Int) {
    self.mode = mode
    self.steps = steps.sorted { $0.millionths < $1.millionths }
    (self.discounted, self.explained, self.undecided) = (discounted, explained, undecided)
  }

  public static let none = Ladder(mode: .unit, steps: [], discounted: 0, explained: 0, undecided: 0)
}

extension Ladder.Step: CustomStringConvertible {
  /// `1.5%`.
  public var description: String {
    let fraction = String(10_000 + millionths % 10_000).dropFirst()
    var text = "\(millionths / 10_000).\(fraction)"
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text + "%"
  }
}
