/// Eight values' bits: what a kernel works on at once. A mask of them has all bits of a lane set, or none.
typealias Eight = SIMD8<Int64>
typealias EightNumbers = SIMD8<Double>

extension SIMD8<Int64> {
  @inline(__always)
  var asNumbers: EightNumbers { unsafeBitCast(self, to: EightNumbers.self) }

  /// A mask of those that are below zero.
  @inline(__always)
  var signs: Eight { self &>> 63 }

  /// Of a mask a bit each.
  @inline(__always)
  var packed: UInt64 {
    let bytes = unsafeBitCast(SIMD8<Int8>(truncatingIfNeeded: self), to: UInt64.self)
    // Each byte keeps another bit, and the product's highest byte is the sum of all.
    return ((bytes & 0x8040_2010_0804_0201) &* 0x0101_0101_0101_0101) >> 56
  }

  /// Whole numbers as the nearest binary64, without a conversion for each: both halves are put where a number's last bits
  /// are, and what that added is taken off again; only the last sum rounds.
  @inline(__always)
  var converted: EightNumbers {
    let low = (self & 0xFFFF_FFFF) | Int64(bitPattern: 0x4330_0000_0000_0000)
    let words = unsafeBitCast(self ^ .min, to: SIMD8<UInt64>.self) &>> 32
    let high = words | 0x4530_0000_0000_0000
    return (unsafeBitCast(high, to: EightNumbers.self) - 0x1.0000_0801p84) + low.asNumbers
  }
}

extension SIMD8<Double> {
  @inline(__always)
  var asBits: Eight { unsafeBitCast(self, to: Eight.self) }

  /// Below zero where a number is infinite or none.
  @inline(__always)
  var notFinite: Eight { ~((asBits & 0x7FF0_0000_0000_0000) &- 0x7FF0_0000_0000_0000) }
}

@inline(__always)
func mask(_ comparison: SIMDMask<Eight>) -> Eight { Eight.zero.replacing(with: -1, where: comparison) }
