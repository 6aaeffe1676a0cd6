import Diagnostics
import Foundation
import Pricing
import Records
import TestSupport
import Testing

@testable import RuleLanguage

/// What holds for every file, whatever it says.
@Suite struct RulePropertyTests {
  private static func page() throws -> String {
    try String(contentsOf: SchemaCaseTests.root.appending(path: "docs/grammar.md"), encoding: .utf8)
  }

  private static let soundFiles: [SourceText] = RuleFuzzTests.seeds.enumerated().map { index, bytes in
    SourceText(path: "seed\(index)", bytes: bytes)
  }.filter { SyntaxTree($0).diagnostics.isEmpty }

  @Test func theGrammarsSentencesAreRead() throws {
    let grammar = try Grammar(page: RulePropertyTests.page())
    fuzz("sentences of the grammar", seed: 5, rounds: 1_500) { random, _ in
      let text = grammar.sentence(&random)
      let tree = SyntaxTree(SourceText(path: "sentence", text: text))
      let complaint = TextRenderer().render(Array(tree.diagnostics.prefix(1)), in: tree.source)
      #expect(tree.diagnostics.isEmpty, "\(complaint)\n\(text)")
      RuleFuzzTests.examine(Array(text.utf8))
      return text.utf8.count
    }
  }

  @Test func everyFileIsASentence() throws {
    let grammar = try Grammar(page: RulePropertyTests.page())
    var count = 0
    // The parser reads a little more than there is, so that the checker can say what is wrong with it.
    let lenient: Set = ["package_later", "reserved_name", "unknown_function", "misplaced_clause", "no_band", "test_value"]
    for source in RulePropertyTests.soundFiles {
      let tree = SyntaxTree(source)
      if tree.tokens.count > 1, lenient.contains(tree.source.text(tree.tokens[1].span)) { continue }
      guard !tree.nodes.contains(where: { $0.kind == .schema }), tree.nodes.contains(where: { $0.kind == .package }) else {
        continue
      }
      let (isSentence, furthest) = grammar.recognises(tree)
      let place = tree.source.position(of: tree.tokens[min(furthest, tree.tokens.count - 1)].span.start)
      let text = String(decoding: source.bytes, as: UTF8.self)
      #expect(isSentence, "line \(place.line), column \(place.column) is not in the grammar:\n\(text)")
      count += 1
    }
    #expect(count > 80)
  }

  /// The grammar refuses what the parser refuses: else the page would promise too much.
  @Test func brokenFilesAreNoSentences() throws {
    let grammar = try Grammar(page: RulePropertyTests.page())
    for text in [
      "package a\nlet b = ", "package a\nrule r { when }", "package a\nlet b = c d", "package a\nlet b = c < d < e", "let b = 1",
    ] {
      #expect(!grammar.recognises(SyntaxTree(SourceText(path: "a", text: text))).isSentence, "\(text)")
    }
  }

  /// The reference names every limit as it is.
  @Test func limitsAreSaid() throws {
    let page = try String(contentsOf: SchemaCaseTests.root.appending(path: "docs/language.md"), encoding: .utf8)
    func grouped(_ number: Int) -> String { groupedInThousands(String(number)) }
    for line in [
      "| bytes of a file | \(Limits.fileBytesMax >> 20) MiB |",
      "| expressions inside of each other; operators in a chain | \(Limits.nestingMax) |",
      "| the same, through all definitions named | \(Limits.depthMax) |",
      "| definitions that lean on each other | \(Limits.definitionDepthMax) |",
      "| macros inside of macros; expressions they are written out to | \(Limits.macroDepthMax); \(grouped(Limits.expansionMax)) |",
      "| features below features | \(Limits.featureDepthMax) |", "| lists walked inside of each other | \(Limits.listDepthMax) |",
      "| rules of a load | \(grouped(Limits.rulesMax)) |",
      "| members of a list; bytes of its file | \(grouped(Limits.listMembersMax)); \(Limits.listBytesMax >> 20) MiB |",
      "| diagnostics kept of a file; shown at once | \(grouped(Limits.diagnosticsMax)); \(TextRenderer.shownMax) |",
    ] { #expect(page.contains(line), "\(line)") }
  }

  // MARK: Hashes

  private func hashes(_ text: String) -> [String: String] {
    let load = RuleCases.load([SourceText(path: "a.rules", text: text)])
    #expect(load.isSound, "\(TextRenderer().render(load.files[0].diagnostics, in: load.files[0].source))")
    return LockFile(of: load.program).entries.mapValues(\.hash)
  }

  @Test func layoutAndNamesDoNotChangeTheHash() throws {
    for source in RulePropertyTests.soundFiles {
      let load = RuleCases.load([source])
      guard load.isSound, let formatted = load.files[0].tree.formatted() else { continue }
      let spread = formatted.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "  \n// why\n\n")
      let before = LockFile(of: load.program).entries
      for text in [formatted, spread] {
        let again = RuleCases.load([SourceText(path: source.path, text: text)])
        #expect(LockFile(of: again.program).entries == before)
      }
    }
    let short = "package a\nuse schema orders\nrule r {\n  when list - charged > 5.00 and list > 9.00\n}\n"
    let named =
      "package a\nuse schema orders\nparam most = 5\nlet gap = list - charged\nmacro dear(x) = x > 9.00\nrule r \"Title\" {\n  owner \"me\"\n  when gap > most and (dear(list))\n}\n"
    let moved =
      "package a\nuse schema orders\nlet unused = cost\nrule other {\n  when online\n}\nrule r {\n  let g = list - charged\n  when g > 5.0000 and list > 9\n}\n"
    #expect(hashes(short)["a.r"] == hashes(named)["a.r"])
    #expect(hashes(short)["a.r"] == hashes(moved)["a.r"])
  }

  /// What `lint --fix` writes means what stood there, so it raises no version.
  @Test func repairsKeepTheMeaning() throws {
    var count = 0
    for source in RulePropertyTests.soundFiles {
      let load = RuleCases.load([source])
      guard load.isSound else { continue }
      let fixed = FixApplication.apply(load.lint()[0].compactMap(\.fixes.first), to: source)
      guard fixed.count > 0 else { continue }
      let before = LockFile(of: load.program)
      let changes = LockFile(of: RuleCases.load([fixed.source]).program, after: before).changes(since: before)
      #expect(changes.isEmpty, "\(changes) in\n\(String(decoding: fixed.source.bytes, as: UTF8.self))")
      count += 1
    }
    #expect(count >= 12)
  }

  /// Each line means something else than the first.
  @Test func anotherMeaningIsAnotherHash() {
    let rules = [
      "when list > 5.00", "when list >= 5.00", "when list > 5.01", "when cost > 5.00", "when not list > 5.00",
      "when previous.list > 5.00",
      "when list > 5.00\n  score 5%", "when list > 5.00\n  loss list", "when list > 5.00\n  loss cost",
      "when list > 5.00\n  severity high",
      "when list > 5.00\n  status draft", "when list > 5.00\n  votes legit", "when list > 5.00\n  scheme s\n  votes fraud",
      "when list > 5.00\n  scheme t\n  votes fraud", "when list > 5.00\n  expires 2027-01-01",
      "when list > 5.00\n  because \"a\"",
      "when list > 5.00\n  because \"b\"", "when list > 5.00\n  because \"{list}\"",
      "when list > 5.00\n  because \"{list:whole}\"",
      "when sum(list) by rep over 3d > 5.00", "when sum(list) by rep over 4d > 5.00", "when sum(list) by region over 3d > 5.00",
      "when sum(cost) by rep over 3d > 5.00", "when max(list) by rep over 3d > 5.00", "when sum(list) over 3d > 5.00",
      "when sum(list) by rep where online over 3d > 5.00", "when sum(list) by rep over 3d delayed 1d > 5.00",
      "when sum(list) by rep over 3d including current > 5.00", "when sum(list) by rep over 3d excluding same region > 5.00",
      "when sum(list) by rep over 3d requires 2 > 5.00", "when sum(list) by rep over last 3 > 5.00",
      "when sum(list) by rep over all before > 5.00", "when sum(list) by rep over 3mo > 5.00",
      "when sum(list) by rep over this month > 5.00",
      "when sum(list) by rep over this quarter > 5.00", "when sum(list) by rep over this fiscal year starting July > 5.00",
      "when sum(list) by rep over this month zone \"Asia/Tokyo\" > 5.00", "when sum(list) by rep in baseline > 5.00",
      "when percentile(list, 5%) by rep over 3d > 5.00", "when percentile(list, 6%) by rep over 3d > 5.00",
      "when sum(line.price) > 5.00", "when max(line.price) > 5.00", "when sum(line.price where line.quantity > 1) > 5.00",
      "when max(line.price by line.quantity) > 5.00", "when min(line.price by line.quantity) > 5.00",
      "when exists x in lines: x.price > 5.00", "when every x in lines: x.price > 5.00",
      "when rep in [\"A\"]", "when rep in [\"B\"]", "when rep in [\"A\", \"B\"]", "when name == \"A\"", "when name ~= \"A\"",
      "when baseline.price(\"A\") > 5.00", "when baseline.cost(\"A\") > 5.00", "when model.score > 5%",
      "when attribute(list, lines, baseline.ladder).chance > 5%", "when attribute(list, lines, baseline.ladder).loss > 5.00",
      "when if(online, list, cost) > 5.00", "when (list ?? 0.00) > 5.00", "when missing(list)", "when abroad > 5.00",
      "when pieces > 5",
      "when weight > 5", "when hour(at) > 5", "when day(at) > 5",
    ]
    var seen: [String: String] = [:]
    let zoned = ["when hour(at) > 5", "when sum(list) by rep over 3mo > 5.00", "when sum(list) by rep over this month > 5.00"]
    for (rule, zone) in rules.map({ ($0, "UTC") }) + zoned.map({ ($0, "Europe/Paris") }) {
      let hash = hashes("package a\nuse schema orders\nuse zone \"\(zone)\"\nrule r {\n  \(rule)\n}\n")["a.r"] ?? ""
      #expect(seen[hash] == nil, "\(rule) and \(seen[hash] ?? "") have one hash")
      seen[hash] = rule
    }
  }

  /// Equal expressions are one node, wherever they are written.
  @Test func equalExpressionsAreOne() {
    let text =
      "package a\nuse schema orders\nlet gap = list - charged\nrule r {\n  when gap / list > 20% and list > 0\n}\nrule s {\n  when (list - charged) / list > 20% and avg(list - charged) by rep over 3d requires 2 > 5\n}\nfeature f = avg(gap) by rep over 3d requires 2\n"
    let load = RuleCases.load([SourceText(path: "a.rules", text: text)])
    let nodes = load.program.expressions.nodes
    #expect(nodes.filter { $0.operation == .subtract }.count == 1)
    #expect(nodes.filter { $0.operation == .divide }.count == 1)
    #expect(load.program.windows.count == 1)
    #expect(Set(nodes).count == nodes.count)
  }

  @Test func constantsAreFoldedToTheirExactValue() {
    func folded(_ expression: String) -> String {
      let load = RuleCases.load([
        SourceText(
          path: "a.rules",
          text: "package a\nuse schema orders\nparam p = \(expression)\nrule r {\n  when online\n  because \"{p}\"\n}\n")
      ])
      guard case .hole(let id, _)? = load.program.rules.first?.because.parts.first else {
        return TextRenderer().render(load.files[0].diagnostics, in: load.files[0].source)
      }
      let node = load.program.expressions[id]
      return "\(node.type.name) \(node.operation == .constant ? "\(ConstantFolding.magnitude(node))" : "\(node.operation)")"
    }
    #expect(folded("1.00 USD + 2.50 USD") == "money 35000.0")
    #expect(folded("0.10 USD * 12.5%") == "money 125.0")
    // Halves go to the even neighbour: 0.0001 * 0.5 is 0, 0.0003 * 0.5 is 0.0002.
    #expect(folded("0.0001 USD * 50%") == "money 0.0")
    #expect(folded("0.0003 USD * 50%") == "money 2.0")
    #expect(folded("1.00 USD / 3.00 USD") == "percent \(1.0 / 3.0)")
    #expect(folded("10% + 20%") == "percent \(0.1 + 0.2)")
    #expect(folded("2h + 30m") == "duration 9000000000.0")
    #expect(folded("2026-03-01 - 2026-02-28") == "duration 86400000000.0")
    #expect(folded("7 / 2") == "number 3.5")
    #expect(folded("3 * 4 - 5") == "integer 7.0")
  }

  @Test func packsAreSoundAndClean() throws {
    let folder = SchemaCaseTests.root.appending(path: "rules")
    var sources: [SourceText] = []
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() where path.hasSuffix(".rules") {
      sources.append(SourceText(path: path, bytes: [UInt8](try Data(contentsOf: folder.appending(path: path)))))
    }
    let load = RuleLoad(sources, registry: PricingWords.registry(), surroundings: PackFolder(folder: folder))
    #expect(sources.count >= 5)
    for (file, lints) in zip(load.files, load.lint()) {
      #expect(file.diagnostics.isEmpty && lints.isEmpty, "\(TextRenderer().render(file.diagnostics + lints, in: file.source))")
      #expect(file.tree.formatted() == String(decoding: file.source.bytes, as: UTF8.self), "\(file.source.path) is not formatted")
    }
  }
}

/// The schemas of the shipped packs.
struct PackFolder: PackSurroundings {
  let folder: URL

  func schema(named name: String, usedBy path: String) -> SchemaLookup {
    for path in (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? [] where path.hasSuffix(".schema") {
      guard let data = try? Data(contentsOf: folder.appending(path: path)) else { continue }
      if let schema = SchemaFile(SourceText(path: path, bytes: [UInt8](data))).schemas.first(where: { $0.name == name }) {
        return .found(schema)
      }
    }
    return .absent(known: [])
  }

  func listFile(_ name: String, usedBy path: String) -> [UInt8]? { nil }
}
