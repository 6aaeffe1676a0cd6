import EngineHarness
import Records
import RuleLanguage
import Testing

@Suite struct GenerationTests {
  // MARK: Soundness

  @Test func nearlyNothingIsRefused() {
    for survey in [Survey.full, Survey.sql] {
      let share = Double(survey.refusals.count) / Double(survey.pairs)
      #expect(share < 0.01, "\(survey.refusals.prefix(3))")
    }
  }

  @Test func everyCellIsAValue() {
    #expect(Survey.full.problems.isEmpty)
    #expect(Survey.sql.problems.isEmpty)
  }

  // MARK: Determinism

  @Test func oneSeedIsOnePair() {
    for seed in 0..<100 as Range<UInt64> {
      let (first, second) = (GeneratedPair(seed: seed, profile: .full), GeneratedPair(seed: seed, profile: .full))
      #expect(first.text.utf8.elementsEqual(second.text.utf8))
      #expect(first.records == second.records)
    }
    #expect(GeneratedPair(seed: 1, profile: .full).text != GeneratedPair(seed: 2, profile: .full).text)
  }

  /// The same on every machine and in every process. Whoever changes the generator changes what a seed stands for, and
  /// writes here what it stands for now.
  @Test func seedsStandForWhatTheyStoodFor() {
    let text = (0..<20 as Range<UInt64>).map { GeneratedPair(seed: $0, profile: $0 < 10 ? .full : .sql).text }.joined()
    #expect(SHA256.hash(Array(text.utf8)) == "381dd9025c966c7e2b7618bfa0c181de02edad12bb7850c469c5edb1d91b456f")
  }

  @Test func knobsAreHeld() {
    var profile = Profile.full
    (profile.recordsMost, profile.recordsSometimes, profile.rulesMost, profile.featuresMost) = (3, 3, 1, 0)
    profile.schemas = ["visits", "parcels"]
    profile.excludedFunctions = ["lower", "hour"]
    for seed in 0..<200 as Range<UInt64> {
      let pair = GeneratedPair(seed: seed, profile: profile)
      #expect(pair.records.count <= 3 && pair.program.rules.count == 1 && pair.program.features.isEmpty)
      #expect(["visits", "parcels"].contains(pair.schema.name))
      #expect(!pair.rulesText.contains("lower(") && !pair.rulesText.contains("hour("))
    }
  }

  // MARK: What databases hold

  @Test func databasesGetRowsInOrder() {
    for seed in 0..<300 as Range<UInt64> {
      let pair = GeneratedPair(seed: seed, profile: .sql)
      #expect(pair.records.allSatisfy { $0.operation == .insert })
      if let place = pair.schema.identityField {
        let identities = pair.records.compactMap { $0.cells[place] }
        #expect(Set(identities).count == identities.count)
      }
      if let place = pair.schema.timeField, let built = try? pair.history(batchSize: 1_000) {
        let times = built.batches[0].columns[place].times
        #expect(zip(times, times.dropFirst()).allSatisfy { $0 <= $1 })
      }
    }
    let foreign = ["corrected", "previousField", "modelScore", "native", "nativeField", "baseline"].map { "operation \($0)" }
    #expect(Survey.sql.seen.isDisjoint(with: foreign + ["event late", "second pass", "learned history"]))
  }
}
