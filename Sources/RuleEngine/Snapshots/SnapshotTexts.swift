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
    // Most are told apart by their first eight bytes.
    let keyed = texts.enumerated().map { place, text in
      var prefix: UInt64 = 0
      var shift: UInt64 = 64
      for byte in text.utf8.prefix(8) {
        shift -= 8
        prefix |= UInt64(byte) << shift
      }
      return (prefix: prefix, place: place)
    }
    return keyed.sorted { left, right in
      if left.prefix != right.prefix { return left.prefix < right.prefix }
      let (first, second) = (texts[left.place].utf8, texts[right.place].utf8)
      if first.elementsEqual(second) { return left.place < right.place }
      return first.lexicographicallyPrecedes(second)
    }.map(\.place)
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
