public import Alerts
public import Records

/// A value that a report states. Every format writes the same one: a page and a document as text of the reader's language, a sheet as a
/// typed cell.
public enum Figure: Hashable, Sendable {
  case text(String)
  case count(Int)
  case money(Money, Currency)
  /// 1 is all of it.
  case share(Double)
  /// The same with a place where it has one, such as a step of a ladder.
  case rate(Double)
  /// A plain number with so many places.
  case number(Double, places: Int)
  case date(CivilDate)
  case month(CasePeriod)
  /// Not known, or not applicable.
  case none
}

/// A piece of a sentence: words, or a figure.
public struct Run: Hashable, Sendable {
  public var figure: Figure
  public var isStrong: Bool
  /// Where the records behind it are, from the report's folder on; or `#` and a place in the document.
  public var target: String?

  public init(_ figure: Figure, isStrong: Bool = false, target: String? = nil) {
    (self.figure, self.isStrong, self.target) = (figure, isStrong, target)
  }

  public init(_ text: String) { self.init(.text(text)) }
}
