public import Charts

/// Sections of sentences, tables and charts, in the order in which they are read. The terminal and the page render the same
/// story.
public struct Story: Sendable {
  public enum Cell: Sendable {
    case text(String)
    case number(String)
    /// A number, and how far it may lie off.
    case estimate(String, range: String)
    case bar(Double)
  }

  public struct Table: Sendable {
    public var header: [String]
    public var rows: [[Cell]]
    /// How many rows there would be.
    public var rowsInAll: Int

    public init(header: [String], rows: [[Cell]], rowsInAll: Int) {
      (self.header, self.rows, self.rowsInAll) = (header, rows, rowsInAll)
    }
  }

  /// A number that is to be seen first, and what it has to be seen beside.
  public struct Tile: Sendable {
    public var value: String
    public var name: String
    public var note: String

    public init(value: String, name: String, note: String = "") { (self.value, self.name, self.note) = (value, name, note) }
  }

  public struct Section: Sendable {
    public var title: String
    public var text: String
    public var tiles: [Tile] = []
    /// Sentences to be heeded, one by one.
    public var cautions: [String] = []
    public var charts: [Chart] = []
    /// Whether charts stand side by side where there is room.
    public var hasChartPairs = false
    public var table: Table?

    public init(title: String, text: String, charts: [Chart] = [], table: Table? = nil) {
      (self.title, self.text, self.charts, self.table) = (title, text, charts, table)
    }
  }

  public var title: String
  public var headline: String
  public var sections: [Section]

  public init(title: String, headline: String, sections: [Section] = []) {
    (self.title, self.headline, self.sections) = (title, headline, sections)
  }
}
