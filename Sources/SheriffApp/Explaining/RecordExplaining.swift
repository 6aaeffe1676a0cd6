import CommandLineKit
import Diagnostics
import Records
import RuleEngine
import RuleLanguage

/// Reads a source, decides it as a scan does, and takes apart what the rules say of one record.
struct RecordExplaining {
  private let invocation: Invocation
  private let source: String
  private let wanted: String

  init(_ invocation: Invocation, source: String, record: String) {
    (self.invocation, self.source, wanted) = (invocation, source, record)
  }

  /// - rules: by name, whatever their status; else all that are live or in the shadow.
  func write(rules names: [String], isJSON: Bool) throws {
    var run = try RecordReading(invocation, source: source)
    let loaded = try LoadedRules(invocation, for: run.source.schema)
    let rules = names.isEmpty ? try standing(loaded) : try names.flatMap { try named($0, loaded) }
    var batches: [RecordBatch] = []
    try run.run { batches.append($0) }
    guard let whole = RecordBatch.joined(batches) else { throw noSuchRecord(nil) }
    guard let found = FoundRecord(wanted, in: whole) else { throw noSuchRecord(whole) }
    let symbols = run.source.records.symbols
    let prepared = try Deciding(invocation, loaded, symbols: symbols).prepared(whole)
    let explainer = Explainer(
      loaded.program, schema: loaded.schema, surroundings: prepared.surroundings, symbols: symbols,
      baselineWindows: prepared.windows)
    guard let (record, explanations) = found.newestDecided({ explainer.explain(rules, of: $0, in: prepared.records) }) else {
      throw CommandFailure(
        .badData, "`\(wanted)` was never decided: it was deleted, or says nothing but that it is gone",
        hints: ["name another row of it as row:N"])
    }
    let explained = ExplainedRecord(
      id: whole.identity(of: record), row: whole.rows[record], notes: found.notes(on: record, in: whole),
      explanations: explanations
    )
    try invocation.terminal.write(
      isJSON
        ? ExplanationJSON(program: loaded.program).text(explained)
        : ExplanationText(program: loaded.program, terminal: invocation.terminal).text(explained))
  }

  private func standing(_ loaded: LoadedRules) throws -> [Int] {
    let program = loaded.program
    let rules = program.rules.indices.filter {
      program.rules[$0].schema == loaded.schema && (program.rules[$0].status == .live || program.rules[$0].status == .shadow)
    }
    guard !rules.isEmpty else {
      throw CommandFailure(.badData, "no rule about `\(program.schemas[loaded.schema].name)` is live or in the shadow")
    }
    return rules
  }

  private func named(_ name: String, _ loaded: LoadedRules) throws -> [Int] {
    let program = loaded.program
    let all = program.rules.indices.filter { program.rules[$0].schema == loaded.schema }
    let ids = all.map { program.rules[$0].id }
    let exact = all.filter { program.rules[$0].id == name }
    let short = all.filter { program.rules[$0].id.hasSuffix(".\(name)") }
    if exact.count == 1 || short.count == 1 { return exact.isEmpty ? short : exact }
    let hint = closestMatch(to: name, among: ids).map { "did you mean \($0)?" } ?? "there are \(ids.joined(separator: ", "))"
    throw CommandFailure(.usage, "no rule about `\(program.schemas[loaded.schema].name)` is called `\(name)`", hints: [hint])
  }

  private func noSuchRecord(_ whole: RecordBatch?) -> CommandFailure {
    let example = whole.flatMap {
      $0.count > 0 ? "a record of it is `\($0.identity(of: 0))`; any may be named by its row, as row:1" : nil
    }
    return CommandFailure(
      .inputMissing, "\(source): there is no record `\(wanted)`", hints: [example ?? "there are no records"])
  }
}
