/// The project's file of defaults, `sheriff.conf`: `option = value`, a line each, `#` begins a comment.
public struct Configuration: Sendable {
  public struct Entry: Sendable {
    public var value: String
    public var line: Int
  }

  public let path: String
  public let entries: [String: Entry]

  public static let none = Configuration(path: "", entries: [:])

  private init(path: String, entries: [String: Entry]) { (self.path, self.entries) = (path, entries) }

  public init(path: String, text: String) throws {
    self.path = path
    var entries: [String: Entry] = [:]
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let line = trimmed(line)
      if line.isEmpty || line.hasPrefix("#") { continue }
      guard let equals = line.firstIndex(of: "=") else {
        throw CommandFailure(.configuration, "\(path):\(index + 1): expected `option = value`, found `\(line)`")
      }
      let key = trimmed(line[..<equals])
      guard entries[key] == nil else {
        throw CommandFailure(.configuration, "\(path):\(index + 1): `\(key)` is set twice; take one away")
      }
      entries[key] = Entry(value: unquoted(trimmed(line[line.index(after: equals)...])), line: index + 1)
    }
    self.entries = entries
  }

  /// Refuses keys that no option has.
  func check(against names: [String]) throws {
    for (key, entry) in entries.sorted(by: { $0.value.line < $1.value.line }) where !names.contains(key) {
      let hint = nearest(key, among: names).map { ["did you mean `\($0)`?"] } ?? []
      throw CommandFailure(.configuration, "\(path):\(entry.line): there is no option `\(key)`", hints: hint)
    }
  }
}

private func unquoted(_ text: String) -> String {
  text.count >= 2 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
}

private func trimmed(_ text: some StringProtocol) -> String {
  var text = text[...]
  while text.first?.isWhitespace == true { text = text.dropFirst() }
  while text.last?.isWhitespace == true { text = text.dropLast() }
  return String(text)
}
