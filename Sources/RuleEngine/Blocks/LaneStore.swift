/// Memory for lanes side by side: 64 bits a value, and bits for what is true, what has a value, and what misses one only for
/// want of history. Rows are padded to whole words, so that no loop over words has an end of its own.
final class LaneStore {
  let capacity: Int
  private let words: Int
  private let counts: Plan.LaneCount
  private let values: UnsafeMutablePointer<Int64>
  private let bits: UnsafeMutablePointer<UInt64>

  init(_ counts: Plan.LaneCount, capacity wanted: Int) {
    self.counts = counts
    words = max(1, (wanted + 63) / 64)
    capacity = words * 64
    let valueCount = counts.values * capacity
    let wordCount = (counts.values * 2 + counts.flags * 3) * words
    values = .allocate(capacity: max(1, valueCount))
    values.initialize(repeating: 0, count: max(1, valueCount))
    bits = .allocate(capacity: max(1, wordCount))
    bits.initialize(repeating: 0, count: max(1, wordCount))
  }

  deinit {
    values.deallocate()
    bits.deallocate()
  }

  /// - row: where the block begins; a multiple of 64.
  @inline(__always)
  func lane(_ register: Register, from row: Int) -> Lane {
    let index = Int(register.lane)
    let word = row >> 6
    guard !register.isFlag else {
      let start = bits + (counts.values * 2 + index * 3) * words + word
      return Lane(values: values, truth: start, valid: start + words, insufficient: start + 2 * words)
    }
    let start = bits + index * 2 * words + word
    return Lane(values: values + index * capacity + row, truth: bits, valid: start, insufficient: start + words)
  }
}

/// One lane as a step sees it. A condition's values and another's truth are no one's to touch.
struct Lane {
  let values: UnsafeMutablePointer<Int64>
  let truth: UnsafeMutablePointer<UInt64>
  let valid: UnsafeMutablePointer<UInt64>
  let insufficient: UnsafeMutablePointer<UInt64>

  @inline(__always)
  func isValid(_ row: Int) -> Bool { valid[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  @inline(__always)
  func isTrue(_ row: Int) -> Bool { truth[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  @inline(__always)
  func isInsufficient(_ row: Int) -> Bool { insufficient[row >> 6] >> UInt64(row & 63) & 1 == 1 }

  @inline(__always)
  func number(_ row: Int) -> Double { Double(bitPattern: UInt64(bitPattern: values[row])) }

  @inline(__always)
  func set(_ row: Int, in words: UnsafeMutablePointer<UInt64>, _ bit: Bool) {
    let mask: UInt64 = 1 << UInt64(row & 63)
    if bit { words[row >> 6] |= mask } else { words[row >> 6] &= ~mask }
  }

  /// A value of a lane that is no condition.
  @inline(__always)
  func put(_ row: Int, _ value: Int64) {
    values[row] = value
    set(row, in: valid, true)
  }

  @inline(__always)
  func put(_ row: Int, flag: Bool) {
    set(row, in: truth, flag)
    set(row, in: valid, true)
  }

  @inline(__always)
  func putMissing(_ row: Int, insufficient isInsufficient: Bool) {
    set(row, in: valid, false)
    set(row, in: insufficient, isInsufficient)
  }
}
