/// What sums, means and deviations are made of: exact, so that adding and taking away never drift and order does not matter.
struct ExactTotals {
  /// How many values.
  var count: Int64 = 0
  /// Numbers too large to be summed to nine places; while one is among the values there is no sum.
  var oversized: Int64 = 0
  var sum: Int128 = 0
  var squares = WideInteger()

  /// Numbers count in billionths.
  static let numberUnit: UInt64 = 1_000_000_000
  /// 2^63: numbers from here on are too large.
  static let magnitudeEnd = 0x1p63

  /// Below 2^51 a number is rounded half-even by adding what leaves no room for a fraction: the sum's last bits are the
  /// whole number.
  static let shortEnd = 0x1p51
  private static let shift = 0x1.8p52

  @inline(__always)
  static func short(_ scaled: Double) -> Int64 { bits(scaled + shift) &- bits(shift) }

  @inline(__always)
  mutating func add(whole value: Int64, squares isSquared: Bool) {
    count &+= 1
    sum &+= Int128(value)
    if isSquared { squares.add(ExactTotals.square(value)) }
  }

  @inline(__always)
  mutating func remove(whole value: Int64, squares isSquared: Bool) {
    count &-= 1
    sum &-= Int128(value)
    if isSquared { squares.subtract(ExactTotals.square(value)) }
  }

  @inline(__always)
  mutating func add(number value: Double, squares isSquared: Bool) {
    let scaled = value * 1e9
    if scaled.magnitude < ExactTotals.shortEnd { return add(whole: ExactTotals.short(scaled), squares: isSquared) }
    addLong(value, isSquared)
  }

  @inline(__always)
  mutating func remove(number value: Double, squares isSquared: Bool) {
    let scaled = value * 1e9
    if scaled.magnitude < ExactTotals.shortEnd { return remove(whole: ExactTotals.short(scaled), squares: isSquared) }
    removeLong(value, isSquared)
  }

  private mutating func addLong(_ value: Double, _ isSquared: Bool) {
    let scaled = (value * 1e9).rounded(.toNearestOrEven)
    if scaled.magnitude < 0x1p62 { return add(whole: Int64(scaled), squares: isSquared) }
    count &+= 1
    guard value.magnitude < ExactTotals.magnitudeEnd else {
      oversized += 1
      return
    }
    let whole = Int128(scaled)
    sum &+= whole
    if isSquared { squares.add(WideInteger.square(whole.magnitude)) }
  }

  private mutating func removeLong(_ value: Double, _ isSquared: Bool) {
    let scaled = (value * 1e9).rounded(.toNearestOrEven)
    if scaled.magnitude < 0x1p62 { return remove(whole: Int64(scaled), squares: isSquared) }
    count &-= 1
    guard value.magnitude < ExactTotals.magnitudeEnd else {
      oversized -= 1
      return
    }
    let whole = Int128(scaled)
    sum &-= whole
    if isSquared { squares.subtract(WideInteger.square(whole.magnitude)) }
  }

  mutating func add(_ other: ExactTotals) {
    count += other.count
    oversized += other.oversized
    sum &+= other.sum
    squares.add(other.squares)
  }

  mutating func subtract(_ other: ExactTotals) {
    count -= other.count
    oversized -= other.oversized
    sum &-= other.sum
    squares.subtract(other.squares)
  }

  @inline(__always)
  private static func square(_ value: Int64) -> UInt128 {
    let product = value.magnitude.multipliedFullWidth(by: value.magnitude)
    return UInt128(product.high) << 64 | UInt128(product.low)
  }

  /// n·Σx² - (Σx)², the deviation's numerator, as the nearest binary64.
  @inline(__always)
  var deviation: Double {
    if squares.high == 0, squares.low >> 96 == 0, count >> 32 == 0, let small = Int64(exactly: sum) {
      return nearest(squares.low &* UInt128(UInt64(count)) &- ExactTotals.square(small), sticky: false)
    }
    return wideDeviation
  }

  private var wideDeviation: Double {
    var wide = squares.multiplied(by: UInt64(count))
    wide.subtract(WideInteger.square(sum.magnitude))
    return wide.nearest
  }
}
