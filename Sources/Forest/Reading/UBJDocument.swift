/// Universal binary JSON, draft 12: a letter for each kind of value, lengths before what they count, numbers big-endian.
struct UBJDocument: DocumentReader {
  var place = DocumentPlace()
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  /// A value's letter that has been read already, which is what containers of one type are: they name it once.
  private var known: UInt8?

  /// - bytes: have to last as long as the reader.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func object(_ entry: (inout UBJDocument, String) throws(ForestError) -> Void) throws(ForestError) {
    guard try marker() == UInt8(ascii: "{") else { throw wrong("an object was expected") }
    let (type, count) = try header()
    try place.enter(.key(""))
    var index = 0
    while try hasMore(index, of: count, until: "}") {
      let key = try string()
      place.move(to: .key(key))
      known = type
      try entry(&self, key)
      index += 1
    }
    place.leave()
  }

  mutating func array(_ element: (inout UBJDocument, Int) throws(ForestError) -> Void) throws(ForestError) {
    guard try marker() == UInt8(ascii: "[") else { throw wrong("an array was expected") }
    let (type, count) = try header()
    try place.enter(.index(0))
    var index = 0
    while try hasMore(index, of: count, until: "]") {
      place.move(to: .index(index))
      known = type
      try element(&self, index)
      index += 1
    }
    place.leave()
  }

  mutating func floats() throws(ForestError) -> [Float] {
    let atOnce = try counted("d") { bytes, place in
      Float(bitPattern: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt32.self)))
    }
    if let atOnce { return atOnce }
    return try numbers { reader, type throws(ForestError) in
      switch type {
      case UInt8(ascii: "d"): return Float(bitPattern: UInt32(try reader.bigEndian(4)))
      case UInt8(ascii: "D"):
        let wide = Double(bitPattern: try reader.bigEndian(8))
        let value = Float(wide)
        guard value.isInfinite == wide.isInfinite else { throw reader.wrong("a number that does not fit into 32 bits") }
        return value
      default: return Float(try reader.whole(type))
      }
    }
  }

  mutating func integers() throws(ForestError) -> [Int] {
    let wide = try counted("l") { bytes, place in
      Int(Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: place, as: Int32.self)))
    }
    if let wide { return wide }
    if let narrow = try counted("U", { bytes, place in Int(bytes[place]) }) { return narrow }
    return try numbers { reader, type throws(ForestError) in try reader.whole(type) }
  }

  private mutating func numbers<Value>(
    _ value: (inout UBJDocument, UInt8) throws(ForestError) -> Value
  ) throws(ForestError) -> [Value] {
    guard try marker() == UInt8(ascii: "[") else { throw wrong("an array was expected") }
    let (type, count) = try header()
    var values: [Value] = []
    if let count { values.reserveCapacity(count) }
    while try hasMore(values.count, of: count, until: "]") {
      if let type { values.append(try value(&self, type)) } else { values.append(try value(&self, try byte())) }
    }
    return values
  }

  /// The array that comes next, at once, if it is of that type and counted; else nothing is read.
  private mutating func counted<Value>(
    _ wanted: Unicode.Scalar, _ value: (_ bytes: UnsafeRawBufferPointer, _ place: Int) -> Value
  ) throws(ForestError) -> [Value]? {
    guard known == nil, bytes.count - position > 3, bytes[position] == UInt8(ascii: "["),
      bytes[position + 1] == UInt8(ascii: "$"),
      bytes[position + 2] == UInt8(ascii: wanted), let width = Self.width(UInt8(ascii: wanted))
    else { return nil }
    position += 1
    guard case (_?, let count?) = try header() else { return nil }
    let start = position
    position += count * width
    // The count was held against the bytes that are left.
    return [Value](unsafeUninitializedCapacity: count) { values, filled in
      for index in 0..<count { values.initializeElement(at: index, to: value(bytes, start + index * width)) }
      filled = count
    }
  }

  mutating func text() throws(ForestError) -> String {
    guard try marker() == UInt8(ascii: "S") else { throw wrong("a text was expected") }
    return try string()
  }

  mutating func skip() throws(ForestError) {
    let type = try marker()
    switch type {
    case UInt8(ascii: "{"):
      known = type
      try object { reader, _ throws(ForestError) in try reader.skip() }
    case UInt8(ascii: "["):
      // Numbers of one type are passed over all at once.
      let start = position
      if case (let type?, let count?) = try header(), let width = Self.width(type) { return try advance(count * width) }
      position = start
      known = type
      try array { reader, _ throws(ForestError) in try reader.skip() }
    case UInt8(ascii: "S"), UInt8(ascii: "H"): _ = try string()
    case UInt8(ascii: "Z"), UInt8(ascii: "N"), UInt8(ascii: "T"), UInt8(ascii: "F"): return
    default: try advance(try width(type))
    }
  }

  mutating func end() throws(ForestError) {
    if position < bytes.count { throw wrong("something follows the model's end") }
  }

  // MARK: parts

  private mutating func hasMore(_ done: Int, of count: Int?, until close: Unicode.Scalar) throws(ForestError) -> Bool {
    if let count { return done < count }
    return try !take(close)
  }

  /// A container's type and count, where it names them.
  private mutating func header() throws(ForestError) -> (type: UInt8?, count: Int?) {
    var type: UInt8?
    if try take("$") {
      type = try byte()
      guard try take("#") else { throw wrong("a type without a count") }
      return (type, try count(of: type))
    }
    return (nil, try take("#") ? try count(of: nil) : nil)
  }

  /// A count, which is no more than the bytes that are left can hold.
  private mutating func count(of type: UInt8?) throws(ForestError) -> Int {
    let start = position
    let count = try whole(try byte())
    // Values that take no byte could be as many as somebody likes.
    var least = 1
    if let type {
      switch type {
      case UInt8(ascii: "Z"), UInt8(ascii: "N"), UInt8(ascii: "T"), UInt8(ascii: "F"):
        throw wrong("an array of values without content", at: start)
      case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: "S"), UInt8(ascii: "H"): break
      default: least = try width(type)
      }
    }
    guard count >= 0, count <= (bytes.count - position) / least else {
      throw wrong("\(count) values are announced, and the file ends before them", at: start)
    }
    return count
  }

  private mutating func string() throws(ForestError) -> String {
    let start = position
    let length = try whole(try byte())
    guard length >= 0, length <= bytes.count - position else {
      throw wrong("a text of \(length) bytes is announced, and the file ends before it", at: start)
    }
    defer { position += length }
    guard let text = String(validating: bytes[position..<position + length], as: UTF8.self) else {
      throw wrong("the text is not UTF-8")
    }
    return text
  }

  private mutating func whole(_ type: UInt8) throws(ForestError) -> Int {
    switch type {
    case UInt8(ascii: "i"): return Int(Int8(truncatingIfNeeded: try bigEndian(1)))
    case UInt8(ascii: "U"): return Int(try bigEndian(1))
    case UInt8(ascii: "I"): return Int(Int16(truncatingIfNeeded: try bigEndian(2)))
    case UInt8(ascii: "l"): return Int(Int32(truncatingIfNeeded: try bigEndian(4)))
    case UInt8(ascii: "L"): return Int(Int64(bitPattern: try bigEndian(8)))
    case UInt8(ascii: "T"): return 1
    case UInt8(ascii: "F"): return 0
    default: throw wrong("a whole number was expected", at: position - 1)
    }
  }

  /// Bytes of a value of a kind that has always as many.
  private static func width(_ type: UInt8) -> Int? {
    switch type {
    case UInt8(ascii: "i"), UInt8(ascii: "U"), UInt8(ascii: "C"): 1
    case UInt8(ascii: "I"): 2
    case UInt8(ascii: "l"), UInt8(ascii: "d"): 4
    case UInt8(ascii: "L"), UInt8(ascii: "D"): 8
    default: nil
    }
  }

  private func width(_ type: UInt8) throws(ForestError) -> Int {
    if let width = Self.width(type) { return width }
    throw wrong("there is no kind of value with the code \(type)", at: position - 1)
  }

  // MARK: bytes

  private mutating func marker() throws(ForestError) -> UInt8 {
    guard let type = known else { return try byte() }
    known = nil
    return type
  }

  private mutating func byte() throws(ForestError) -> UInt8 {
    guard position < bytes.count else { throw wrong("the file ends in the middle") }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func take(_ wanted: Unicode.Scalar) throws(ForestError) -> Bool {
    guard position < bytes.count else { throw wrong("the file ends in the middle") }
    guard bytes[position] == UInt8(ascii: wanted) else { return false }
    position += 1
    return true
  }

  private mutating func advance(_ count: Int) throws(ForestError) {
    guard count <= bytes.count - position else { throw wrong("the file ends in the middle") }
    position += count
  }

  private mutating func bigEndian(_ count: Int) throws(ForestError) -> UInt64 {
    let start = position
    try advance(count)
    switch count {
    case 1: return UInt64(bytes[start])
    case 2: return UInt64(UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt16.self)))
    case 4: return UInt64(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self)))
    default: return UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
    }
  }

  private func wrong(_ message: String, at offset: Int? = nil) -> ForestError {
    ForestError(.malformed, path: place.path, offset: offset ?? position, message + "; save the model again")
  }
}
