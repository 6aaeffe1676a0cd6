/// What somebody remembers, put together as bytes: numbers little-endian, lists and texts with their length before them.
public struct StateWriter {
  public private(set) var bytes: [UInt8] = []

  public init() {}

  public mutating func add(_ number: Int64) { withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) } }
  public mutating func add(_ number: Int) { add(Int64(number)) }

  public mutating func add(bytes: [UInt8]) {
    add(bytes.count)
    self.bytes.append(contentsOf: bytes)
  }

  public mutating func add(text: String) { add(bytes: Array(text.utf8)) }

  public mutating func add(_ numbers: [Int64]) { add(column: numbers, \.littleEndian) }
  public mutating func add(_ numbers: [Int32]) { add(column: numbers, \.littleEndian) }
  public mutating func add(_ numbers: [Double]) { add(column: numbers) { $0.bitPattern.littleEndian } }

  private mutating func add<Number, Word>(column: [Number], _ word: (Number) -> Word) {
    add(column.count)
    bytes.reserveCapacity(bytes.count + column.count * MemoryLayout<Word>.size)
    for number in column { withUnsafeBytes(of: word(number)) { bytes.append(contentsOf: $0) } }
  }
}

/// Why what was remembered cannot be read.
public struct StateError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
  public init(_ description: String) { self.description = description }
}

/// Reads what was put together, never beyond its end and never more than there can be.
public struct StateReader {
  private let bytes: ArraySlice<UInt8>
  private var place: Int

  public init(_ bytes: ArraySlice<UInt8>) { (self.bytes, place) = (bytes, bytes.startIndex) }

  public var isAtEnd: Bool { place == bytes.endIndex }

  public mutating func number() throws(StateError) -> Int64 { Int64(littleEndian: try word(as: Int64.self)) }

  /// A number of things: none below nothing, and none beyond what is left.
  public mutating func count(bytesEach: Int = 1) throws(StateError) -> Int {
    let count = try number()
    guard count >= 0, count <= (bytes.endIndex - place) / max(1, bytesEach) else {
      throw StateError("\(count) of something cannot be in what is left")
    }
    return Int(count)
  }

  public mutating func bytesList() throws(StateError) -> ArraySlice<UInt8> {
    let count = try count()
    defer { place += count }
    return bytes[place..<place + count]
  }

  public mutating func text() throws(StateError) -> String {
    guard let text = String(validating: try bytesList(), as: UTF8.self) else { throw StateError("a text is not UTF-8") }
    return text
  }

  public mutating func numbers() throws(StateError) -> [Int64] { try column(of: Int64.self) { Int64(littleEndian: $0) } }
  public mutating func halves() throws(StateError) -> [Int32] { try column(of: Int32.self) { Int32(littleEndian: $0) } }
  public mutating func doubles() throws(StateError) -> [Double] {
    try column(of: UInt64.self) { Double(bitPattern: UInt64(littleEndian: $0)) }
  }

  private mutating func column<Word: BitwiseCopyable, Number>(
    of type: Word.Type, _ number: (Word) -> Number
  ) throws(StateError) -> [Number] {
    let size = MemoryLayout<Word>.size
    let count = try count(bytesEach: size)
    defer { place += count * size }
    return bytes.withUnsafeBytes { raw in
      (0..<count).map { number(raw.loadUnaligned(fromByteOffset: place - bytes.startIndex + $0 * size, as: type)) }
    }
  }

  private mutating func word<Word: BitwiseCopyable>(as type: Word.Type) throws(StateError) -> Word {
    guard bytes.endIndex - place >= MemoryLayout<Word>.size else { throw StateError("it ends too early") }
    defer { place += MemoryLayout<Word>.size }
    return bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place - bytes.startIndex, as: type) }
  }
}
