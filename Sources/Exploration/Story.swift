public import Charts

/// Sections of sentences, tables and charts, in the order in which they are read. The terminal and the page render the same
/// story.
public struct Story: Sendable {
  public enum Cell: Sendable {
    case text(String)
    case number(String)
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

  public struct Section: Sendable {
    public var title: String
    public var text: String
    public var charts: [Chart] = []
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
