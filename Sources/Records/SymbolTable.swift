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
/// Ours and not `Dictionary`, because a lookup takes the bytes where they lie and makes no `String`. A slot holds a key's
/// first eight bytes and its length: most keys are told apart, and short ones recognised, in one line of cache.
public struct SymbolIndex: Sendable {
  private struct Slot {
    var prefix: UInt64 = 0
    var length: UInt32 = 0
    /// Symbol plus one, 0 for free.
    var occupant: UInt32 = 0
  }

  private var bytes: [UInt8] = []
  private var starts: [UInt32] = [0]
  /// Its length is a power of two.
  private var slots: [Slot] = Array(repeating: Slot(), count: 1024)

  public init() {}

  public var count: Int { starts.count - 1 }

  public mutating func intern(_ text: String) -> Symbol {
    var text = text
    return text.withUTF8 { intern($0) }
  }

  public mutating func intern(_ key: UnsafeBufferPointer<UInt8>) -> Symbol {
    let prefix = SymbolIndex.prefix(key)
    let position = position(of: key, prefix)
    if slots[position].occupant != 0 { return Symbol(id: slots[position].occupant - 1) }
    let symbol = UInt32(count)
    bytes.append(contentsOf: key)
    starts.append(UInt32(bytes.count))
    slots[position] = Slot(prefix: prefix, length: UInt32(key.count), occupant: symbol + 1)
    if count * 2 > slots.count { grow() }
    return Symbol(id: symbol)
  }

  public func find(_ text: String) -> Symbol? {
    var text = text
    return text.withUTF8 { key in
      let occupant = slots[position(of: key, SymbolIndex.prefix(key))].occupant
      return occupant == 0 ? nil : Symbol(id: occupant - 1)
    }
  }

  public func text(of symbol: Symbol) -> String { String(decoding: bytes[range(of: symbol.index)], as: UTF8.self) }

  private func range(of symbol: Int) -> Range<Int> { Int(starts[symbol])..<Int(starts[symbol + 1]) }

  /// Where the key stands, or the free place where it would.
  @inline(__always)
  private func position(of key: UnsafeBufferPointer<UInt8>, _ prefix: UInt64) -> Int {
    slots.withUnsafeBufferPointer { slots in
      let mask = slots.count - 1
      var position = Int(truncatingIfNeeded: SymbolIndex.hash(key, prefix)) & mask
      while true {
        let slot = slots[position]
        if slot.occupant == 0 { return position }
        if slot.prefix == prefix, slot.length == UInt32(key.count), key.count <= 8 || equals(Int(slot.occupant - 1), key) {
          return position
        }
        position = (position + 1) & mask
      }
    }
  }

  private func equals(_ symbol: Int, _ key: UnsafeBufferPointer<UInt8>) -> Bool {
    let start = Int(starts[symbol])
    return bytes.withUnsafeBufferPointer { bytes in
      for index in 8..<key.count where bytes[start + index] != key[index] { return false }
      return true
    }
  }

  private mutating func grow() {
    var larger = [Slot](repeating: Slot(), count: slots.count * 2)
    let mask = larger.count - 1
    bytes.withUnsafeBufferPointer { bytes in
      for slot in slots where slot.occupant != 0 {
        let key = UnsafeBufferPointer(rebasing: bytes[range(of: Int(slot.occupant - 1))])
        var position = Int(truncatingIfNeeded: SymbolIndex.hash(key, slot.prefix)) & mask
        while larger[position].occupant != 0 { position = (position + 1) & mask }
        larger[position] = slot
      }
    }
    slots = larger
  }

  @inline(__always)
  private static func prefix(_ key: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(key)
    if raw.count >= 8 { return raw.loadUnaligned(as: UInt64.self) }
    var prefix: UInt64 = 0
    for index in 0..<raw.count { prefix |= UInt64(raw[index]) << (8 * UInt64(index)) }
    return prefix
  }

  /// Eight bytes at a time, multiply and fold. Spread matters, secrecy does not: the table is ours alone, and a hostile
  /// key set costs probes, never a wrong answer.
  @inline(__always)
  private static func hash(_ key: UnsafeBufferPointer<UInt8>, _ prefix: UInt64) -> UInt64 {
    let raw = UnsafeRawBufferPointer(key)
    var state = mix(prefix ^ 0x9E37_79B9_7F4A_7C15 &* UInt64(raw.count | 1))
    var index = 8
    while index + 8 <= raw.count {
      state = mix(state ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
      index += 8
    }
    // The last eight bytes, overlapping what was taken before.
    if index < raw.count { state = mix(state ^ raw.loadUnaligned(fromByteOffset: raw.count - 8, as: UInt64.self)) }
    return state
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
    return product.high ^ product.low
  }
}
