import Learning
import Records
import Testing

private let signature = Signature(who: "ann", why: "because", at: Instant(microseconds: 5))

/// Which stage follows on which.
@Suite struct StageHistoryTests {
  /// Applies changes one after the other, as a store would.
  private struct Trial {
    var versions: [Int]
    var changes: [StageChange] = []

    var history: StageHistory { StageHistory(name: "padding", versions: versions, changes: changes) }

    mutating func promote(_ version: Int, _ stage: ModelStage = .live) throws {
      changes += try history.promote(version, to: stage, signature)
    }

    mutating func rollback() throws { changes += try history.rollback(signature) }
  }

  @Test func whatWasLiveIsRetiredByTheNext() throws {
    var trial = Trial(versions: [1, 2])
    try trial.promote(1)
    try trial.promote(2)
    #expect(trial.history.stages == [1: .retired, 2: .live])
    #expect(trial.changes.map(\.version) == [1, 1, 2])
    #expect(trial.changes.map(\.from) == [.unstaged, .live, .unstaged])
    #expect(trial.changes.allSatisfy { $0.signature == signature })
  }

  @Test func rollbacksGoFurtherBackEachTime() throws {
    var trial = Trial(versions: [1, 2, 3])
    for version in 1...3 { try trial.promote(version) }
    try trial.rollback()
    #expect(trial.history.live == 2 && trial.history.formerLive == 1)
    try trial.rollback()
    #expect(trial.history.live == 1 && trial.history.formerLive == nil)
    let error = #expect(throws: RegistryError.self) { try trial.rollback() }
    #expect(error?.code == .refused && error?.message == "nothing was live before padding@1")
    // What comes after counts from here on.
    try trial.promote(3)
    try trial.rollback()
    #expect(trial.history.stages == [1: .live, 2: .retired, 3: .retired])
  }

  @Test func promotingAnEarlierVersionIsAStepForward() throws {
    var trial = Trial(versions: [1, 2])
    try trial.promote(1)
    try trial.promote(2)
    try trial.promote(1)
    #expect(trial.history.formerLive == 2)
    try trial.rollback()
    #expect(trial.history.live == 2)
    try trial.rollback()
    #expect(trial.history.live == 1 && trial.history.formerLive == nil)
  }

  @Test func whatWasWithdrawnIsNotReturnedTo() throws {
    var trial = Trial(versions: [1, 2, 3])
    try trial.promote(1)
    try trial.promote(2)
    try trial.promote(2, .shadow)
    #expect(trial.history.live == nil)
    let error = #expect(throws: RegistryError.self) { try trial.rollback() }
    #expect(error?.message == "no version of padding is live, so there is nothing to go back from")
    #expect(error?.advice == ["padding@1 was live before; promote it if it is to decide"])
    try trial.promote(3)
    try trial.rollback()
    #expect(trial.history.stages == [1: .live, 2: .shadow, 3: .retired])
  }

  @Test func aVersionInShadowMayHaveBeenLive() throws {
    var trial = Trial(versions: [1, 2])
    try trial.promote(1)
    try trial.promote(2)
    try trial.promote(1, .shadow)
    try trial.rollback()
    #expect(trial.history.stages == [1: .live, 2: .retired])
    #expect(trial.changes.last?.from == .shadow)
  }

  @Test func whatMakesNoSenseIsRefused() throws {
    var trial = Trial(versions: [1, 2])
    try trial.promote(1)
    let history = trial.history
    func refusal(_ version: Int, _ stage: ModelStage, who: String = "ann", why: String = "because") -> RegistryError? {
      #expect(throws: RegistryError.self) {
        try history.promote(version, to: stage, Signature(who: who, why: why, at: Instant(microseconds: 0)))
      }
    }
    #expect(refusal(1, .live)?.message == "padding@1 is live already")
    #expect(refusal(1, .live)?.advice == ["the latest of the others is padding@2"])
    #expect(refusal(7, .live)?.message == "there is no version 7 of padding")
    #expect(refusal(7, .live)?.advice == ["its latest is padding@2"])
    #expect(refusal(2, .retired)?.code == .badValue && refusal(2, .unstaged)?.code == .badValue)
    #expect(refusal(2, .live, why: " \n")?.message == "`why` is empty")
    #expect(refusal(2, .live, who: "")?.message == "`who` is empty")
    #expect(refusal(2, .live, why: "\u{1B}[2J")?.message == "`why` has control characters in it")
    #expect(refusal(2, .live, why: String(repeating: "x", count: 2_001))?.code == .badValue)
  }
}
