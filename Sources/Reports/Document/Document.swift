public import Charts

/// A report as it is read, from the first page on: what each format draws, in its own way.
public struct Document: Sendable {
  public enum Style: Sendable {
    /// The sentence that a reader takes away.
    case lead
    case body
    /// To be heeded.
    case caution
    /// Where a figure comes from.
    case source
  }

  /// A figure that is to be seen first, and what it has to be seen beside.
  public struct Tile: Sendable {
    public var value: [Run]
    public var name: String
    public var note: [Run]

    public init(value: [Run], name: String, note: [Run] = []) { (self.value, self.name, self.note) = (value, name, note) }
  }

  public struct Illustration: Sendable {
    public var chart: Chart
    /// What was counted, and in which unit.
    public var note: [Run]
    public var isHalfWide: Bool

    public init(_ chart: Chart, note: [Run] = [], isHalfWide: Bool = false) {
      (self.chart, self.note, self.isHalfWide) = (chart, note, isHalfWide)
    }
  }

  public struct Table: Sendable {
    public struct Column: Hashable, Sendable {
      public var title: String
      /// Figures stand on the right.
      public var isFigure: Bool
      /// Of the room, beside the others.
      public var weight: Double

      public init(_ title: String, isFigure: Bool = false, weight: Double = 1) {
        (self.title, self.isFigure, self.weight) = (title, isFigure, weight)
      }
    }

    /// What a sheet is named after; short.
    public var name: String
    public var caption: String
    public var columns: [Column]
    public var rows: [[Run]]
    /// How many rows there would be.
    public var rowsInAll: Int
    /// Whether the last row sums up the others.
    public var hasTotal: Bool

    public init(
      name: String, caption: String, columns: [Column], rows: [[Run]], rowsInAll: Int? = nil, hasTotal: Bool = false
    ) {
      (self.name, self.caption, self.columns, self.rows) = (name, caption, columns, rows)
      (self.rowsInAll, self.hasTotal) = (rowsInAll ?? rows.count, hasTotal)
    }
  }

  /// A calculation that a reader can do again by hand.
  public struct Example: Sendable {
    public struct Step: Sendable {
      public var text: [Run]
      public var amount: Figure
      /// A line is drawn above it, and it is what the reader has to compare.
      public var isResult: Bool

      public init(_ text: [Run], _ amount: Figure, isResult: Bool = false) {
        (self.text, self.amount, self.isResult) = (text, amount, isResult)
      }
    }

    public var title: [Run]
    public var steps: [Step]
    public var conclusion: [Run]

    public init(title: [Run], steps: [Step], conclusion: [Run]) {
      (self.title, self.steps, self.conclusion) = (title, steps, conclusion)
    }
  }

  public enum Block: Sendable {
    /// - level: 1 for a chapter, 2 for a part of it.
    case heading(String, level: Int, anchor: String)
    case paragraph([Run], Style)
    case tiles([Tile])
    case illustration(Illustration)
    case table(Table)
    case list([[Run]], isOrdered: Bool)
    case example(Example)
    /// What follows begins on a new page where there are pages.
    case pageBreak
  }

  public var title: String
  public var subtitle: [Run]
  /// What stands small above the title, such as who made it.
  public var eyebrow: String
  public var blocks: [Block]

  public init(title: String, subtitle: [Run], eyebrow: String, blocks: [Block] = []) {
    (self.title, self.subtitle, self.eyebrow, self.blocks) = (title, subtitle, eyebrow, blocks)
  }
}

extension Document {
  /// Every figure that it states, in the order of reading: what formats are compared by.
  public var figures: [Figure] { runs.map(\.figure) }

  private var runs: [Run] {
    subtitle
      + blocks.flatMap { block -> [Run] in
        switch block {
        case .heading, .pageBreak: []
        case .paragraph(let runs, _): runs
        case .tiles(let tiles): tiles.flatMap { $0.value + $0.note }
        case .illustration(let illustration): illustration.note
        case .table(let table): table.rows.flatMap { $0 }
        case .list(let items, _): items.flatMap { $0 }
        case .example(let example):
          example.title + example.steps.flatMap { $0.text + [Run($0.amount)] } + example.conclusion
        }
      }
  }
}
