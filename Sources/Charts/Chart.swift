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

  /// Points of two shares, each from 0 to 1.
  public struct Curve: Sendable {
    public enum Style: Sendable {
      case line, dots
      /// What others are compared with, such as where both shares are equal.
      case reference
    }

    public var name: String
    public var style: Style
    public var points: [(x: Double, y: Double)]

    public init(_ name: String, _ style: Style, _ points: [(x: Double, y: Double)]) {
      (self.name, self.style, self.points) = (name, style, points)
    }
  }

  public enum Content: Sendable {
    /// One share over another.
    case curves(x: String, y: String, [Curve])
    /// Lines over labelled positions, such as months.
    case lines(labels: [String], [Series])
    /// One bar a row, from the left.
    case bars([(label: String, value: Double)])
    /// Columns over bins, side by side.
    case columns([(label: String, value: Double)])
  }

  public var title: String
  public var unit: Unit
  public var content: Content

  public init(title: String, unit: Unit, _ content: Content) { (self.title, self.unit, self.content) = (title, unit, content) }
}
