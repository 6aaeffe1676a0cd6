import CommandLineKit
import Detection
import Learning
import Monitor
import Records
import RuleEngine
import RuleLanguage

/// The rules, the baseline and the model of an invocation, as the monitor asks them.
final class SourceJudge: StreamJudge {
  private let stream: StreamDeciding
  private let model: ModelScoring?
  private let rules: LoadedRules
  private var making: FindingMaking
  private var drift: StreamDrift?
  private var shadows: ShadowJudging?
  private(set) var unknown: [String: Int] = [:]

  /// What judges of one stream share.
  struct Means {
    let rules: LoadedRules
    let model: ModelScoring?
    let shadow: ModelScoring?

    init(_ invocation: Invocation, schema: Schema) throws {
      rules = try LoadedRules(invocation, for: schema)
      model = try ModelScoring.named(invocation, rules)
      shadow = try ModelScoring.inShadow(invocation, rules)
    }

    /// Before anything is learned on the way.
    var hashes: DecisionHashes {
      DecisionHashes(rules: DecisionHashes.rules(of: rules.program), baseline: nil, model: model?.version.hash)
    }
  }

  /// - lane: which part of a stream is judged, where there are several.
  init(_ invocation: Invocation, _ means: Means, schema: Schema, symbols: SymbolTable, lane: String? = nil) throws {
    (rules, model) = (means.rules, means.model)
    making = FindingMaking(rules, symbols: symbols, model: model)
    var deciding = Deciding(invocation, rules, symbols: symbols)
    if let model { deciding.use(model) }
    if let shadow = means.shadow { deciding.use(shadow: shadow) }
    shadows = ShadowJudging(means, symbols: symbols)
    stream = try StreamDeciding(deciding, schema: schema)
    drift = StreamDrift(invocation, rules, model, lane: lane)
  }

  convenience init(_ invocation: Invocation, schema: Schema, symbols: SymbolTable) throws {
    try self.init(invocation, Means(invocation, schema: schema), schema: schema, symbols: symbols)
  }

  private var program: Program { rules.program }
  private var counts: DecisionCounts { stream.deciding.counts }
  var hashes: DecisionHashes { stream.deciding.hashes }

  func judge(_ batch: RecordBatch) throws -> [HashedFinding] {
    var found: [HashedFinding] = []
    let before = counts
    defer { unknown = unknown(since: before) }
    try stream.decide(batch) { decisions, batch, start, hashes in
      let live = making.findings(decisions, in: batch, from: start, opinions: try model?.opinions(decisions))
      for finding in live { found.append(HashedFinding(finding, hashes)) }
      found += try shadows?.findings(decisions, in: batch, from: start, hashes, beside: live) ?? []
      for finding in drift?.add(decisions) ?? [] { found.append(HashedFinding(finding, hashes)) }
    }
    return found
  }

  /// What was held against records in shadow, by rules' names and models' references.
  var shadowCounts: [String: ShadowCount] { shadows?.counts ?? [:] }

  /// How often each rule said what, by its name.
  var said: [String: DecisionCounts.OfRule] {
    Dictionary(counts.rules.map { (program.rules[$0].id, $1) }) { first, _ in first }
  }

  private func unknown(since before: DecisionCounts) -> [String: Int] {
    var result: [String: Int] = [:]
    for (rule, count) in counts.rules {
      let more = count.unknown - (before.rules[rule]?.unknown ?? 0)
      if more > 0 { result[program.rules[rule].id] = more }
    }
    return result
  }

  func write(to writer: inout StateWriter) {
    stream.write(to: &writer)
    var watched = StateWriter()
    drift?.write(to: &watched)
    writer.add(bytes: watched.bytes)
  }

  func restore(_ reader: inout StateReader) throws(StateError) -> [String] {
    let notes = try stream.restore(&reader)
    // What was written before drift was watched ends here.
    guard !reader.isAtEnd else { return notes }
    let watched = try reader.bytesList()
    if !watched.isEmpty { try drift?.restore(watched) }
    return notes
  }
}
