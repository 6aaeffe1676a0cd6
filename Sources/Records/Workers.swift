/// Who runs pieces of work side by side. Middle rooms know no threads; whoever has some lends them.
public struct Workers: Sendable {
  public let count: Int
  /// Runs so many pieces, each once, and comes back when all are done.
  public let perform: @Sendable (_ pieces: Int, _ body: @Sendable (Int) -> Void) -> Void

  public init(count: Int, perform: @escaping @Sendable (_ pieces: Int, _ body: @Sendable (Int) -> Void) -> Void) {
    (self.count, self.perform) = (max(1, count), perform)
  }

  /// One piece after the other.
  public static let alone = Workers(count: 1) { pieces, body in for piece in 0..<pieces { body(piece) } }
}
