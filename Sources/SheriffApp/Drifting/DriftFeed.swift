import Drift
import Learning
import RuleEngine
import RuleLanguage

/// What is known of records as they are decided, in the columns that drift is told by: a model's features, its scores and alerts, and what
/// each rule says.
struct DriftFeed {
  let subjects: [DriftSubject]
  /// Of each feature.
  let types: [String: ValueType]
  private let model: ModelScoring?
  /// By the rule's place in the program, its place among the rules here.
  private let places: [Int: Int]

  init(_ rules: LoadedRules, _ model: ModelScoring?) {
    self.model = model
    let ofRules = DriftFeed.rules(rules)
    places = Dictionary(ofRules.enumerated().map { ($1.place, $0) }) { first, _ in first }
    let artefact = model?.artefact
    subjects =
      (artefact?.features ?? []).map { DriftSubject(.feature, $0.name, hash: $0.hash) }
      + (artefact?.parts ?? []).flatMap { [DriftFeed.score($0.scheme), DriftFeed.alerts($0.scheme)] }
      + ofRules.flatMap { [$0.fired, $0.unknown] }
    let program = rules.program
    types = Dictionary(
      program.features.filter { $0.schema == rules.schema }.map { ($0.id, program.expressions[$0.expression].type) }
    ) { first, _ in first }
  }

  /// A score has no definition but its model, and a model brings its own past.
  static func score(_ scheme: String) -> DriftSubject { DriftSubject(.score, scheme, hash: "") }
  static func alerts(_ scheme: String) -> DriftSubject { DriftSubject(.alerts, scheme, hash: "") }

  static func rules(_ rules: LoadedRules) -> [(place: Int, fired: DriftSubject, unknown: DriftSubject)] {
    let program = rules.program
    var content = ContentHash(program)
    return program.rules.indices.filter { program.rules[$0].schema == rules.schema }.map { place in
      let (name, hash) = (program.rules[place].id, content.of(program.rules[place]))
      return (place, DriftSubject(.fired, name, hash: hash), DriftSubject(.unknown, name, hash: hash))
    }
  }

  /// What was just decided; the model has said its opinion of it.
  func batch(_ decisions: Decisions) -> DriftBatch {
    let decided = DecidedPlaces(decisions)
    var columns: [DriftColumn] = []
    if let model {
      let latest = model.latest
      for feature in model.artefact.features {
        switch latest?.frame.column(feature.name)?.values {
        case .numbers(let numbers): columns.append(.numbers(numbers))
        case .categories(let codes, let texts): columns.append(.categories(codes, texts: texts))
        case nil: columns.append(.numbers([Double](repeating: .nan, count: decided.count)))
        }
      }
      for part in model.artefact.parts {
        let chances = latest?.byScheme[part.scheme] ?? [Double](repeating: .nan, count: decided.count)
        columns.append(.numbers(chances))
        columns.append(.occurrences(chances.indices.filter { part.threshold.isAlert(chances[$0]) }.map { Int32($0) }))
      }
    }
    var said = [DriftColumn](repeating: .occurrences([]), count: places.count * 2)
    for (rule, program) in decisions.rules.enumerated() {
      guard let place = places[program] else { continue }
      let (fired, unknown) = decided.said(decisions, rule)
      (said[place * 2], said[place * 2 + 1]) = (.occurrences(fired), .occurrences(unknown))
    }
    return DriftBatch(count: decided.count, columns: columns + said)
  }
}

/// Which records of a block were decided, and where among these each stands.
private struct DecidedPlaces {
  let count: Int
  private let words: [UInt64]
  /// Of each word's first record.
  private let starts: [Int32]

  init(_ decisions: Decisions) {
    var (words, starts, count): ([UInt64], [Int32], Int32) = ([], [], 0)
    for start in stride(from: 0, to: decisions.count, by: 64) {
      var bits: UInt64 = 0
      for record in start..<min(decisions.count, start + 64) where decisions.kind(record) == .decided {
        bits |= 1 << UInt64(record & 63)
      }
      words.append(bits)
      starts.append(count)
      count += Int32(bits.nonzeroBitCount)
    }
    (self.words, self.starts, self.count) = (words, starts, Int(count))
  }

  /// The decided records on which a rule fired and of which it could not tell. Most are silent, so 64 are passed over at a time.
  func said(_ decisions: Decisions, _ rule: Int) -> (fired: [Int32], unknown: [Int32]) {
    var (fired, unknown): ([Int32], [Int32]) = ([], [])
    for (word, decided) in words.enumerated() {
      var open = (decisions.fired(rule, word: word) | ~decisions.told(rule, word: word)) & decided
      while open != 0 {
        let bit = open.trailingZeroBitCount
        open &= open - 1
        let place = starts[word] + Int32((decided & ((1 << UInt64(bit)) - 1)).nonzeroBitCount)
        switch decisions.outcome(rule, word * 64 + bit) {
        case .fired: fired.append(place)
        case .unknown: unknown.append(place)
        case .silent, .insufficient, .suppressed: break
        }
      }
    }
    return (fired, unknown)
  }
}
