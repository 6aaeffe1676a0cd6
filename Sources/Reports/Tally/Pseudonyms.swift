import Records

/// What persons are called in a report: a name of their own that stays the same from report to report, or their real one.
public struct Pseudonyms: Sendable {
  private let key: [UInt8]?
  private let phrase: Phrase
  /// By the first word of a name, the names that begin so.
  private var known: [Substring: [(name: String, shown: String)]] = [:]
  private var shown: [String: String] = [:]
  private var taken: Set<String> = []

  private static let alphabet = Array("ABCDEFGHJKLMNPQRSTUVWXYZ23456789")
  private static let length = 4

  /// - Parameters:
  ///   - key: nil where persons go by their names. Without it nobody can tell who a pseudonym is by trying names.
  ///   - kind: what a person is called, such as `rep`.
  public init(key: [UInt8]?, kind: String = "person", wording: Wording) {
    self.key = key
    phrase = Phrase(wording.has(kind) ? wording.text(kind) : wording.text("person"))
  }

  public var areNamesHidden: Bool { key != nil }

  /// Names are made known in a fixed order, so that two that would read alike are told apart in the same way each time.
  public mutating func know(_ names: some Sequence<String>) {
    for name in names.sorted() where shown[name] == nil {
      // A number is no name: it says nobody, and hiding it would hide amounts as well.
      guard let key, name.contains(where: \.isLetter) else {
        shown[name] = name
        continue
      }
      let digest = Array(HMAC.sha256(Array(name.utf8), secret: key).utf8)
      var count = Pseudonyms.length
      var code = Pseudonyms.code(digest, count)
      while taken.contains(code), count < digest.count / 2 {
        count += 1
        code = Pseudonyms.code(digest, count)
      }
      taken.insert(code)
      let text = phrase.runs(["code": .text(code)], targets: [:]).map { run in
        if case .text(let text) = run.figure { text } else { "" }
      }.joined()
      shown[name] = text
      if let word = Pseudonyms.words(name).first { known[word, default: []].append((name, text)) }
    }
    // The longest first: one name may begin with another.
    for word in known.keys { known[word]?.sort { $0.name.utf8.count > $1.name.utf8.count } }
  }

  public func of(_ name: String) -> String { shown[name] ?? (key == nil ? name : "…") }

  /// A sentence in which every known name has given way to what its person is called.
  public func hide(_ text: String) -> String {
    guard key != nil, !known.isEmpty else { return text }
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return hideInPlain(text) }
    var result = ""
    var rest = Substring(text)
    while !rest.isEmpty {
      let gap = rest.prefix { !Pseudonyms.isOfWord($0) }
      result += gap
      rest = rest[gap.endIndex...]
      let word = rest.prefix { Pseudonyms.isOfWord($0) }
      if let found = known[word]?.first(where: { rest.hasPrefix($0.name) }) {
        result += found.shown
        rest = rest.dropFirst(found.name.count)
      } else {
        result += word
        rest = rest[word.endIndex...]
      }
    }
    return result
  }

  /// The same for text in which every byte is a character, as nearly all is.
  private func hideInPlain(_ text: String) -> String {
    var result = ""
    let bytes = text.utf8
    var (copied, place) = (bytes.startIndex, bytes.startIndex)
    while place < bytes.endIndex {
      guard Pseudonyms.isOfWord(bytes[place]) else {
        bytes.formIndex(after: &place)
        continue
      }
      let end = bytes[place...].firstIndex { !Pseudonyms.isOfWord($0) } ?? bytes.endIndex
      guard let names = known[text[place..<end]], let found = names.first(where: { bytes[place...].starts(with: $0.name.utf8) })
      else {
        place = end
        continue
      }
      result += text[copied..<place] + found.shown
      place = bytes.index(place, offsetBy: found.name.utf8.count)
      copied = place
    }
    return copied == bytes.startIndex ? text : result + text[copied...]
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func words(_ name: String) -> [Substring] { name.split { !isOfWord($0) } }

  private static func isOfWord(_ character: Character) -> Bool { character.isLetter || character.isNumber }

  /// Two digits of the digest make a letter.
  private static func code(_ digest: [UInt8], _ length: Int) -> String {
    String((0..<length).map { alphabet[(Int(digest[2 * $0]) * 7 + Int(digest[2 * $0 + 1])) % alphabet.count] })
  }
}
