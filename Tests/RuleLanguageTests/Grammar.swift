import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import RuleLanguage

/// The grammar of docs/grammar.md, read from the page itself: it makes sentences, and it recognises them.
final class Grammar {
  indirect enum Form {
    case literal(String)
    case terminal(String)
    case rule(String)
    case sequence([Form])
    case choice([Form])
    case optional(Form)
    case repeated(Form)
  }

  let rules: [String: Form]

  init(page: String) throws {
    let start = try #require(page.range(of: "```ebnf\n"))
    let end = try #require(page[start.upperBound...].range(of: "```"))
    var reader = Reader(String(page[start.upperBound..<end.lowerBound]))
    rules = reader.rules()
  }

  /// Reads the notation.
  private struct Reader {
    private var words: [String] = []
    private var index = 0

    init(_ text: String) {
      var word = ""
      var isQuoted = false
      for character in text {
        if isQuoted {
          word.append(character)
          if character == "\"" {
            words.append(word)
            (word, isQuoted) = ("", false)
          }
        } else if character == "\"" {
          (word, isQuoted) = ("\"", true)
        } else if character.isLetter {
          word.append(character)
        } else {
          if !word.isEmpty { words.append(word) }
          word = ""
          if !character.isWhitespace { words.append(String(character)) }
        }
      }
      words.append("")
    }

    mutating func rules() -> [String: Form] {
      var result: [String: Form] = [:]
      while words[index] != "" {
        let name = words[index]
        index += 2
        result[name] = choice()
        index += 1
      }
      return result
    }

    private mutating func choice() -> Form {
      var alternatives = [sequence()]
      while words[index] == "|" {
        index += 1
        alternatives.append(sequence())
      }
      return alternatives.count == 1 ? alternatives[0] : .choice(alternatives)
    }

    private mutating func sequence() -> Form {
      var parts: [Form] = []
      while !["|", ";", ")", "]", "}", ""].contains(words[index]) {
        let word = words[index]
        index += 1
        switch word {
        case "(", "[", "{":
          let inner = choice()
          index += 1
          parts.append(word == "[" ? .optional(inner) : word == "{" ? .repeated(inner) : inner)
        case _ where word.hasPrefix("\""): parts.append(.literal(String(word.dropFirst().dropLast())))
        case _ where word == word.uppercased(): parts.append(.terminal(word))
        default: parts.append(.rule(word))
        }
      }
      return .sequence(parts)
    }
  }

  // MARK: Making sentences

  func sentence(_ random: inout SeededGenerator) -> String {
    var text = ""
    write(.rule("file"), depth: 0, &text, &random)
    return text + "\n"
  }

  private func write(_ form: Form, depth: Int, _ text: inout String, _ random: inout SeededGenerator) {
    // Beyond a depth only what is short is chosen.
    let isDeep = depth > 14
    switch form {
    case .literal(let word): text += (text.hasSuffix("\n") ? "" : " ") + word
    case .terminal(let name): text += (text.hasSuffix("\n") ? "" : " ") + terminal(name, &random)
    case .rule(let name):
      if ["use", "declaration"].contains(name) { text += "\n" }
      if ["property", "example"].contains(name) { text += "\n " }
      if isDeep, ["expression", "conjunction", "negation", "comparison", "substitute", "postfix", "primary"].contains(name) {
        text += " " + terminal("NAME", &random)
      } else if let rule = rules[name] {
        write(rule, depth: depth + 1, &text, &random)
      }
    case .sequence(let parts): for part in parts { write(part, depth: depth, &text, &random) }
    case .choice(let alternatives):
      guard let one = alternatives.randomElement(using: &random) else { return }
      write(one, depth: depth, &text, &random)
    case .optional(let inner):
      if !isDeep, Int.random(in: 0..<3, using: &random) == 0 { write(inner, depth: depth, &text, &random) }
    case .repeated(let inner):
      let most = depth < 2 ? 5 : depth < 5 ? 3 : 1
      for _ in 0..<(isDeep ? 0 : Int.random(in: 0...most, using: &random)) { write(inner, depth: depth, &text, &random) }
    }
  }

  private func terminal(_ name: String, _ random: inout SeededGenerator) -> String {
    let examples: [String: [String]] = [
      "NAME": ["gap", "rate", "rep", "customer_2", "list", "lines", "line", "score", "owner", "x"],
      "NUMBER": ["0", "12", "1_000", "0.25"],
      "PERCENT": ["20%", "2.5%"], "DURATION": ["30d", "90s", "3mo"], "DATE": ["2026-01-31", "2026-01-31T08:30:00Z"],
      "TEXT": ["\"a\"", "\"\"", "\"b {rep} \\\" c\""], "CURRENCY": ["EUR", "USD"], "SCHEME": ["rep-padding", "x"],
    ]
    return examples[name]?.randomElement(using: &random) ?? "?"
  }

  // MARK: Recognising them

  /// Whether the tokens of a file are a sentence; else where the longest beginning ends.
  func recognises(_ tree: SyntaxTree) -> (isSentence: Bool, furthest: Int) {
    var recogniser = Recogniser(grammar: self, tree: tree)
    let ends = recogniser.ends(of: .rule("file"), from: 0)
    return (ends.contains(tree.tokens.count - 1), recogniser.furthest)
  }

  private struct Recogniser {
    let grammar: Grammar
    let tree: SyntaxTree
    var known: [String: [Int: Set<Int>]] = [:]
    var furthest = 0

    init(grammar: Grammar, tree: SyntaxTree) { (self.grammar, self.tree) = (grammar, tree) }

    /// All places where a form that begins here may end.
    mutating func ends(of form: Form, from start: Int) -> Set<Int> {
      switch form {
      case .literal(let word): return matches(start) { $0.text(start) == word } ? [start + 1] : []
      case .terminal("SCHEME"):
        var end = start
        guard matches(end, { $0.tree.tokens[end].kind == .word }) else { return [] }
        end += 1
        while matches(end, { $0.text(end) == "-" }), matches(end + 1, { $0.tree.tokens[end + 1].kind == .word }) { end += 2 }
        return [end]
      case .terminal(let name): return matches(start) { $0.isTerminal(name, start) } ? [start + 1] : []
      case .rule(let name):
        if let ends = known[name]?[start] { return ends }
        guard let rule = grammar.rules[name] else { return [] }
        let ends = ends(of: rule, from: start)
        known[name, default: [:]][start] = ends
        return ends
      case .sequence(let parts):
        var places: Set = [start]
        for part in parts {
          var next: Set<Int> = []
          for place in places { next.formUnion(ends(of: part, from: place)) }
          places = next
          if places.isEmpty { break }
        }
        return places
      case .choice(let alternatives): return alternatives.reduce(into: []) { $0.formUnion(ends(of: $1, from: start)) }
      case .optional(let inner): return ends(of: inner, from: start).union([start])
      case .repeated(let inner):
        var all: Set = [start]
        var open: Set = [start]
        while !open.isEmpty {
          var next: Set<Int> = []
          for place in open { next.formUnion(ends(of: inner, from: place)) }
          open = next.subtracting(all)
          all.formUnion(next)
        }
        return all
      }
    }

    private mutating func matches(_ place: Int, _ test: (Recogniser) -> Bool) -> Bool {
      guard place < tree.tokens.count - 1, test(self) else { return false }
      furthest = max(furthest, place + 1)
      return true
    }

    private func text(_ place: Int) -> String { tree.source.text(tree.tokens[place].span) }

    private func isTerminal(_ name: String, _ place: Int) -> Bool {
      let token = tree.tokens[place]
      switch name {
      case "NAME":
        return token.kind == .word
          && (!Keyword.isReserved(token.name) || [Keyword.now, .baseline, .model].map(\.symbol).contains(token.name))
      case "NUMBER": return token.kind == .number
      case "PERCENT": return token.kind == .percent
      case "DURATION": return token.kind == .duration
      case "DATE": return token.kind == .date
      case "TEXT": return token.kind == .string
      default: return token.kind == .word && text(place).count == 3 && text(place).allSatisfy(\.isUppercase)
      }
    }
  }
}
