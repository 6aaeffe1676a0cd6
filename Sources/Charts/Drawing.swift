/// A chart laid out: marks at their places. Every coordinate is finite and inside of the size.
public struct Drawing: Sendable {
  public enum Anchor: String, Sendable { case start, middle, end }

  /// What a mark is; a renderer gives it its colour.
  public enum Role: Hashable, Sendable {
    case series(Int)
    case grid, axis
  }

  public enum Mark: Sendable {
    case line([(x: Double, y: Double)], Role)
    /// A closed shape that lets what is behind it be seen.
    case area([(x: Double, y: Double)], Role)
    case rectangle(x: Double, y: Double, width: Double, height: Double, Role)
    case text(String, x: Double, y: Double, Anchor, isStrong: Bool)
  }

  public let title: String
  public var description = ""
  public let width: Double
  public let height: Double
  public var marks: [Mark] = []
}
