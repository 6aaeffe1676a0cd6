import Drift
import Records
import TestSupport
import Testing

@Suite struct DriftWatchTests {
  @Test(arguments: 0..<50) func whereNothingMovesNothingIsTold(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 1))
    let past = SampledColumns(10_000, &random).distributions
    var watch = DriftWatch(SampledColumns.subjects, past: past)
    let changes = watch.add(SampledColumns(10_000, &random).batch)
    #expect(changes.isEmpty, "\(changes.map { "\($0.subject.key) \($0.comparison.stability) \($0.comparison.effect ?? 0)" })")
  }

  @Test(arguments: 0..<5) func aShiftByHalfAStandardDeviationIsFoundAndToldOnce(seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed + 100))
    let past = SampledColumns(10_000, &random).distributions
    var watch = DriftWatch(SampledColumns.subjects, past: past)
    #expect(watch.add(SampledColumns(10_000, &random).batch).isEmpty)
    let changes = watch.add(SampledColumns(30_000, &random, shift: 0.5).batch)
    #expect(changes.map(\.subject.name) == ["normal"])
    #expect(changes.first?.records == 20_000)
    // It comes back, and moves once more.
    #expect(watch.add(SampledColumns(10_000, &random).batch).isEmpty)
    #expect(watch.add(SampledColumns(10_000, &random, shift: -0.5).batch).map(\.subject.name) == ["normal"])
  }

  @Test func aCategoryThatAppearsIsFound() {
    var random = SeededGenerator(seed: 5)
    func column(new: Double) -> DriftColumn {
      .categories(
        (0..<10_000).map { _ in
          Double.random(in: 0..<1, using: &random) < new ? 3 : Int32.random(in: 0..<3, using: &random)
        }, texts: ["shop", "phone", "web", "app"])
    }
    let subject = DriftSubject(.feature, "channel", hash: "")
    guard case .categories(let codes, let texts) = column(new: 0) else { return }
    let past = Distributions([.init(subject, Distribution(codes: codes, texts: texts))])
    var watch = DriftWatch([subject], past: past)
    #expect(watch.add(DriftBatch(count: 10_000, columns: [column(new: 0)])).isEmpty)
    let changes = watch.add(DriftBatch(count: 10_000, columns: [column(new: 0.05)]))
    #expect(changes.count == 1)
    #expect((0.04...0.06).contains(changes.first?.comparison.present.restShare ?? 0))
  }

  @Test func aRuleIsHeldAgainstItsOwnPastWhereNothingElseIsKnown() {
    var random = SeededGenerator(seed: 6)
    var watch = DriftWatch(SampledColumns.subjects, past: nil)
    #expect(watch.isWatching)
    #expect(watch.add(SampledColumns(20_000, &random).batch).isEmpty)
    let changes = watch.add(SampledColumns(10_000, &random, fired: 0.02).batch)
    #expect(changes.map(\.subject) == [SampledColumns.subjects[5]])
  }

  @Test func batchesOfAnySizeAndRestartsBetweenThemChangeNothing() throws {
    var random = SeededGenerator(seed: 7)
    let past = Distributions(Array(SampledColumns(10_000, &random).distributions.entries.dropLast()))
    var stretches = [SampledColumns(25_000, &random)]
    stretches.append(SampledColumns(25_000, &random, shift: 1, fired: 0.02))
    var whole = DriftWatch(SampledColumns.subjects, past: past)
    let expected = stretches.flatMap { whole.add($0.batch) }
    #expect(expected.count == 2)
    var found: [DriftChange] = []
    var watch = DriftWatch(SampledColumns.subjects, past: past)
    for batch in stretches.flatMap({ $0.batches([1, 999, 4_096, 17, 12_345]) }) {
      var writer = StateWriter()
      watch.write(to: &writer)
      var reader = StateReader(writer.bytes[...])
      watch = DriftWatch(SampledColumns.subjects, past: past)
      try watch.restore(&reader)
      #expect(reader.isAtEnd)
      found += watch.add(batch)
    }
    #expect(found == expected)
  }

  @Test func whatIsDefinedOtherwiseBeginsAnew() throws {
    var random = SeededGenerator(seed: 8)
    var watch = DriftWatch(SampledColumns.subjects, past: nil)
    _ = watch.add(SampledColumns(10_000, &random).batch)
    var writer = StateWriter()
    watch.write(to: &writer)
    var changed = SampledColumns.subjects
    changed[5].hash = "another"
    watch = DriftWatch(changed, past: nil)
    var reader = StateReader(writer.bytes[...])
    try watch.restore(&reader)
    // Its past is what comes now, so that the jump is none.
    #expect(watch.add(SampledColumns(20_000, &random, fired: 0.02).batch).isEmpty)
  }

  @Test func damagedMemoryIsRefusedOrSound() {
    var random = SeededGenerator(seed: 9)
    let past = SampledColumns(10_000, &random).distributions
    var watch = DriftWatch(SampledColumns.subjects, past: past)
    _ = watch.add(SampledColumns(5_000, &random).batch)
    var writer = StateWriter()
    watch.write(to: &writer)
    let rest = SampledColumns(6_000, &random).batch
    fuzz("drift memory", seed: 10, rounds: 300) { random, _ in
      var bytes = writer.bytes
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
      var taken = watch
      var reader = StateReader(bytes[...])
      do throws(StateError) {
        try taken.restore(&reader)
        _ = taken.add(rest)
      } catch { #expect(!error.description.isEmpty) }
      return bytes.count
    }
  }
}
