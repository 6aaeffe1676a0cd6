/// Who runs pieces of work side by side. Middle rooms know no threads; whoever has some lends them.
public struct Workers: Sendable {
  public let count: Int
  /// Runs so many pieces, each once, and comes back when all are done.
  public let perform: @Sendable (_ pieces: Int, _ body: @Sendable (Int) -> Void) -> Void

  public init(count: Int, perform: @escaping @Sendable (_ pieces: Int, _ body: @Sendable (Int) -> Void) -> Void) {
    (self.count, self.perform) = (max(1, count), perform)
  }

  /// What becomes of each, in the order of the items.
  public func map<Item, Result>(_ items: [Item], inPiecesOf size: Int, _ transform: @Sendable (Item) -> Result) -> [Result] {
    Array(unsafeUninitializedCapacity: items.count) { results, count in
      nonisolated(unsafe) let (results, items) = (results, items)
      perform((items.count + size - 1) / size) { piece in
        for place in piece * size..<min(items.count, (piece + 1) * size) {
          results.initializeElement(at: place, to: transform(items[place]))
        }
      }
      count = items.count
    }
  }

  /// One piece after the other.
  public static let alone = Workers(count: 1) { pieces, body in for piece in 0..<pieces { body(piece) } }
}
