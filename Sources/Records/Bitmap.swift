/// Which of a column's values are there: one bit each, 64 to a word.
public struct Bitmap: Hashable, Sendable {
  public private(set) var words: [UInt64] = []
  public private(set) var count = 0

  public init() {}

  @inlinable
  public subscript(index: Int) -> Bool {
    words[index >> 6] >> UInt64(index & 63) & 1 == 1
  }

  public mutating func append(_ bit: Bool) {
    if count & 63 == 0 { words.append(0) }
    if bit { words[count >> 6] |= 1 << UInt64(count & 63) }
    count += 1
  }

  /// Drops all bits from `newCount` on.
  public mutating func truncate(to newCount: Int) {
    words.removeLast(words.count - (newCount + 63) / 64)
    if newCount & 63 != 0 { words[words.count - 1] &= (1 << UInt64(newCount & 63)) - 1 }
    count = newCount
  }

  public var countOfOnes: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
}
