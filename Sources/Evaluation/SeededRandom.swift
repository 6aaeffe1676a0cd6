/// Numbers that depend on a seed alone, so that whatever was drawn can be drawn again.
public struct SeededRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(_ seed: UInt64) { state = seed }

  /// A run of its own for one of many things that share a seed: adding a thing changes no number of another.
  public init(_ seed: UInt64, of index: Int) {
    state = SeededRandom.mixed(seed ^ SeededRandom.mixed(UInt64(bitPattern: Int64(index)) &+ SeededRandom.increment))
  }

  private static let increment: UInt64 = 0x9E37_79B9_7F4A_7C15

  public mutating func next() -> UInt64 {
    state &+= SeededRandom.increment
    return SeededRandom.mixed(state)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// From 0 up to, not including, 1.
  public mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }
}
