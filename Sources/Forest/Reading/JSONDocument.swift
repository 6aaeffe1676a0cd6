/// JSON as XGBoost writes it: plain JSON, and `NaN`, `Infinity` and `-Infinity` as numbers.
struct JSONDocument: DocumentReader {
  var place = DocumentPlace()
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  /// - bytes: have to last as long as the reader.
  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func object(_ entry: (inout JSONDocument, String) throws(ForestError) -> Void) throws(ForestError) {
    try expect("{", "an object")
    if take("}") { return }
    try place.enter(.key(""))
    repeat {
      let key = try text()
      place.move(to: .key(key))
      try expect(":", "a colon")
      try entry(&self, key)
    } while take(",")
    try expect("}", "a comma or the end of the object")
    place.leave()
  }

  mutating func array(_ element: (inout JSONDocument, Int) throws(ForestError) -> Void) throws(ForestError) {
    try expect("[", "an array")
    if take("]") { return }
    try place.enter(.index(0))
    var index = 0
    repeat {
      place.move(to: .index(index))
      try element(&self, index)
      index += 1
    } while take(",")
    try expect("]", "a comma or the end of the array")
    place.leave()
  }

  mutating func floats() throws(ForestError) -> [Float] {
    var values: [Float] = []
    try numbers { reader throws(ForestError) in
      values.append(try reader.float())
    }
    return values
  }

  mutating func integers() throws(ForestError) -> [Int] {
    var values: [Int] = []
    try numbers { reader throws(ForestError) in
      values.append(try reader.integer())
    }
    return values
  }

  /// As `array`, and the path is only made when an element fails.
  private mutating func numbers(_ element: (inout JSONDocument) throws(ForestError) -> Void) throws(ForestError) {
    try expect("[", "an array")
    if take("]") { return }
    repeat { try element(&self) } while take(",")
    try expect("]", "a comma or the end of the array")
  }

  mutating func text() throws(ForestError) -> String {
    try expect("\"", "a text")
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\") { position += 1 }
    var content = Array(bytes[start..<position])
    while try next("the text") != UInt8(ascii: "\"") { try piece(&content) }
    guard let text = String(validating: content, as: UTF8.self) else { throw wrong("the text is not UTF-8") }
    return text
  }

  mutating func skip() throws(ForestError) {
    switch peek() {
    case UInt8(ascii: "{"): try object { reader, _ throws(ForestError) in try reader.skip() }
    case UInt8(ascii: "["): try array { reader, _ throws(ForestError) in try reader.skip() }
    case UInt8(ascii: "\""): _ = try text()
    case UInt8(ascii: "n"): try word("null")
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    default: _ = try float(mayOverflow: true)
    }
  }

  mutating func end() throws(ForestError) {
    if peek() != nil { throw wrong("something follows the model's end") }
  }

  // MARK: numbers

  private mutating func float(mayOverflow: Bool = false) throws(ForestError) -> Float {
    _ = peek()
    let start = position
    switch DecimalFloat.parse(bytes, &position) {
    case .value(let value): return value
    case .overflow where mayOverflow: return .infinity
    case .overflow: throw wrong("a number that does not fit into 32 bits", at: start)
    case .none:
      throw wrong(position < bytes.count ? "a number was expected" : "the file ends where a number was expected", at: start)
    }
  }

  private mutating func integer() throws(ForestError) -> Int {
    switch peek() {
    case UInt8(ascii: "t"):
      try word("true")
      return 1
    case UInt8(ascii: "f"):
      try word("false")
      return 0
    default: break
    }
    let isNegative = take("-")
    var value = 0
    let start = position
    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 {
      // Whatever stands in a model is below 2^32; there is no need to go near the edge.
      guard value < 1 << 53 else { throw wrong("a whole number that does not fit", at: start) }
      value = value * 10 + Int(bytes[position] &- UInt8(ascii: "0"))
      position += 1
    }
    let isWhole = position == bytes.count || !".eE".utf8.contains(bytes[position])
    guard position > start, isWhole else { throw wrong("a whole number was expected", at: start) }
    return isNegative ? -value : value
  }

  // MARK: texts

  private mutating func piece(_ content: inout [UInt8]) throws(ForestError) {
    let byte = bytes[position - 1]
    guard byte == UInt8(ascii: "\\") else { return content.append(byte) }
    switch try next("the text") {
    case UInt8(ascii: "b"): content.append(8)
    case UInt8(ascii: "f"): content.append(12)
    case UInt8(ascii: "n"): content.append(10)
    case UInt8(ascii: "r"): content.append(13)
    case UInt8(ascii: "t"): content.append(9)
    case UInt8(ascii: "u"): try unicode(&content)
    case let other where "\"\\/".utf8.contains(other): content.append(other)
    default: throw wrong("an unknown escape in a text")
    }
  }

  private mutating func unicode(_ content: inout [UInt8]) throws(ForestError) {
    var code = try hexadecimal()
    if code & 0xFC00 == 0xD800 {
      guard try next("the text") == UInt8(ascii: "\\"), try next("the text") == UInt8(ascii: "u") else {
        throw wrong("half a character in a text")
      }
      let low = try hexadecimal()
      guard low & 0xFC00 == 0xDC00 else { throw wrong("half a character in a text") }
      code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
    }
    guard let scalar = Unicode.Scalar(code) else { throw wrong("half a character in a text") }
    content += Array(String(Character(scalar)).utf8)
  }

  private mutating func hexadecimal() throws(ForestError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = Character(Unicode.Scalar(try next("the text"))).hexDigitValue else {
        throw wrong("an unknown escape in a text")
      }
      code = code << 4 | UInt32(digit)
    }
    return code
  }

  // MARK: bytes

  /// The next byte that is no white space.
  private mutating func peek() -> UInt8? {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      case let byte: return byte
      }
    }
    return nil
  }

  private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    guard peek() == UInt8(ascii: wanted) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ wanted: Unicode.Scalar, _ name: String) throws(ForestError) {
    if take(wanted) { return }
    throw wrong(position < bytes.count ? "\(name) was expected" : "the file ends where \(name) was expected")
  }

  private mutating func next(_ inside: String) throws(ForestError) -> UInt8 {
    guard position < bytes.count else { throw wrong("the file ends inside \(inside)") }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func word(_ word: StaticString) throws(ForestError) {
    for offset in 0..<word.utf8CodeUnitCount {
      guard position < bytes.count, bytes[position] == word.utf8Start[offset] else { throw wrong("\(word) was expected") }
      position += 1
    }
  }

  private func wrong(_ message: String, at offset: Int? = nil) -> ForestError {
    ForestError(.malformed, path: place.path, offset: offset ?? position, message + "; save the model again")
  }
}
