/// Memory for the rings of a track's keys: blocks for a power of two of entries, cut from one run of words. What a ring gives
/// back waits for the next one of its size, so that keys that come and go, grow and shrink, ask the allocator for nothing.
struct EntryPool {
  private let stride: Int
  private let memory: UnsafeMutablePointer<Int64>
  /// In words.
  let capacity: Int
  private var cut = 0
  private var returned = 0
  /// Of each size the block that came back last; a block's first word leads to the one before it.
  private let last: UnsafeMutablePointer<UnsafeMutablePointer<Int64>?>
  private static let sizes = 48

  /// - capacity: in words.
  init(stride: Int, capacity: Int) {
    (self.stride, self.capacity) = (stride, capacity)
    memory = .allocate(capacity: max(1, capacity))
    last = .allocate(capacity: EntryPool.sizes)
    last.initialize(repeating: nil, count: EntryPool.sizes)
  }

  func free() {
    memory.deallocate()
    last.deallocate()
  }

  /// How many words lie in rings.
  var used: Int { cut - returned }

  var bytes: Int { capacity * MemoryLayout<Int64>.stride }

  /// Nil where there is no block of the size and no room to cut one.
  ///
  /// - entries: a power of two.
  mutating func take(_ entries: Int) -> UnsafeMutablePointer<Int64>? {
    let words = entries * stride
    let size = entries.trailingZeroBitCount
    if let block = last[size] {
      last[size] = UnsafeMutablePointer(bitPattern: Int(block[0]))
      returned -= words
      return block
    }
    guard words <= capacity - cut else { return nil }
    cut += words
    return memory + (cut - words)
  }

  mutating func give(_ block: UnsafeMutablePointer<Int64>, _ entries: Int) {
    let size = entries.trailingZeroBitCount
    block[0] = Int64(Int(bitPattern: last[size]))
    last[size] = block
    returned += entries * stride
  }
}
