import Records
import RuleLanguage

/// The texts that a snapshot's words stand for. A symbol is a number of this run alone, so words are written as places in a
/// table of texts in the order of their bytes.
struct SnapshotTexts {
  /// By symbol: the place plus one, 0 where it is not asked for.
  private var places: [UInt32]
  private var asked: [UInt32] = []
  private(set) var texts: [String] = []

  init(_ symbols: SymbolTable) { places = Array(repeating: 0, count: symbols.count) }

  @inline(__always)
  mutating func note(_ symbol: Int64) {
    guard places[Int(symbol)] == 0 else { return }
    places[Int(symbol)] = 1
    asked.append(UInt32(symbol))
  }

  mutating func finish(_ symbols: SymbolTable) {
    let asked = asked
    let texts = symbols.withIndex { index in asked.map { index.text(of: Symbol(id: $0)) } }
    let order = SnapshotTexts.order(texts)
    for (place, index) in order.enumerated() { places[Int(asked[index])] = UInt32(place + 1) }
    self.texts = order.map { texts[$0] }
  }

  @inline(__always)
  func place(_ symbol: Int64) -> Int64 { Int64(places[Int(symbol)]) - 1 }

  /// The places of texts in the order of their bytes.
  static func order(_ texts: [String]) -> [Int] {
    var bytes: [UInt8] = []
    var keyed: [(prefix: UInt64, start: Int, end: Int, place: Int)] = []
    keyed.reserveCapacity(texts.count)
    for (place, text) in texts.enumerated() {
      let start = bytes.count
      bytes.append(contentsOf: text.utf8)
      keyed.append((0, start, bytes.count, place))
    }
    bytes.withUnsafeBytes { bytes in
      // Most are told apart by their first eight bytes.
      for index in keyed.indices {
        for (shift, byte) in bytes[keyed[index].start..<keyed[index].end].prefix(8).enumerated() {
          keyed[index].prefix |= UInt64(byte) << UInt64(56 - shift * 8)
        }
      }
      keyed.sort { left, right in
        if left.prefix != right.prefix { return left.prefix < right.prefix }
        let common = min(left.end - left.start, right.end - right.start)
        var offset = 0
        while offset + 8 <= common {
          let first = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: left.start + offset, as: UInt64.self))
          let second = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: right.start + offset, as: UInt64.self))
          if first != second { return first < second }
          offset += 8
        }
        while offset < common {
          let (first, second) = (bytes[left.start + offset], bytes[right.start + offset])
          if first != second { return first < second }
          offset += 1
        }
        return (left.end - left.start, left.place) < (right.end - right.start, right.place)
      }
    }
    return keyed.map(\.place)
  }
}

/// The same table while it is read: a text becomes a symbol of this run when the first word asks for it.
final class RestoredTexts {
  private let list: SnapshotTextList
  private let symbols: SymbolTable
  private var known: [Int64]

  init(_ list: SnapshotTextList, _ symbols: SymbolTable) {
    (self.list, self.symbols) = (list, symbols)
    known = Array(repeating: -1, count: list.count)
  }

  /// Nil where there is no such place.
  func symbol(_ place: Int64) -> Int64? {
    guard place >= 0, place < known.count else { return nil }
    if known[Int(place)] >= 0 { return known[Int(place)] }
    nonisolated(unsafe) let bytes = list[Int(place)].assumingMemoryBound(to: UInt8.self)
    let symbol = symbols.withIndex { $0.intern(bytes) }
    known[Int(place)] = Int64(symbol.id)
    return Int64(symbol.id)
  }
}
