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

  public enum Content: Sendable {
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
