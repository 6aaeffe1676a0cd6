import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import RuleLanguage

/// Whatever a file holds: nothing crashes or hangs, the tree prints it back, the formatter settles at once and keeps every
/// word, and what is said lies inside of the file.
@Suite struct RuleFuzzTests {
  /// Every rule file of the tree.
  static let seeds: [[UInt8]] = {
    var paths = RuleCases.names.map { RuleCases.folder.appending(path: "\($0).rules") }
    for folder in ["rules", "Tests/RuleLanguageTests/Cases/fuzz"] {
      let root = SchemaCaseTests.root.appending(path: folder)
      for path in (try? FileManager.default.subpathsOfDirectory(atPath: root.path)) ?? [] where path.hasSuffix(".rules") {
        paths.append(root.appending(path: path))
      }
    }
    return paths.compactMap { try? [UInt8](Data(contentsOf: $0)) }
  }()

  @Test func anyFileIsSafe() throws {
    let mutator = RuleMutator(seeds: RuleFuzzTests.seeds)
    try fuzz("rule files", seed: 11, rounds: 1_500) { random, round in
      let bytes = mutator.mutant(&random)
      // Where a crash is to be kept: the last input is the culprit.
      if let path = ProcessInfo.processInfo.environment["SHERIFF_FUZZ_LAST"] { try Data(bytes).write(to: URL(filePath: path)) }
      let start = Date()
      RuleFuzzTests.examine(bytes)
      let seconds = -start.timeIntervalSinceNow
      #expect(seconds < 5, "\(bytes.count) bytes took \(seconds) s: \(String(decoding: bytes.prefix(2_000), as: UTF8.self))")
      return bytes.count
    }
    // In kilobytes on Linux; a file of a few thousand bytes has no business with more.
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    #expect(usage.ru_maxrss < 4_000_000, "the fuzzer's memory grew to \(usage.ru_maxrss) kB")
  }

  /// Every file that the fuzzer ever stumbled over, and every case.
  @Test func seedsAreSafe() { for seed in RuleFuzzTests.seeds { RuleFuzzTests.examine(seed) } }

  static func examine(_ bytes: [UInt8]) {
    let source = SourceText(path: "fuzz.rules", bytes: bytes)
    let load = RuleCases.load([source])
    let file = load.files[0]
    #expect(file.tree.printed() == bytes, "the tree loses bytes")
    #expect(file.diagnostics.allSatisfy { $0.span.end <= bytes.count && $0.related.allSatisfy { $0.span.end <= bytes.count } })
    let text = TextRenderer().render(file.diagnostics, in: source)
    #expect(text.utf8.count < 1_000_000, "\(text.utf8.count) bytes of diagnostics for \(bytes.count)")
    let lints = load.lint()[0]
    if load.isSound {
      _ = LockFile(of: load.program)
      _ = Cost(load.program)
      let fixed = FixApplication.apply(lints.compactMap(\.fixes.first), to: source)
      #expect(
        fixed.count == 0 || RuleCases.load([fixed.source]).isSound, "a fix spoils \(String(decoding: bytes, as: UTF8.self))")
    }
    guard let formatted = file.tree.formatted() else { return }
    let again = SyntaxTree(SourceText(path: "fuzz.rules", text: formatted))
    #expect(again.formatted() == formatted, "the formatter does not settle:\n\(String(decoding: bytes, as: UTF8.self))")
    #expect(words(again) == words(file.tree), "the formatter changes words:\n\(String(decoding: bytes, as: UTF8.self))")
    #expect(shape(again) == shape(file.tree), "the formatter changes the tree:\n\(String(decoding: bytes, as: UTF8.self))")
    #expect(comments(again) == comments(file.tree), "the formatter loses comments:\n\(String(decoding: bytes, as: UTF8.self))")
  }

  private static func words(_ tree: SyntaxTree) -> [String] { tree.tokens.map { tree.source.text($0.span) } }

  private static func shape(_ tree: SyntaxTree) -> [SyntaxKind] { tree.nodes.map(\.kind) }

  private static func comments(_ tree: SyntaxTree) -> [String] {
    tree.tokens.flatMap { token in
      tree.source.text(Span(token.triviaStart, token.span.start)).split(whereSeparator: \.isNewline).map { line in
        String(String(line.reversed().drop { $0.isWhitespace }.reversed()).drop { $0.isWhitespace })
      }.filter { !$0.isEmpty && $0 != "\u{FEFF}" }
    }
  }
}

/// Makes new files from old ones: mostly still in the grammar, so that what lies behind the parser is reached too.
struct RuleMutator: Sendable {
  private let seeds: [[UInt8]]
  /// Pieces of every seed by the kind of node that they are.
  private let pieces: [SyntaxKind: [[UInt8]]]
  private let words: [[UInt8]]

  init(seeds: [[UInt8]]) {
    self.seeds = seeds
    var pieces: [SyntaxKind: [[UInt8]]] = [:]
    var words: Set<[UInt8]> = []
    for seed in seeds {
      let tree = SyntaxTree(SourceText(path: "seed", bytes: seed))
      for node in tree.nodes where node.firstToken < node.tokenEnd && node.kind != .file {
        let span = Span(tree.tokens[Int(node.firstToken)].span.start, tree.tokens[Int(node.tokenEnd) - 1].span.end)
        pieces[node.kind, default: []].append(Array(seed[span.start..<span.end]))
      }
      for token in tree.tokens { words.insert(Array(seed[token.span.start..<token.span.end])) }
    }
    for keyword in Keyword.allCases { words.insert(Array("\(keyword)".utf8)) }
    for function in Function.all { words.insert(Array(function.name.utf8)) }
    for text in [
      "0", "0.0", "9223372036854775807", "900719925474.0992", "1e9", "%", "100%", "0d", "12000y", "9999-12-31", "\"\"", "…",
    ] {
      words.insert(Array(text.utf8))
    }
    self.pieces = pieces
    self.words = words.sorted { $0.lexicographicallyPrecedes($1) }
  }

  func mutant(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes = seeds.randomElement(using: &random) ?? []
    if bytes.count > 6_000 { bytes = Array(bytes.prefix(6_000)) }
    for _ in 0..<Int.random(in: 1...6, using: &random) {
      switch Int.random(in: 0..<10, using: &random) {
      case 0: noise(&bytes, &random)
      case 1...3: replaceWord(&bytes, &random)
      default: graft(&bytes, &random)
      }
    }
    return bytes
  }

  private func noise(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    guard bytes.count > 2 else { return bytes.append(0x20) }
    let position = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<6, using: &random) {
    case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.remove(at: position)
    case 2: bytes.removeLast(min(bytes.count - 1, Int.random(in: 0...200, using: &random)))
    case 3: bytes.insert(contentsOf: Array("{}[]()\"“”//\n\t\\?=:,".utf8).shuffled(using: &random).prefix(3), at: position)
    case 4: bytes.insert(contentsOf: Array(" // a comment\n".utf8), at: position)
    default: bytes.insert(contentsOf: bytes[position..<min(bytes.count, position + 60)], at: position)
    }
  }

  /// A token, or the space before it, becomes another.
  private func replaceWord(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let (tokens, _) = Lexer.tokens(of: SourceText(path: "mutant", bytes: bytes))
    guard let token = tokens.randomElement(using: &random), let word = words.randomElement(using: &random) else { return }
    switch Int.random(in: 0..<5, using: &random) {
    case 0: bytes.removeSubrange(token.span.start..<token.span.end)
    case 1: bytes.insert(contentsOf: word + [0x20], at: token.span.start)
    case 2:
      bytes.replaceSubrange(
        token.triviaStart..<token.span.start,
        with: Array((["", " ", "\n", "\n\n", "\r\n", " // c\n", "\n/// d\n"].randomElement(using: &random) ?? "").utf8))
    default: bytes.replaceSubrange(token.span.start..<token.span.end, with: word)
    }
  }

  /// A node of one file takes the place of a node of its kind, or of any expression, in another.
  private func graft(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let tree = SyntaxTree(SourceText(path: "mutant", bytes: bytes))
    guard let node = tree.nodes.randomElement(using: &random), node.firstToken < node.tokenEnd else { return }
    var kind = node.kind
    let expressions: [SyntaxKind] = [
      .name, .literal, .member, .call, .parenthesized, .unary, .binary, .quantifier, .bands, .windowed, .firstSeen, .absence,
      .sequence,
    ]
    if expressions.contains(kind), Bool.random(using: &random) { kind = expressions.randomElement(using: &random) ?? kind }
    guard let piece = pieces[kind]?.randomElement(using: &random) else { return }
    let span = Span(tree.tokens[Int(node.firstToken)].span.start, tree.tokens[Int(node.tokenEnd) - 1].span.end)
    bytes.replaceSubrange(span.start..<span.end, with: piece)
  }
}
