/// Tells what was torn or altered, at the speed of memory. Each step can be undone, so that no change within one word goes unseen. It is
/// no proof against whoever alters on purpose.
public enum WordChecksum {
  public static func of(_ words: [Int64]) -> Int64 {
    var checksum: Int64 = 0
    words.withUnsafeBufferPointer { words in checksum = of(words.count) { words[$0] } }
    return checksum
  }

  /// The last bytes are filled up to a word, and their number counts.
  public static func of(_ bytes: [UInt8]) -> Int64 {
    bytes.withUnsafeBytes { bytes in
      let whole = bytes.count / 8
      var last: UInt64 = UInt64(bytes.count & 7)
      for place in whole * 8..<bytes.count { last = last << 8 | UInt64(bytes[place]) }
      return of(whole + 1) { word in
        word == whole
          ? Int64(bitPattern: last) : Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: word * 8, as: Int64.self))
      }
    }
  }

  /// FNV-1a over words in four lanes, since a multiplication takes longer than a word to read.
  @inlinable @inline(__always)
  public static func of(_ count: Int, _ word: (Int) -> Int64) -> Int64 {
    let prime: UInt64 = 0x0000_0100_0000_01B3
    let basis: UInt64 = 0xCBF2_9CE4_8422_2325
    var (first, second, third, fourth) = (basis, basis ^ 1, basis ^ 2, basis ^ 3)
    var place = 0
    while place + 4 <= count {
      first = (first ^ UInt64(bitPattern: word(place))) &* prime
      second = (second ^ UInt64(bitPattern: word(place + 1))) &* prime
      third = (third ^ UInt64(bitPattern: word(place + 2))) &* prime
      fourth = (fourth ^ UInt64(bitPattern: word(place + 3))) &* prime
      // High bits reach low ones again, or what differs only above would be lost in the end.
      first ^= first >> 29
      second ^= second >> 29
      third ^= third >> 29
      fourth ^= fourth >> 29
      place += 4
    }
    while place < count {
      first = (first ^ UInt64(bitPattern: word(place))) &* prime
      first ^= first >> 29
      place += 1
    }
    var result = UInt64(count) ^ basis
    for lane in [first, second, third, fourth] {
      result = (result ^ lane) &* prime
      result ^= result >> 32
    }
    return Int64(bitPattern: result)
  }
}
