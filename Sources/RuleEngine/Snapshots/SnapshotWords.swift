import Records

/// A snapshot as it is put together: 64-bit words throughout, so that what is copied lies as it is read.
struct SnapshotWriter {
  private(set) var words: [Int64] = []

  mutating func add(_ word: Int64) { words.append(word) }
  mutating func add(_ count: Int) { words.append(Int64(count)) }

  /// Without their number, filled up to a whole word.
  mutating func add(bytes: [UInt8]) {
    bytes.withUnsafeBytes { bytes in
      let whole = bytes.count & ~7
      for offset in stride(from: 0, to: whole, by: 8) {
        words.append(Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int64.self)))
      }
      guard whole < bytes.count else { return }
      var word: UInt64 = 0
      for (place, byte) in bytes[whole...].enumerated() { word |= UInt64(byte) << UInt64(place * 8) }
      words.append(Int64(bitPattern: word))
    }
  }

  mutating func add(text: String) {
    add(text.utf8.count)
    add(bytes: Array(text.utf8))
  }

  /// Texts one behind the other: where each ends, then all bytes.
  mutating func add(texts: [String]) {
    var end = 0
    words.reserveCapacity(words.count + texts.count * 3)
    for text in texts {
      end += text.utf8.count
      words.append(Int64(end))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(end)
    for text in texts { bytes.append(contentsOf: text.utf8) }
    add(bytes: bytes)
  }

  /// Half a word each.
  mutating func add(halves: [UInt32]) {
    for place in stride(from: 0, to: halves.count, by: 2) {
      let high = place + 1 < halves.count ? UInt64(halves[place + 1]) : 0
      words.append(Int64(bitPattern: UInt64(halves[place]) | high << 32))
    }
  }

  /// Makes room for words that are filled in place.
  mutating func add(room count: Int, _ fill: (UnsafeMutablePointer<Int64>) -> Void) {
    let start = words.count
    words.append(contentsOf: repeatElement(0, count: count))
    words.withUnsafeMutableBufferPointer { words in
      if count > 0, let base = words.baseAddress { fill(base + start) }
    }
  }

  /// A place for a number that is known only later.
  mutating func reserve() -> Int {
    words.append(0)
    return words.count - 1
  }

  mutating func set(_ place: Int, _ value: Int) { words[place] = Int64(value) }

  /// The whole file: a header, and the words.
  func file() -> [UInt8] {
    let header = [SnapshotFormat.magic, SnapshotFormat.version, Int64(words.count), WordChecksum.of(words)]
    var bytes: [UInt8] = []
    bytes.reserveCapacity((header.count + words.count) * 8)
    for part in [header, words] {
      if 1.littleEndian == 1 {
        part.withUnsafeBytes { bytes.append(contentsOf: $0) }
      } else {
        for word in part { withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) } }
      }
    }
    return bytes
  }
}

/// Reads a snapshot's words one after the other, never beyond their end.
struct SnapshotReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var position: Int
  private let end: Int

  /// - bytes: a whole file, of which header and checksum are looked at here.
  init(file bytes: UnsafeRawBufferPointer) throws(SnapshotError) {
    (self.bytes, position) = (bytes, SnapshotFormat.headerWords)
    guard bytes.count >= 8, SnapshotReader.load(bytes, 0) == SnapshotFormat.magic else { throw .notASnapshot }
    guard bytes.count >= SnapshotFormat.headerWords * 8 else {
      throw .torn(expected: Int64(SnapshotFormat.headerWords * 8), found: bytes.count)
    }
    let format = SnapshotReader.load(bytes, 1)
    guard format == SnapshotFormat.version else { throw .otherFormat(format) }
    let count = SnapshotReader.load(bytes, 2)
    guard count >= 0, count < 1 << 56 else { throw .altered }
    end = SnapshotFormat.headerWords + Int(count)
    guard end * 8 == bytes.count else { throw .torn(expected: Int64(end * 8), found: bytes.count) }
    let checksum = WordChecksum.of(Int(count)) { SnapshotReader.load(bytes, SnapshotFormat.headerWords + $0) }
    guard checksum == SnapshotReader.load(bytes, 3) else { throw .altered }
  }

  private init(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) {
    (self.bytes, position, end) = (bytes, range.lowerBound, range.upperBound)
  }

  @inline(__always)
  private static func load(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Int64 {
    Int64(littleEndian: bytes.loadUnaligned(fromByteOffset: place * 8, as: Int64.self))
  }

  var left: Int { end - position }

  mutating func word(_ what: String) throws(SnapshotError) -> Int64 {
    guard position < end else { throw .inconsistent("\(what) is cut off") }
    position += 1
    return SnapshotReader.load(bytes, position - 1)
  }

  mutating func word(_ what: String, in range: ClosedRange<Int64>) throws(SnapshotError) -> Int64 {
    let word = try word(what)
    guard range.contains(word) else { throw .inconsistent("\(what) is \(word)") }
    return word
  }

  /// A number of things that take so many words each, at least; there are that many words left.
  mutating func count(_ what: String, words each: Int) throws(SnapshotError) -> Int {
    let count = try word("the number of \(what)")
    guard count >= 0, count <= Int64(left / max(1, each)) else { throw .inconsistent("there cannot be \(count) \(what)") }
    return Int(count)
  }

  /// So many words, to be read in place.
  mutating func words(_ count: Int, _ what: String) throws(SnapshotError) -> SnapshotSlice {
    guard count >= 0, count <= left else { throw .inconsistent("\(what) are cut off") }
    position += count
    return SnapshotSlice(base: bytes.baseAddress.map { $0 + (position - count) * 8 }, count: count)
  }

  /// What follows for so many words, with a reader of its own.
  mutating func part(_ count: Int, _ what: String) throws(SnapshotError) -> SnapshotReader {
    guard count >= 0, count <= left else { throw .inconsistent("\(what) is cut off") }
    position += count
    return SnapshotReader(bytes, position - count..<position)
  }

  mutating func bytes(_ count: Int, _ what: String) throws(SnapshotError) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= left * 8 else { throw .inconsistent("\(what) are cut off") }
    let start = position * 8
    position += (count + 7) / 8
    return UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])
  }

  mutating func digest(_ what: String) throws(SnapshotError) -> [UInt8] { Array(try bytes(32, what)) }

  mutating func text(_ what: String) throws(SnapshotError) -> String {
    let count = try word("the length of \(what)")
    guard count >= 0, count <= Int64(left) * 8 else { throw .inconsistent("\(what) cannot have \(count) bytes") }
    return String(decoding: try bytes(Int(count), what), as: UTF8.self)
  }

  /// So many texts, one behind the other.
  mutating func texts(_ count: Int, _ what: String) throws(SnapshotError) -> SnapshotTextList {
    let ends = try words(count, what)
    var last: Int64 = 0
    for place in 0..<count {
      guard ends[place] >= last else { throw .inconsistent("\(what) run backwards") }
      last = ends[place]
    }
    guard last <= Int64(left) * 8 else { throw .inconsistent("\(what) are cut off") }
    return SnapshotTextList(ends: ends, bytes: try bytes(Int(last), what))
  }

  mutating func halves(_ count: Int, _ what: String) throws(SnapshotError) -> [UInt32] {
    let words = try words((count + 1) / 2, what)
    return (0..<count).map { UInt32(truncatingIfNeeded: words[$0 / 2] >> ($0 & 1 == 0 ? 0 : 32)) }
  }
}

/// Words of a snapshot where they lie.
struct SnapshotSlice {
  let base: UnsafeRawPointer?
  let count: Int

  @inline(__always)
  subscript(place: Int) -> Int64 {
    Int64(littleEndian: base.map { $0.loadUnaligned(fromByteOffset: place * 8, as: Int64.self) } ?? 0)
  }
}

/// Texts of a snapshot where they lie.
struct SnapshotTextList {
  let ends: SnapshotSlice
  let bytes: UnsafeRawBufferPointer
  var count: Int { ends.count }

  subscript(place: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[(place == 0 ? 0 : Int(ends[place - 1]))..<Int(ends[place])])
  }
}
