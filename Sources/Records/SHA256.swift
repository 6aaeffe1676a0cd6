/// SHA-256, for artefacts whose content must be told apart for ever.
///
/// Ours because the rooms in the middle import no C library, and sixty lines with the standard's own vectors are enough.
public struct SHA256: Sendable {
  private var state: [8 of UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var byteCount: UInt64 = 0

  public init() {}

  /// The digest in hexadecimal.
  public static func hash(_ text: String) -> String { hash(Array(text.utf8)) }

  /// The digest in hexadecimal.
  public static func hash(_ bytes: [UInt8]) -> String { hexadecimal(digest(bytes)) }

  /// The digest's 32 bytes.
  public static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finishedBytes()
  }

  public mutating func update(_ bytes: [UInt8]) {
    byteCount += UInt64(bytes.count)
    pending += bytes
    guard pending.count >= 64 else { return }
    let whole = pending.count / 64 * 64
    pending.withUnsafeBufferPointer { pending in
      for start in stride(from: 0, to: whole, by: 64) { SHA256.compress(pending.extracting(start..<start + 64), &state) }
    }
    pending.removeFirst(whole)
  }

  public mutating func finish() -> String { SHA256.hexadecimal(finishedBytes()) }

  private mutating func finishedBytes() -> [UInt8] {
    let bits = byteCount * 8
    var padding: [UInt8] = [0x80]
    while (pending.count + padding.count) % 64 != 56 { padding.append(0) }
    update(padding + (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) })
    var result: [UInt8] = []
    result.reserveCapacity(32)
    for index in 0..<8 {
      for shift in [24, 16, 8, 0] as [UInt32] { result.append(UInt8(truncatingIfNeeded: state[index] >> shift)) }
    }
    return result
  }

  private static func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  private static func compress(_ block: UnsafeBufferPointer<UInt8>, _ state: inout [8 of UInt32]) {
    var words = [64 of UInt32](repeating: 0)
    for index in 0..<16 {
      for byte in 0..<4 { words[index] = words[index] << 8 | UInt32(block[index * 4 + byte]) }
    }
    for index in 16..<64 {
      let (near, far) = (words[index - 15], words[index - 2])
      let small = rotate(near, 7) ^ rotate(near, 18) ^ near >> 3
      let large = rotate(far, 17) ^ rotate(far, 19) ^ far >> 10
      words[index] = words[index - 16] &+ small &+ words[index - 7] &+ large
    }
    var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7])
    let constants = SHA256.constants
    for index in 0..<64 {
      let first = h &+ (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) &+ (e & f ^ ~e & g) &+ constants[index] &+ words[index]
      let second = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
    state[5] &+= f
    state[6] &+= g
    state[7] &+= h
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 { word >> count | word << (32 - count) }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = {
    var primes: [UInt64] = []
    var candidate: UInt64 = 2
    while primes.count < 64 {
      if !primes.contains(where: { candidate.isMultiple(of: $0) }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map { prime in
      // The largest r with r³ ≤ prime·2^96; its low 32 bits are the root's first fractional ones.
      var low: UInt64 = 0
      var high: UInt64 = 8 << 32
      while high - low > 1 {
        let middle = (low + high) / 2
        let (cube, overflow) = cubed(middle)
        if !overflow, cube <= UInt128(prime) << 96 { low = middle } else { high = middle }
      }
      return UInt32(truncatingIfNeeded: low)
    }
  }()

  private static func cubed(_ number: UInt64) -> (UInt128, Bool) {
    let square = UInt128(number) * UInt128(number)
    let (cube, overflow) = square.multipliedReportingOverflow(by: UInt128(number))
    return (cube, overflow)
  }
}
