import Records

/// The fields of one row, as ranges of bytes. Reused from row to row, so that a field costs no allocation.
struct FieldList: ~Copyable {
  /// How many columns a row may have.
  static let fieldsMax = 16_384

  /// What the ranges point into: the row buffer or the unquoted copy.
  var base: UnsafePointer<UInt8>
  private let starts: UnsafeMutablePointer<Int32>
  private let ends: UnsafeMutablePointer<Int32>
  private(set) var count = 0

  init() {
    starts = .allocate(capacity: FieldList.fieldsMax)
    ends = .allocate(capacity: FieldList.fieldsMax)
    base = UnsafePointer(bitPattern: 1).unsafelyUnwrapped
  }

  deinit {
    starts.deallocate()
    ends.deallocate()
  }

  @inline(__always)
  mutating func removeAll() { count = 0 }

  /// False where the row has more fields than there may be.
  @inline(__always)
  mutating func append(start: Int, end: Int) -> Bool {
    guard count < FieldList.fieldsMax else { return false }
    starts[count] = Int32(truncatingIfNeeded: start)
    ends[count] = Int32(truncatingIfNeeded: end)
    count &+= 1
    return true
  }

  @inline(__always)
  subscript(index: Int) -> Cell {
    Cell(start: base + Int(starts[index]), count: Int(ends[index] &- starts[index]))
  }

  /// The most frequent cell of a wide row by far: an unquoted zero.
  @inline(__always)
  func isZero(_ index: Int) -> Bool {
    ends[index] &- starts[index] == 1 && base[Int(starts[index])] == UInt8(ascii: "0")
  }
}
