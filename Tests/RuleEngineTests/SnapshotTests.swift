import EngineHarness
import Foundation
import Records
import RuleEngine
import RuleLanguage
import TestSupport
import Testing

@Suite struct SnapshotTests {
  private static let environment = ProcessInfo.processInfo.environment
  private static let pairs = environment["SHERIFF_PAIRS"].flatMap { Int($0) } ?? 200
  private static let seed = environment["SHERIFF_SEED"].flatMap { UInt64($0) } ?? 40_001

  private func engine(_ executors: Executors, of pair: GeneratedPair, _ symbols: SymbolTable) -> StreamEngine {
    StreamEngine(
      pair.program, schema: 0, surroundings: executors.surroundings, symbols: symbols,
      baselineWindows: executors.baselineWindows)
  }

  /// Where a history that is cut at a record goes on otherwise than the uncut one; nil where it does not.
  private func difference(_ pair: GeneratedPair, at cut: Int, batchSize: Int) throws -> String? {
    let executors = try Executors(pair, batchSize: batchSize)
    let whole = executors.stream()
    var (first, second) = (pair, pair)
    first.records = Array(pair.records[..<cut])
    second.records = Array(pair.records[cut...])
    let before = try Executors(first, batchSize: batchSize)
    let old = engine(executors, of: pair, before.history.symbols)
    for batch in before.history.batches { old.decide(batch) { _ in } }
    let bytes = old.snapshot()
    // Another process: its symbols come in another order.
    let after = try Executors(second, batchSize: batchSize)
    for text in ["nobody", "no one", "none"] { _ = after.history.symbols.intern(text) }
    let new = engine(executors, of: pair, after.history.symbols)
    let restoration = try new.restore(bytes)
    if !restoration.newWindows.isEmpty || !restoration.newPreviousFields.isEmpty {
      return "the snapshot does not know \(restoration)"
    }
    if new.snapshot() != bytes { return "a restored engine's snapshot is another" }
    if (new.duplicates, new.deletes, new.late) != (old.duplicates, old.deletes, old.late) { return "the counters differ" }
    var answers: [Answer] = []
    for batch in after.history.batches { new.decide(batch) { answers += executors.answers($0) } }
    if let found = RuleEngineTests.difference("restored", Array(whole[cut...]), answers) { return found }
    // One record at a time comes to the same state, and so does the history that was never cut.
    let single = try Executors(first, batchSize: 1)
    let slow = engine(executors, of: pair, single.history.symbols)
    for (place, batch) in single.history.batches.enumerated() {
      slow.decide(batch) { _ in }
      if place % 3 == 0 { slow.compact() }
    }
    if slow.snapshot() != bytes { return "the snapshot depends on how records came" }
    let uncut = engine(executors, of: pair, executors.history.symbols)
    for batch in executors.history.batches { uncut.decide(batch) { _ in } }
    return uncut.snapshot() == new.snapshot() ? nil : "the end depends on the cut"
  }

  @Test(arguments: 0..<4) func restoredEnginesGoOnAsIfNothingHadHappened(part: Int) throws {
    var random = SeededGenerator(seed: SnapshotTests.seed)
    var failures = 0
    for number in stride(from: part, to: SnapshotTests.pairs, by: 4) {
      let pair = GeneratedPair(seed: SnapshotTests.seed &+ UInt64(number), profile: .full)
      guard pair.load.isSound, !pair.records.isEmpty else { continue }
      let cut = Int.random(in: 0...pair.records.count, using: &random)
      let batchSize = [1, 7, 1000].randomElement(using: &random) ?? 7
      guard let found = try difference(pair, at: cut, batchSize: batchSize) else { continue }
      failures += 1
      let smaller = try shrink(pair) { try difference($0, at: min(cut, $0.records.count), batchSize: batchSize) != nil }
      Issue.record(
        "seed \(pair.seed) cut at \(cut) of \(pair.records.count), \(batchSize) a batch: \(found)\n\(smaller.describe())")
      if failures > 2 { return }
    }
  }

  /// No answer depends on when memory is gone through.
  @Test func compactionChangesNothing() throws {
    for number in 0..<SnapshotTests.pairs / 4 {
      let pair = GeneratedPair(seed: SnapshotTests.seed &+ 7_000_000 &+ UInt64(number), profile: .full)
      guard pair.load.isSound, !pair.records.isEmpty else { continue }
      let executors = try Executors(pair, batchSize: 1)
      let engine = engine(executors, of: pair, executors.history.symbols)
      var answers: [Answer] = []
      for batch in executors.history.batches {
        engine.compact()
        engine.decide(batch) { answers += executors.answers($0) }
      }
      if let found = RuleEngineTests.difference("compacted", executors.stream(), answers) {
        Issue.record("seed \(pair.seed): \(found)\n\(pair.describe())")
        return
      }
    }
  }
}
