/// Points to be drawn: how precise at each share found, how many found after how many looks. Kept apart from their run, since
/// lists of runs do not want them.
public struct RunCurve: Hashable, Sendable {
  public struct Point: Hashable, Sendable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
  }

  public static let pointsMax = 10_000

  public var name: String
  /// What the axes are called.
  public var across: String
  public var up: String
  public var points: [Point]

  public init(_ name: String, across: String, up: String, points: [Point]) {
    (self.name, self.across, self.up, self.points) = (name, across, up, points)
  }
}
