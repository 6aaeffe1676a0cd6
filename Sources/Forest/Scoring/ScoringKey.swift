/// A value as an unsigned number that is ordered as values are, so that going left is one comparison of integers whose carry is the
/// way. A missing value is a number below or above all others, whichever way it takes.
enum ScoringKey {
  static let missingLeft: UInt32 = 0
  static let missingRight: UInt32 = .max

  @inline(__always)
  static func ordered(_ value: Float) -> UInt32 {
    // Adding 0 makes -0 the 0 that it is equal to.
    let bits = (value + 0).bitPattern
    return bits ^ (UInt32(bitPattern: Int32(bitPattern: bits) >> 31) | 0x8000_0000)
  }
}
