import EngineHarness
import Records
import RuleLanguage
import Testing

@Suite struct ShrinkerTests {
  private func sumsUp(_ pair: GeneratedPair) -> Bool {
    pair.program.windows.contains { $0.function == .sum && !$0.keys.isEmpty }
      && pair.records.contains { $0.events.contains(.late) }
  }

  /// What remains is what the predicate asks for, and little else.
  @Test func whatDoesNotMatterGoes() throws {
    var shrunk = 0
    for seed in 0..<200 as Range<UInt64> where shrunk < 5 {
      let pair = GeneratedPair(seed: seed, profile: .full)
      guard sumsUp(pair), pair.records.count > 10 else { continue }
      shrunk += 1
      let small = shrink(pair, stillFails: sumsUp)
      #expect(sumsUp(small) && small.load.isSound)
      #expect(small.records.count == 1 && small.learned.isEmpty)
      #expect(small.records[0].lists.allSatisfy { $0.isEmpty })
      let optional = zip(small.schema.fields, small.records[0].cells).filter { !$0.0.isRequired }
      #expect(optional.allSatisfy { $0.1 == nil })
      // The head and the window; and its key, where that is a feature and no field.
      #expect(small.declarations.count <= 3, "\(small.rulesText)")
      #expect(small.rulesText.utf8.count < 160, "\(small.rulesText)")
      #expect(try GeneratedPair(text: small.text).records == small.records)
    }
    #expect(shrunk == 5)
  }

  @Test func questionsAreCounted() {
    let pair = GeneratedPair(seed: 1, profile: .full)
    var asked = 0
    _ = shrink(pair, attemptsMost: 10) { _ in
      asked += 1
      return true
    }
    #expect(asked == 10)
  }

  @Test func failuresOfThePredicatePass() {
    struct Broken: Error {}
    #expect(throws: Broken.self) { try shrink(GeneratedPair(seed: 1, profile: .full)) { _ in throw Broken() } }
  }
}
