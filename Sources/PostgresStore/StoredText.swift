import PostgresLink

/// Texts as the server can keep them: it knows no text with a zero in it, and a record's id may have one.
///
/// U+0001 stands before what takes the place of either; all other texts, which is to say all but none, are kept as they are.
enum StoredText {
  private static let mark: UInt8 = 1

  static func kept(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 <= mark }) else { return text }
    var bytes: [UInt8] = []
    for byte in text.utf8 { bytes += byte <= mark ? [mark, UInt8(ascii: "0") + byte] : [byte] }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func read(_ text: String) -> String {
    guard text.utf8.contains(mark) else { return text }
    var bytes: [UInt8] = []
    var isMarked = false
    for byte in text.utf8 {
      if byte == mark, !isMarked {
        isMarked = true
      } else {
        bytes.append(isMarked ? byte &- UInt8(ascii: "0") : byte)
        isMarked = false
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension ServerAnswer {
  func said(_ row: Int, _ column: Int) throws(ServerFailure) -> String { StoredText.read(try text(row, column)) }

  func optionalSaid(_ row: Int, _ column: Int) throws(ServerFailure) -> String? {
    try optionalText(row, column).map { StoredText.read($0) }
  }

  /// All rows, each as the body reads it.
  func rows<Value>(_ read: (Int) throws(ServerFailure) -> Value) throws(ServerFailure) -> [Value] {
    var result: [Value] = []
    result.reserveCapacity(count)
    for row in 0..<count { result.append(try read(row)) }
    return result
  }
}

extension ServerValue {
  /// A person's or a source's words.
  static func said(_ text: String) -> ServerValue { .text(StoredText.kept(text)) }

  static func said(_ text: String?) -> ServerValue { .optional(text.map { StoredText.kept($0) }) }
}
