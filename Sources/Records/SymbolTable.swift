import Synchronization

/// Gives every distinct key one symbol, for the life of a run.
///
/// Shared by sources and readers. A source takes the lock once for a batch, not once for a value.
public final class SymbolTable: Sendable {
  private let state = Mutex(SymbolIndex())

  public init() {}

  public func withIndex<Result, Failure: Error>(
    _ body: (inout SymbolIndex) throws(Failure) -> sending Result
  ) throws(Failure) -> sending Result {
    try state.withLock { index throws(Failure) in try body(&index) }
  }

  public var count: Int { state.withLock { $0.count } }

  public func intern(_ text: String) -> Symbol { state.withLock { $0.intern(text) } }

  public func text(of symbol: Symbol) -> String { state.withLock { $0.text(of: symbol) } }

  /// The symbol of a text that was seen before.
  public func symbol(of text: String) -> Symbol? { state.withLock { $0.find(text) } }
}

/// An open-addressed table from bytes to symbols, and back.
///
/// Ours and not `Dictionary`, because a lookup takes the bytes where they lie and makes no `String`.
public struct SymbolIndex: Sendable {
  private var bytes: [UInt8] = []
  private var starts: [UInt32] = [0]
  private var hashes: [UInt32] = []
  /// Symbol plus one, 0 for free; the length is a power of two.
  private var slots: [UInt32] = Array(repeating: 0, count: 1024)

  init() {}

  public var count: Int { hashes.count }

  public mutating func intern(_ text: String) -> Symbol {
    var text = text
    return text.withUTF8 { intern($0) }
  }

  public mutating func intern(_ key: UnsafeBufferPointer<UInt8>) -> Symbol {
    let hash = SymbolIndex.hash(key)
    let slot = slot(of: key, hash: hash)
    if slots[slot] != 0 { return Symbol(id: slots[slot] - 1) }
    let symbol = UInt32(hashes.count)
    bytes.append(contentsOf: key)
    starts.append(UInt32(bytes.count))
    hashes.append(hash)
    slots[slot] = symbol + 1
    if hashes.count * 2 > slots.count { grow() }
    return Symbol(id: symbol)
  }

  public func find(_ text: String) -> Symbol? {
    var text = text
    return text.withUTF8 { key in
      let found = slots[slot(of: key, hash: SymbolIndex.hash(key))]
      return found == 0 ? nil : Symbol(id: found - 1)
    }
  }

  public func text(of symbol: Symbol) -> String {
    let range = Int(starts[symbol.index])..<Int(starts[symbol.index + 1])
    return String(decoding: bytes[range], as: UTF8.self)
  }

  private func slot(of key: UnsafeBufferPointer<UInt8>, hash: UInt32) -> Int {
    let mask = slots.count - 1
    var slot = Int(hash) & mask
    while slots[slot] != 0 {
      let candidate = Int(slots[slot] - 1)
      if hashes[candidate] == hash, equals(candidate, key) { return slot }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func equals(_ candidate: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = Int(starts[candidate])
    guard Int(starts[candidate + 1]) - start == key.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      for index in 0..<key.count where bytes[start + index] != key[index] { return false }
      return true
    }
  }

  private mutating func grow() {
    var larger = [UInt32](repeating: 0, count: slots.count * 2)
    let mask = larger.count - 1
    for (symbol, hash) in hashes.enumerated() {
      var slot = Int(hash) & mask
      while larger[slot] != 0 { slot = (slot + 1) & mask }
      larger[slot] = UInt32(symbol) + 1
    }
    slots = larger
  }

  /// Eight bytes at a time, multiply and fold. Spread matters, secrecy does not: the table is ours alone, and a hostile
  /// key set costs probes, never a wrong answer.
  private static func hash(_ key: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(key.count)
    var index = 0
    let raw = UnsafeRawBufferPointer(key)
    while index + 8 <= raw.count {
      state = mix(state ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    var tail: UInt64 = 0
    while index < raw.count {
      tail = tail << 8 | UInt64(raw[index])
      index += 1
    }
    state = mix(state ^ tail)
    return UInt32(truncatingIfNeeded: state ^ state >> 32)
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}
