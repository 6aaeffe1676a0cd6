/// A file of phrases: a name, `=`, and what it says, one a line; `#` begins a comment.
public enum PhraseFile {
  public struct Fault: Error, Hashable {
    public var line: Int
    public var message: String
  }

  static func phrases(of text: String) -> [String: String] {
    var phrases: [String: String] = [:]
    for case .phrase(let name, let phrase) in lines(of: text) { phrases[name] = phrase }
    return phrases
  }

  /// The phrases, and what is wrong with the file: lines that are none, names that a report does not know, places for figures that the
  /// English phrase does not have.
  public static func read(_ text: String) -> (phrases: [String: String], faults: [Fault]) {
    var phrases: [String: String] = [:]
    var faults: [Fault] = []
    for (index, line) in lines(of: text).enumerated() {
      switch line {
      case .nothing: continue
      case .fault: faults.append(Fault(line: index + 1, message: "expected a name, ` = ` and what it says"))
      case .phrase(let name, let phrase):
        if phrases[name] != nil { faults.append(Fault(line: index + 1, message: "`\(name)` is there twice")) }
        phrases[name] = phrase
        guard let english = EnglishPhrases.all[name] else {
          if !isOfScheme(name) { faults.append(Fault(line: index + 1, message: "a report has no phrase `\(name)`")) }
          continue
        }
        for extra in Phrase(phrase).names.subtracting(Phrase(english).names).sorted() {
          faults.append(Fault(line: index + 1, message: "`\(name)` has no figure `{\(extra)}`"))
        }
      }
    }
    return (phrases, faults)
  }

  /// Schemes are the analysts' own, and so are their words.
  private static func isOfScheme(_ name: String) -> Bool { name.hasPrefix("scheme.") }

  private enum Line {
    case nothing, fault
    case phrase(String, String)
  }

  private static func lines(of text: String) -> [Line] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let line = line.last == "\r" ? line.dropLast() : line
      let plain = line.drop { $0 == " " }
      if plain.isEmpty || plain.first == "#" { return .nothing }
      guard let sign = plain.firstRange(of: " = "), sign.lowerBound > plain.startIndex else { return .fault }
      return .phrase(String(plain[..<sign.lowerBound]), String(plain[sign.upperBound...]))
    }
  }
}
