import Evaluation
import Learning
import Testing

/// Which rows are learned from and which are tested on.
@Suite struct TimeSplitTests {
  static let day = HandbookProtocol.day

  /// Payments of so many cards over so many days, with a card's fraud now and then.
  static func payments(_ seed: UInt64, cards: Int = 40, days: Int = 60, perDay: Int = 60) throws -> (TrainingFrame, [Bool]) {
    var random = SeededRandom(seed)
    let times = (0..<days * perDay).map { _ in Int64(random.share() * Double(days) * Double(day)) }
    let cards = times.map { _ in Int32.random(in: 0..<Int32(cards), using: &random) }
    let isFraud = times.map { _ in random.share() < 0.01 }
    let frame = try TrainingFrame(
      columns: [FrameColumn("amount", numbers: times.map { _ in random.share() })], times: times,
      labels: isFraud.map { $0 ? 1 : 0 }, entities: cards)
    return (frame, isFraud)
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>) func theHandbooksTestLeavesOutCardsKnownByThatDay(seed: UInt64) throws {
    let (frame, isFraud) = try Self.payments(seed)
    let cards = try #require(frame.entities)
    for week in 0..<4 {
      let split = try HandbookProtocol(start: 5 * Self.day).split(frame, isFraud: isFraud, week: week)
      let dayOf = frame.times.map { Int($0 / Self.day) - 5 - 7 * week }
      #expect(Set(split.train) == Set(dayOf.indices.filter { (0..<7).contains(dayOf[$0]) }))
      // As the handbook goes about it, day by day.
      var known = Set(split.train.filter { isFraud[$0] }.map { cards[$0] })
      var expected: Set<Int> = []
      for day in 0..<7 {
        known.formUnion(dayOf.indices.filter { dayOf[$0] == 7 + day - 1 && isFraud[$0] }.map { cards[$0] })
        expected.formUnion(dayOf.indices.filter { dayOf[$0] == 14 + day && !known.contains(cards[$0]) })
      }
      #expect(Set(split.test) == expected && split.test.count == expected.count)
      #expect(split.removed == dayOf.count(where: { (14..<21).contains($0) }) - expected.count && split.removed > 0)
      #expect(split.trainTimes.lowerBound == Int64(5 + 7 * week) * Self.day)
      #expect(split.testTimes == Int64(19 + 7 * week) * Self.day..<Int64(26 + 7 * week) * Self.day)
    }
  }

  @Test func selectionEndsWithWhatIsLearnedFrom() throws {
    let (frame, isFraud) = try Self.payments(9)
    let plan = HandbookProtocol(start: 35 * Self.day)
    let final = try plan.split(frame, isFraud: isFraud)
    let folds = try plan.selectionSplits(frame, isFraud: isFraud, folds: 3)
    #expect(folds[0].testTimes == final.trainTimes && folds[1].testTimes.upperBound == folds[0].testTimes.lowerBound)
    for fold in folds {
      #expect(fold.test.allSatisfy { frame.times[$0] < final.trainTimes.upperBound })
      #expect(fold.train.allSatisfy { frame.times[$0] < fold.testTimes.lowerBound - 7 * Self.day })
    }
  }

  @Test func theTimeOfTheRowsAndNotTheirOrderDecides() throws {
    let (frame, isFraud) = try Self.payments(11)
    let order = frame.rowsByTime
    let plan = HandbookProtocol(start: 0)
    let split = try plan.split(frame, isFraud: isFraud)
    let sorted = try plan.split(frame.rows(order), isFraud: order.map { isFraud[$0] })
    #expect(sorted.test.map { order[$0] } == split.test && sorted.train.map { order[$0] } == split.train)
  }

  @Test func theLastShareIsTheTestAndTheDelayIsLeftOut() throws {
    let frame = try TrainingFrame(
      columns: [FrameColumn("gap", numbers: (0..<100).map { Double($0) })], times: (0..<100).map { Int64($0) * 10 })
    let split = try TimeSplit.lastShare(0.3, of: frame, delay: 100)
    #expect(split.test == Array(70..<100) && split.train == Array(0..<60))
    #expect(TrainingFrameTests.refusal { _ = try TimeSplit.lastShare(0.3, of: frame, delay: 10_000) }?.code == .tooFew)
    #expect(TrainingFrameTests.refusal { _ = try TimeSplit.lastShare(0.3, of: frame, delay: .max) }?.code == .tooFew)
    for share in [0, 1, -1, .nan] {
      #expect(TrainingFrameTests.refusal { _ = try TimeSplit.lastShare(share, of: frame) }?.code == .setting)
    }
    #expect(TrainingFrameTests.refusal { _ = try TimeSplit.lastShare(0.5, of: frame.rows([])) }?.code == .tooFew)
    #expect(TrainingFrameTests.refusal { _ = try TimeSplit(frame, train: 0..<500, test: 400..<900) }?.code == .setting)
  }

  @Test func rowsOfOneTimeStayTogether() throws {
    let frame = try TrainingFrame(
      columns: [FrameColumn("gap", numbers: (0..<90).map { Double($0) })], times: (0..<90).map { Int64($0 / 30) })
    let split = try TimeSplit.lastShare(0.5, of: frame)
    #expect(split.train.count == 30 && split.test.count == 60)
    // All rows at once cannot be split at all.
    let once = try TrainingFrame(columns: frame.columns, times: [Int64](repeating: 5, count: 90))
    #expect(TrainingFrameTests.refusal { _ = try TimeSplit.lastShare(0.5, of: once) }?.code == .tooFew)
  }

  @Test func prequentialFoldsGoForwardAndLeaveOutTheRest() throws {
    let (frame, _) = try Self.payments(12)
    let rows = frame.rowsByTime.prefix(2_000).map { $0 }
    let folds = try PrequentialFolds(frame, rows: rows, folds: 4, delay: Self.day).splits
    #expect(folds.count == 4)
    for fold in folds {
      #expect(Set(fold.train + fold.test).isSubset(of: rows))
      #expect(try #require(fold.train.map { frame.times[$0] }.max()) < fold.testTimes.lowerBound - Self.day)
    }
    #expect(zip(folds, folds.dropFirst()).allSatisfy { $0.testTimes.upperBound == $1.testTimes.lowerBound })
    #expect(Set(folds.flatMap(\.test)).count == folds.map(\.test.count).reduce(0, +) && folds[3].test.last == rows.last)
    #expect(TrainingFrameTests.refusal { _ = try PrequentialFolds(frame, rows: [1], folds: 2) }?.code == .tooFew)
    #expect(TrainingFrameTests.refusal { _ = try PrequentialFolds(frame, rows: rows, folds: 0) }?.code == .setting)
  }

  @Test func theProtocolSaysWhatItNeeds() throws {
    let (frame, isFraud) = try Self.payments(13)
    let withoutCards = try TrainingFrame(columns: frame.columns, times: frame.times, labels: frame.labels)
    #expect(
      TrainingFrameTests.refusal { _ = try HandbookProtocol(start: 0).split(withoutCards, isFraud: isFraud) }?.message.contains(
        "card") == true)
    #expect(TrainingFrameTests.refusal { _ = try HandbookProtocol(start: 0).split(frame, isFraud: []) }?.code == .misfit)
    #expect(
      TrainingFrameTests.refusal { _ = try HandbookProtocol(start: 50 * Self.day).split(frame, isFraud: isFraud) }?.code
        == .tooFew)
    #expect(TrainingFrameTests.refusal { _ = try HandbookProtocol(start: .max).split(frame, isFraud: isFraud) }?.code == .setting)
    #expect(
      TrainingFrameTests.refusal { _ = try HandbookProtocol(start: 0).splits(frame, isFraud: isFraud, weeks: 0) }?.code
        == .setting)
  }
}
