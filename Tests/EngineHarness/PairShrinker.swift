import Diagnostics
import Records
import RuleLanguage

/// A smaller pair for which something still holds: records, declarations, parts of them and cells are taken away one after
/// another, as long as the rules stay sound.
///
/// - attemptsMost: how often `stillFails` is asked at most.
public func shrink(
  _ pair: GeneratedPair, attemptsMost: Int = 20_000, stillFails: (GeneratedPair) throws -> Bool
) rethrows -> GeneratedPair {
  var shrinker = PairShrinker(pair, attemptsMost: attemptsMost)
  while try shrinker.round(stillFails) {}
  try shrinker.layout(stillFails)
  return shrinker.pair
}

private struct PairShrinker {
  private(set) var pair: GeneratedPair
  private var attemptsLeft: Int

  typealias Test = (GeneratedPair) throws -> Bool

  init(_ pair: GeneratedPair, attemptsMost: Int) {
    (self.pair, attemptsLeft) = (pair, attemptsMost)
    self.pair.refusals = []
  }

  /// Everything that can be tried, once; whether something came of it. What is quick to drop is dropped first.
  mutating func round(_ stillFails: Test) rethrows -> Bool {
    var isSmaller = false
    isSmaller = try runs(of: \.records, stillFails) || isSmaller
    isSmaller = try runs(of: \.learned, stillFails) || isSmaller
    isSmaller = try declarations(stillFails) || isSmaller
    isSmaller = try lines(stillFails) || isSmaller
    isSmaller = try tokens(stillFails) || isSmaller
    isSmaller = try elements(stillFails) || isSmaller
    isSmaller = try cells(stillFails) || isSmaller
    return isSmaller && attemptsLeft > 0
  }

  /// What was cut out leaves spaces behind.
  mutating func layout(_ stillFails: Test) rethrows {
    let neat = pair.declarations.map { SyntaxTree(SourceText(path: "", text: $0)).formatted() ?? $0 }
    if neat != pair.declarations { _ = try accept(pair.with(declarations: neat), stillFails) }
  }

  /// Takes the smaller pair if it still fails.
  private mutating func accept(_ smaller: GeneratedPair?, _ stillFails: Test) rethrows -> Bool {
    guard let smaller, attemptsLeft > 0 else { return false }
    attemptsLeft -= 1
    guard try stillFails(smaller) else { return false }
    pair = smaller
    return true
  }

  // MARK: The history

  /// Halves, quarters, and so on down to single records.
  private mutating func runs(
    of path: WritableKeyPath<GeneratedPair, [GeneratedRecord]>, _ stillFails: Test
  ) rethrows -> Bool {
    var isSmaller = false
    var length = pair[keyPath: path].count
    while length > 0 {
      var start = 0
      while start < pair[keyPath: path].count {
        var smaller = pair
        smaller[keyPath: path].removeSubrange(start..<min(start + length, pair[keyPath: path].count))
        if try accept(smaller, stillFails) { isSmaller = true } else { start += length }
      }
      length /= 2
    }
    return isSmaller
  }

  private mutating func elements(_ stillFails: Test) rethrows -> Bool {
    var isSmaller = false
    for record in pair.records.indices {
      for list in pair.records[record].lists.indices {
        for element in pair.records[record].lists[list].indices.reversed() {
          var smaller = pair
          smaller.records[record].lists[list].remove(at: element)
          isSmaller = try accept(smaller, stillFails) || isSmaller
        }
      }
    }
    return isSmaller
  }

  /// Blanks what need not be there.
  private mutating func cells(_ stillFails: Test) rethrows -> Bool {
    var isSmaller = false
    for record in pair.records.indices {
      for (place, field) in pair.schema.fields.enumerated() where !field.isRequired && pair.records[record].cells[place] != nil {
        var smaller = pair
        smaller.records[record].cells[place] = nil
        isSmaller = try accept(smaller, stillFails) || isSmaller
      }
      for (place, list) in pair.schema.lists.enumerated() {
        for element in pair.records[record].lists[place].indices {
          for (part, field) in list.fields.enumerated()
          where !field.isRequired && pair.records[record].lists[place][element][part] != nil {
            var smaller = pair
            smaller.records[record].lists[place][element][part] = nil
            isSmaller = try accept(smaller, stillFails) || isSmaller
          }
        }
      }
    }
    return isSmaller
  }

  // MARK: The rules

  private mutating func declarations(_ stillFails: Test) rethrows -> Bool {
    var isSmaller = false
    // From the last, since what comes later mostly leans on what came before.
    for place in pair.declarations.indices.reversed() where place > 0 {
      var declarations = pair.declarations
      declarations.remove(at: place)
      isSmaller = try accept(pair.with(declarations: declarations), stillFails) || isSmaller
    }
    return isSmaller
  }

  /// A rule's properties, and what the head uses.
  private mutating func lines(_ stillFails: Test) rethrows -> Bool {
    var isSmaller = false
    for place in pair.declarations.indices {
      for number in pair.declarations[place].split(separator: "\n", omittingEmptySubsequences: false).indices.reversed() {
        var lines = pair.declarations[place].split(separator: "\n", omittingEmptySubsequences: false)
        guard number < lines.count, !lines[number].isEmpty else { continue }
        lines.remove(at: number)
        var declarations = pair.declarations
        declarations[place] = lines.joined(separator: "\n")
        isSmaller = try accept(pair.with(declarations: declarations), stillFails) || isSmaller
      }
    }
    return isSmaller
  }

  /// Expressions, of which the shrinker knows nothing but their tokens: a run of tokens goes, or what stands in brackets
  /// takes the place of all around it. Most of that is no rule; the checker is quick to say so.
  private mutating func tokens(_ stillFails: Test) rethrows -> Bool {
    var isSmaller = false
    for place in pair.declarations.indices where place > 0 {
      var position = 0
      while attemptsLeft > 0 {
        let text = pair.declarations[place]
        let spans = PairShrinker.spans(text)
        guard position < spans.count else { break }
        var isShorter = false
        for shorter in PairShrinker.shorter(text, spans, at: position) {
          var declarations = pair.declarations
          declarations[place] = shorter
          if try accept(pair.with(declarations: declarations), stillFails) {
            isShorter = true
            break
          }
        }
        if isShorter { isSmaller = true } else { position += 1 }
      }
    }
    return isSmaller
  }

  private static func spans(_ text: String) -> [Span] {
    Lexer.tokens(of: SourceText(path: "", text: text)).tokens.filter { $0.kind != .endOfFile }.map(\.span)
  }

  /// The text without a run of tokens that begins at a place, the longest first; then with one part of a bracket's inside in
  /// place of the whole, and of the function before it; then with a constant in place of a run.
  private static func shorter(_ text: String, _ spans: [Span], at place: Int) -> [String] {
    let bytes = Array(text.utf8)
    func cut(_ from: Int, _ to: Int, keeping kept: some Sequence<UInt8>) -> String {
      String(decoding: bytes[..<spans[from].start] + kept + bytes[spans[to].end...], as: UTF8.self)
    }
    let left = spans.count - place
    let ends = (runs.filter { $0 < left } + [left]).reversed().map { place + $0 - 1 }
    var result = ends.map { cut(place, $0, keeping: [] as [UInt8]) }
    if let parts = parts(bytes, spans, place) {
      for part in parts.inside {
        result.append(cut(place, parts.close, keeping: bytes[part.start..<part.end]))
        if place > 0 { result.append(cut(place - 1, parts.close, keeping: bytes[part.start..<part.end])) }
      }
    }
    for end in ends where end > place {
      for constant in ["0", "true"] { result.append(cut(place, end, keeping: constant.utf8)) }
    }
    return result
  }

  private static let runs = Array(1...12) + [14, 16, 20, 24, 32, 48, 64, 96]

  /// What stands between the commas of a bracket that opens at a place, and where it closes.
  private static func parts(_ bytes: [UInt8], _ spans: [Span], _ place: Int) -> (inside: [Span], close: Int)? {
    guard let close = closing(bytes, spans, place), close > place + 1 else { return nil }
    var inside: [Span] = []
    var start = place + 1
    var next = start
    while next <= close {
      let isComma = bytes[spans[next].start] == UInt8(ascii: ",")
      if isComma || next == close {
        if next > start { inside.append(Span(spans[start].start, spans[next - 1].end)) }
        start = next + 1
      }
      next = (closing(bytes, spans, next) ?? next) + 1
    }
    return (inside, close)
  }

  /// Where the bracket closes that opens at a place.
  private static func closing(_ bytes: [UInt8], _ spans: [Span], _ place: Int) -> Int? {
    func isOne(of marks: String, _ place: Int) -> Bool {
      spans[place].end - spans[place].start == 1 && marks.utf8.contains(bytes[spans[place].start])
    }
    guard isOne(of: "([{", place) else { return nil }
    var depth = 0
    for next in place..<spans.count {
      if isOne(of: "([{", next) { depth += 1 }
      if isOne(of: ")]}", next) { depth -= 1 }
      if depth == 0 { return next }
    }
    return nil
  }
}
