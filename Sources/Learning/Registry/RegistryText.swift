/// What a text that is kept for ever has to be.
enum RegistryText {
  /// - isNeeded: whether it has to say something.
  static func check(_ what: String, _ text: String, lengthMax: Int, isNeeded: Bool = true) throws(RegistryError) {
    if isNeeded, text.allSatisfy(\.isWhitespace) { throw RegistryError(.badValue, "`\(what)` is empty", advice: ["say it"]) }
    guard text.utf8.count <= lengthMax else {
      throw RegistryError(.badValue, "`\(what)` has \(text.utf8.count) bytes; at most \(lengthMax) are kept")
    }
    // A terminal would obey some of them, and C reads no further than a zero.
    guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t" }) else {
      throw RegistryError(.badValue, "`\(what)` has control characters in it", advice: ["write it as plain text"])
    }
  }
}
