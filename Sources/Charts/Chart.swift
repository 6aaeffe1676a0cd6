/// What a chart shows, without a word about how: a renderer of pages or of documents draws the same model.
public struct Chart: Sendable {
  public enum Unit: Sendable {
    case count
    /// Units of a currency, with its sign.
    case money(String)
    case percent
  }

  public struct Series: Sendable {
    public var name: String
    public var values: [Double]

    public init(_ name: String, _ values: [Double]) { (self.name, self.values) = (name, values) }
  }

  /// What runs along one side of a plane.
  public struct Axis: Sendable {
    public var label: String
    public var unit: Unit
    public var range: ClosedRange<Double>
    /// Names of 0, 1, 2 and so on, where positions are no numbers.
    public var names: [String]

    public init(_ label: String, _ unit: Unit, _ range: ClosedRange<Double>, names: [String] = []) {
      (self.label, self.unit, self.range, self.names) = (label, unit, range, names)
    }

    /// Names side by side, with half a step before the first and after the last.
    public init(_ label: String, names: [String]) {
      self.init(label, .count, -0.5...max(0.5, Double(names.count) - 0.5), names: names)
    }
  }

  /// Points, in the order in which they are drawn.
  public struct Curve: Sendable {
    public enum Style: Sendable {
      case line, dots
      /// Dots that stand behind others.
      case specks
      /// What others are compared with, such as where both shares are equal.
      case reference
    }

    public var name: String
    public var style: Style
    public var points: [(x: Double, y: Double)]
    /// How far the points may lie off.
    public var band: [(x: Double, low: Double, high: Double)]
    /// Which of the series' colours it has; nil for the one of its place.
    public var tone: Int?

    public init(
      _ name: String, _ style: Style, _ points: [(x: Double, y: Double)], band: [(x: Double, low: Double, high: Double)] = [],
      tone: Int? = nil
    ) {
      (self.name, self.style, self.points, self.band, self.tone) = (name, style, points, band, tone)
    }
  }

  /// A value that may lie off.
  public struct Span: Sendable {
    public var name: String
    public var low: Double
    public var value: Double
    public var high: Double
    /// Whether it is one to be looked at.
    public var isMarked: Bool

    public init(_ name: String, low: Double, value: Double, high: Double, isMarked: Bool) {
      (self.name, self.low, self.value, self.high, self.isMarked) = (name, low, value, high, isMarked)
    }
  }

  public enum Content: Sendable {
    /// One share over another, each from 0 to 1.
    case curves(x: String, y: String, [Curve])
    /// One measure over another.
    case plane(x: Axis, y: Axis, [Curve])
    /// Lines over labelled positions, such as months.
    case lines(labels: [String], [Series])
    /// One bar a row, from the left.
    case bars([(label: String, value: Double)])
    /// Columns over bins, side by side.
    case columns([(label: String, value: Double)])
    /// Columns of several series over the same bins.
    case grouped(labels: [String], [Series])
    /// A column a bin, and lines at places that are counted in bins from the middle of the first.
    case histogram(labels: [String], [Double], marks: [(place: Double, label: String)])
    /// One row a name: a value, how far it may lie off, and what all are compared with.
    case spans(axis: String, [Span], reference: Double)
    /// A square a place, as large as what is counted there.
    case calendar(rows: [String], columns: [String], [[Double]])
  }

  public var title: String
  public var unit: Unit
  public var content: Content
  /// What is to be seen, for whoever cannot see it.
  public var description: String

  public init(title: String, unit: Unit, _ content: Content, description: String = "") {
    (self.title, self.unit, self.content, self.description) = (title, unit, content, description)
  }
}
