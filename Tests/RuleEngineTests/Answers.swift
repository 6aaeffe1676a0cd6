import Dispatch
import EngineHarness
import Records
import RuleEngine
import RuleLanguage
import RuleReference
import SystemZones

/// What one executor says of one record, in words: so that two can be held against each other, and read.
struct Answer: Hashable {
  var row: Int64
  var kind: String
  var isLate: Bool
  var said: [String]
}

/// Every executor, asked the same.
struct Executors {
  let pair: GeneratedPair
  let history: BuiltHistory
  let surroundings = HarnessWords.surroundings(zone: SystemZones.zone)
  let baselineWindows: BaselineWindows

  init(_ pair: GeneratedPair, batchSize: Int = 16) throws {
    self.pair = pair
    history = try pair.history(batchSize: batchSize)
    if let learned = RecordBatch.joined(history.learned) {
      baselineWindows = BaselineWindows.learn(
        pair.program, schema: 0, from: learned, surroundings: surroundings, symbols: history.symbols)
    } else {
      baselineWindows = BaselineWindows.learn(
        pair.program, schema: 0, from: BatchBuilder(schema: pair.schema).take(end: .init(source: "nothing")),
        surroundings: surroundings, symbols: history.symbols)
    }
  }

  func reference() -> [Answer] {
    let interpreter = ReferenceInterpreter(pair.program, schema: 0, surroundings: surroundings, symbols: history.symbols)
    return interpreter.decide(history.batches, baselineHistory: history.learned).map { decision in
      guard decision.kind == .decided else {
        return Answer(row: decision.row, kind: "\(decision.kind)", isLate: false, said: [])
      }
      var said: [String] = []
      for (index, rule) in pair.program.rules.enumerated() {
        guard let outcome = decision.outcomes[index] else { continue }
        said.append(
          "\(rule.id) \(outcome) score \(text(decision.scores[index])) loss \(text(decision.losses[index]))")
      }
      for (index, feature) in pair.program.features.enumerated() {
        said.append("\(feature.id) \(text(decision.features[index]))")
      }
      return Answer(row: decision.row, kind: "decided", isLate: decision.isLate, said: said)
    }
  }

  /// - Parameters:
  ///   - program: another than the pair's, where a mistake is planted.
  ///   - compactsEvery: after how many batches the engine goes through its memory, if ever.
  func stream(_ program: Program? = nil, compactsEvery: Int = .max) -> [Answer] {
    let engine = StreamEngine(
      program ?? pair.program, schema: 0, surroundings: surroundings, symbols: history.symbols, baselineWindows: baselineWindows)
    var answers: [Answer] = []
    for (place, batch) in history.batches.enumerated() {
      engine.decide(batch) { answers += self.answers($0) }
      if place % compactsEvery == compactsEvery - 1 { engine.compact() }
    }
    return answers
  }

  func column() -> [Answer] {
    guard let whole = RecordBatch.joined(history.batches) else { return [] }
    let threads = Workers(count: 2) { pieces, body in DispatchQueue.concurrentPerform(iterations: pieces, execute: body) }
    let engine = HistoryEngine(
      pair.program, schema: 0, surroundings: surroundings, symbols: history.symbols, baselineWindows: baselineWindows,
      workers: threads)
    var answers: [Answer] = []
    engine.decide(whole) { answers += self.answers($0) }
    return answers
  }

  func answers(_ decisions: Decisions) -> [Answer] {
    (0..<decisions.count).map { record in
      guard decisions.kind(record) == .decided else {
        return Answer(row: decisions.row(record), kind: "\(decisions.kind(record))", isLate: false, said: [])
      }
      var said: [String] = []
      for (place, index) in decisions.rules.enumerated() {
        let outcome = decisions.outcome(place, record)
        let hasLoss = pair.program.rules[index].loss >= 0 && (outcome == .fired || outcome == .suppressed)
        said.append(
          "\(pair.program.rules[index].id) \(outcome) score \(text(decisions.score(place, record)))"
            + " loss \(text(hasLoss ? decisions.loss(place, record) : nil))")
      }
      for (place, index) in decisions.features.enumerated() {
        said.append("\(pair.program.features[index].id) \(text(decisions.feature(place, record)))")
      }
      return Answer(row: decisions.row(record), kind: "decided", isLate: decisions.isLate(record), said: said)
    }
  }

  private func text(_ value: Value?) -> String {
    guard let value else { return "-" }
    return "\(value)"
  }
}

/// The first record on which two executors differ.
func difference(_ name: String, _ expected: [Answer], _ found: [Answer]) -> String? {
  if expected.count != found.count { return "\(name): \(found.count) answers, and not \(expected.count)" }
  for (wanted, got) in zip(expected, found) where wanted != got {
    if wanted.kind != got.kind || wanted.isLate != got.isLate || wanted.row != got.row {
      return
        "\(name): row \(wanted.row) is \(wanted.kind) late \(wanted.isLate), and row \(got.row) \(got.kind) late \(got.isLate)"
    }
    for (left, right) in zip(wanted.said, got.said) where left != right {
      return "\(name): row \(wanted.row)\n  reference \(left)\n  \(name)    \(right)"
    }
    return "\(name): row \(wanted.row) says other things"
  }
  return nil
}

/// Where executors differ on a pair; nil where all agree.
func disagreement(_ pair: GeneratedPair) throws -> String? {
  guard pair.load.isSound, !pair.program.schemas.isEmpty else { return nil }
  let executors = try Executors(pair)
  let reference = executors.reference()
  if let found = difference("stream", reference, executors.stream()) { return found }
  if let found = difference("column", reference, executors.column()) { return found }
  let single = try Executors(pair, batchSize: 1)
  return difference("single", reference, single.stream(compactsEvery: 7))
}
