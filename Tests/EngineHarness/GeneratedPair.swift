import Diagnostics
public import Records
public import RuleLanguage
import TestSupport

/// A program and a history, over which all engines have to say the same.
public struct GeneratedPair: Sendable {
  /// A text that the checker refused, and what it said: the generator's mistake, or the checker's.
  public struct Refusal: Hashable, Sendable {
    public var text: String
    public var complaints: [String]
  }

  public var seed: UInt64
  public var profile: Profile
  public let schemaText: String
  /// Files that the program's lists are read from, by name.
  public let listFiles: [String: String]
  /// The rule file in pieces: its head, then a declaration each.
  public let declarations: [String]
  public let load: RuleLoad
  /// In the order in which they come.
  public var records: [GeneratedRecord]
  /// The history that the baseline was made from, where the program looks into it: plain records, one after another.
  public var learned: [GeneratedRecord]
  /// What every engine has to say, as whoever wrote it down understands it; nil where nobody has.
  public var expected: String?
  /// What was tried before this program.
  public var refusals: [Refusal] = []

  public var program: Program { load.program }
  public var rulesText: String { declarations.joined(separator: "\n") }
  public var schema: Schema { load.program.schemas[0] }

  /// The same seed and profile give the same pair on every machine.
  public init(seed: UInt64, profile: Profile) {
    var refusals: [Refusal] = []
    for attempt in 0..<GeneratedPair.attemptsMost {
      var random = SeededGenerator(seed: seed &+ UInt64(attempt) &* 0xA24B_AED4_963E_E407)
      let setting = Setting(profile, &random)
      var writer = ProgramWriter(setting, SeededGenerator(seed: random.next()))
      let declarations = attempt == GeneratedPair.attemptsMost - 1 ? writer.leastFile() : writer.file()
      let pair = GeneratedPair(
        seed: seed, profile: profile, schemaText: setting.source.text, listFiles: [ListFile.name: ListFile.text],
        declarations: declarations, records: [], schemas: [setting.schema])
      guard pair.load.isSound else {
        refusals.append(Refusal(text: pair.rulesText, complaints: pair.complaints))
        continue
      }
      self = pair
      self.refusals = refusals
      let count = random.happens(97) ? random.whole(1...profile.recordsMost) : random.whole(1...profile.recordsSometimes)
      var history = HistoryWriter(setting, writer.facts, SeededGenerator(seed: random.next()))
      records = history.history(count)
      if writer.facts.hasBaselineWindows {
        var earlier = HistoryWriter(setting, writer.facts, SeededGenerator(seed: random.next()), isPlain: true)
        learned = earlier.history(random.whole(0...25))
      }
      return
    }
    preconditionFailure("even a file with one plain rule was refused: \(refusals)")
  }

  private static let attemptsMost = 20

  /// A pair from its parts, sound or not.
  public init(
    seed: UInt64 = 0, profile: Profile = .full, schemaText: String, listFiles: [String: String] = [:], declarations: [String],
    records: [GeneratedRecord], learned: [GeneratedRecord] = [], expected: String? = nil
  ) {
    let file = SchemaFile(SourceText(path: "generated.schema", text: schemaText))
    self.init(
      seed: seed, profile: profile, schemaText: schemaText, listFiles: listFiles, declarations: declarations, records: records,
      learned: learned, expected: expected, schemas: file.schemas)
  }

  private init(
    seed: UInt64, profile: Profile, schemaText: String, listFiles: [String: String], declarations: [String],
    records: [GeneratedRecord], learned: [GeneratedRecord] = [], expected: String? = nil, schemas: [Schema]
  ) {
    (self.seed, self.profile, self.schemaText, self.listFiles) = (seed, profile, schemaText, listFiles)
    (self.declarations, self.records, self.learned, self.expected) = (declarations, records, learned, expected)
    let source = SourceText(path: "generated.rules", text: declarations.joined(separator: "\n"))
    load = RuleLoad(
      [source], registry: HarnessWords.registry, surroundings: PairSurroundings(schemas: schemas, listFiles: listFiles))
  }

  /// The errors of a pair that is not sound.
  public var complaints: [String] {
    load.files.flatMap { file in
      file.diagnostics.filter { $0.severity == .error }.map { diagnostic in
        "\(diagnostic.code): \(diagnostic.message): \(file.source.text(diagnostic.span))"
      }
    }
  }

  /// The history in columns, so many records a batch.
  public func history(batchSize: Int) throws(CellProblem) -> BuiltHistory { try BuiltHistory(self, batchSize: batchSize) }

  /// The same with other declarations; nil where these make no sound program.
  func with(declarations: [String]) -> GeneratedPair? {
    let pair = GeneratedPair(
      seed: seed, profile: profile, schemaText: schemaText, listFiles: listFiles, declarations: declarations, records: records,
      learned: learned, expected: expected, schemas: [schema])
    return pair.load.isSound ? pair : nil
  }
}

/// The one schema and the few list files that a pair's rules find around them.
struct PairSurroundings: PackSurroundings {
  let schemas: [Schema]
  let listFiles: [String: String]

  func schema(named name: String, usedBy path: String) -> SchemaLookup {
    schemas.first { $0.name == name }.map { .found($0) } ?? .absent(known: schemas.map(\.name))
  }

  func listFile(_ name: String, usedBy path: String) -> [UInt8]? { listFiles[name].map { Array($0.utf8) } }
}
