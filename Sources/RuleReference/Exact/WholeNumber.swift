/// A whole number of any size, as pupils compute on paper: a sign, and digits of 32 bits from the smallest.
struct WholeNumber: Hashable {
  /// Zero is never negative.
  let isNegative: Bool
  /// The last digit is never 0, so zero has no digits.
  let digits: [UInt32]

  static let zero = WholeNumber(isNegative: false, digits: [])

  init(isNegative: Bool, digits: [UInt32]) {
    var digits = digits
    while digits.last == 0 { digits.removeLast() }
    self.digits = digits
    self.isNegative = isNegative && !digits.isEmpty
  }

  init(_ value: some BinaryInteger) {
    let magnitude = UInt64(value.magnitude)
    self.init(isNegative: value < 0, digits: [UInt32(truncatingIfNeeded: magnitude), UInt32(magnitude >> 32)])
  }

  /// A number without a fraction, however large; it is not rounded.
  init(whole value: Double) {
    precondition(value.isFinite && value == value.rounded(.towardZero))
    guard value.magnitude >= 0x1p53 else {
      self.init(Int64(value))
      return
    }
    // From 2^53 on the last bit of the significand is worth at least 1.
    let significand = WholeNumber(Int64(value.significand * 0x1p52))
    let magnitude = significand.shiftedLeft(by: Int(value.exponent) - 52)
    self.init(isNegative: value < 0, digits: magnitude.digits)
  }

  var isZero: Bool { digits.isEmpty }
  var magnitude: WholeNumber { WholeNumber(isNegative: false, digits: digits) }

  /// Nil where 64 bits do not hold it.
  var int64: Int64? {
    guard digits.count <= 2 else { return nil }
    let magnitude = UInt64(digits.first ?? 0) | UInt64(digits.count == 2 ? digits[1] : 0) << 32
    if isNegative { return magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil }
    return Int64(exactly: magnitude)
  }

  /// Times 2^places.
  func shiftedLeft(by places: Int) -> WholeNumber {
    var shifted = [UInt32](repeating: 0, count: places / 32)
    var carry: UInt32 = 0
    for digit in digits {
      let wide = UInt64(digit) << UInt64(places % 32)
      shifted.append(UInt32(truncatingIfNeeded: wide) | carry)
      carry = UInt32(wide >> 32)
    }
    shifted.append(carry)
    return WholeNumber(isNegative: isNegative, digits: shifted)
  }
}

// MARK: Sums, differences, products

extension WholeNumber {
  static prefix func - (number: WholeNumber) -> WholeNumber {
    WholeNumber(isNegative: !number.isNegative, digits: number.digits)
  }

  static func + (left: WholeNumber, right: WholeNumber) -> WholeNumber {
    if left.isNegative == right.isNegative {
      return WholeNumber(isNegative: left.isNegative, digits: sum(left.digits, right.digits))
    }
    // Of different signs the larger magnitude gives the sign.
    if order(left.digits, right.digits) >= 0 {
      return WholeNumber(isNegative: left.isNegative, digits: difference(left.digits, right.digits))
    }
    return WholeNumber(isNegative: right.isNegative, digits: difference(right.digits, left.digits))
  }

  static func - (left: WholeNumber, right: WholeNumber) -> WholeNumber { left + -right }

  static func * (left: WholeNumber, right: WholeNumber) -> WholeNumber {
    var product = [UInt32](repeating: 0, count: left.digits.count + right.digits.count)
    for place in left.digits.indices {
      var carry: UInt64 = 0
      for otherPlace in right.digits.indices {
        let digits = UInt64(left.digits[place]) * UInt64(right.digits[otherPlace])
        let wide = digits + UInt64(product[place + otherPlace]) + carry
        product[place + otherPlace] = UInt32(truncatingIfNeeded: wide)
        carry = wide >> 32
      }
      product[place + right.digits.count] = UInt32(carry)
    }
    return WholeNumber(isNegative: left.isNegative != right.isNegative, digits: product)
  }

  private static func sum(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var carry: UInt64 = 0
    for place in 0..<max(left.count, right.count) {
      let wide = UInt64(place < left.count ? left[place] : 0) + UInt64(place < right.count ? right[place] : 0) + carry
      result.append(UInt32(truncatingIfNeeded: wide))
      carry = wide >> 32
    }
    result.append(UInt32(carry))
    return result
  }

  /// The left is not the smaller one.
  private static func difference(_ left: [UInt32], _ right: [UInt32]) -> [UInt32] {
    var result: [UInt32] = []
    var borrow: Int64 = 0
    for place in 0..<left.count {
      let wide = Int64(left[place]) - Int64(place < right.count ? right[place] : 0) - borrow
      result.append(UInt32(truncatingIfNeeded: wide))
      borrow = wide < 0 ? 1 : 0
    }
    return result
  }
}

// MARK: Order

extension WholeNumber: Comparable {
  static func < (left: WholeNumber, right: WholeNumber) -> Bool {
    if left.isNegative != right.isNegative { return left.isNegative }
    return left.isNegative ? order(left.digits, right.digits) > 0 : order(left.digits, right.digits) < 0
  }

  /// Below zero, zero or above it, as the left magnitude is to the right.
  private static func order(_ left: [UInt32], _ right: [UInt32]) -> Int {
    if left.count != right.count { return left.count < right.count ? -1 : 1 }
    var place = left.count - 1
    while place >= 0 {
      if left[place] != right[place] { return left[place] < right[place] ? -1 : 1 }
      place -= 1
    }
    return 0
  }
}
