/// Gives each combination of keys a small number, in the order of their coming.
///
/// Ours and not `Dictionary`: a lookup allocates nothing, and one key that is a symbol is an array's place.
struct KeyTable {
  private let width: Int
  private let isSymbol: Bool
  private(set) var count = 0
  /// The keys one behind the other.
  private var words: [Int64] = []
  /// By symbol, the number plus one.
  private var direct: [Int32] = []
  private var slots: [Int32] = []

  init(width: Int, isSymbol: Bool) {
    self.width = width
    self.isSymbol = isSymbol && width == 1
    if !self.isSymbol { slots = Array(repeating: 0, count: 256) }
  }

  /// About how much room it takes.
  var bytes: Int { words.capacity * 8 + (direct.capacity + slots.capacity) * 4 }

  func key(_ number: Int) -> ArraySlice<Int64> { words[number * width..<(number + 1) * width] }

  @inline(__always)
  mutating func number(of key: UnsafePointer<Int64>) -> Int {
    if isSymbol {
      let symbol = Int(key[0])
      if symbol < direct.count, direct[symbol] > 0 { return Int(direct[symbol]) - 1 }
      return addSymbol(symbol)
    }
    if width == 0 {
      count = 1
      return 0
    }
    let position = position(of: key)
    if slots[position] > 0 { return Int(slots[position]) - 1 }
    return add(key, at: position)
  }

  /// The number of a symbol that came before; nil also where keys are no symbols.
  @inline(__always)
  func known(_ key: UnsafePointer<Int64>) -> Int? {
    guard isSymbol else { return nil }
    let symbol = Int(key[0])
    return symbol < direct.count && direct[symbol] > 0 ? Int(direct[symbol]) - 1 : nil
  }

  /// Adds one of another table's keys; its number here.
  mutating func add(_ number: Int, of other: KeyTable) -> Int {
    other.words.withUnsafeBufferPointer { words in
      guard let base = words.baseAddress else { return withUnsafePointer(to: 0) { self.number(of: $0) } }
      return self.number(of: base + number * width)
    }
  }

  /// Keeps some of the keys under new numbers, in their order; 0 and up are dense.
  ///
  /// - numbers: of each key the new one, which is never greater; -1 is let go of.
  mutating func keep(_ numbers: [Int32], _ kept: Int) {
    if isSymbol { for number in 0..<count { direct[Int(words[number])] = numbers[number] + 1 } }
    for number in 0..<count where numbers[number] >= 0 {
      for place in 0..<width { words[Int(numbers[number]) * width + place] = words[number * width + place] }
    }
    count = kept
    words.removeLast(words.count - kept * width)
    // Not down to the last place: the next new key would double it all.
    if words.capacity > 256, words.count < words.capacity / 4 { words = Array(words) }
    guard !isSymbol, width > 0 else { return }
    var room = slots.count
    while room > 256, kept * 8 < room { room /= 2 }
    place(in: room)
  }

  private mutating func addSymbol(_ symbol: Int) -> Int {
    if symbol >= direct.count { direct += Array(repeating: 0, count: max(symbol + 1 - direct.count, direct.count)) }
    count += 1
    direct[symbol] = Int32(count)
    words.append(Int64(symbol))
    return count - 1
  }

  private mutating func add(_ key: UnsafePointer<Int64>, at position: Int) -> Int {
    count += 1
    for place in 0..<width { words.append(key[place]) }
    slots[position] = Int32(count)
    if count * 2 > slots.count { grow() }
    return count - 1
  }

  @inline(__always)
  private func position(of key: UnsafePointer<Int64>) -> Int {
    let mask = slots.count - 1
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15
    for place in 0..<width {
      let product = (hash ^ UInt64(bitPattern: key[place])).multipliedFullWidth(by: 0xD6E8_FEB8_6659_FD93)
      hash = product.high ^ product.low
    }
    var position = Int(truncatingIfNeeded: hash) & mask
    while slots[position] > 0 {
      let start = (Int(slots[position]) - 1) * width
      var isSame = true
      for place in 0..<width where words[start + place] != key[place] { isSame = false }
      if isSame { break }
      position = (position + 1) & mask
    }
    return position
  }

  private mutating func grow() { place(in: slots.count * 2) }

  /// Gives all keys their places anew.
  private mutating func place(in room: Int) {
    if room == slots.count {
      for slot in slots.indices { slots[slot] = 0 }
    } else {
      slots = Array(repeating: 0, count: room)
    }
    for number in 0..<count {
      let free = words.withUnsafeBufferPointer { words -> Int in
        words.baseAddress.map { position(of: $0 + number * width) } ?? 0
      }
      slots[free] = Int32(number + 1)
    }
  }
}
