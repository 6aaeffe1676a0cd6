/// How the Fraud Detection Handbook holds a model against later days: it learns from seven days, waits seven days for labels, and is
/// tested on the seven days after.
///
/// A card that is known to be compromised is blocked, so its payments are no test. At each day of the test the cards are known whose
/// frauds are at least as old as the delay: those of the days that were learned from, and with each day of the test one day more.
public struct HandbookProtocol: Hashable, Sendable {
  public static let day: Int64 = 86_400_000_000

  /// The beginning of the first day that is learned from, in microseconds since 1970.
  public var start: Int64
  public var trainDays = 7
  public var delayDays = 7
  public var testDays = 7

  public init(start: Int64) { self.start = start }

  /// The split of a week: 0 is the one that begins at the start, each later one seven days after.
  ///
  /// - isFraud: for each row, what its label will be once it is known.
  public func split(_ frame: TrainingFrame, isFraud: [Bool], week: Int = 0) throws(LearningError) -> TimeSplit {
    try split(frame, isFraud: isFraud, shiftDays: 7 * week)
  }

  public func splits(_ frame: TrainingFrame, isFraud: [Bool], weeks: Int) throws(LearningError) -> [TimeSplit] {
    guard weeks >= 1 else { throw LearningError(.setting, "\(weeks) weeks were asked for; ask for at least one") }
    var splits: [TimeSplit] = []
    for week in 0..<weeks { splits.append(try split(frame, isFraud: isFraud, week: week)) }
    return splits
  }

  /// Splits to choose a model by, without a look at what comes after the days that it will learn from: the first one is tested on the
  /// days just before `start` plus the days that are learned from, each further one a week earlier.
  public func selectionSplits(_ frame: TrainingFrame, isFraud: [Bool], folds: Int) throws(LearningError) -> [TimeSplit] {
    guard folds >= 1 else { throw LearningError(.setting, "\(folds) folds were asked for; ask for at least one") }
    var splits: [TimeSplit] = []
    for fold in 0..<folds { splits.append(try split(frame, isFraud: isFraud, shiftDays: -(delayDays + testDays) - 7 * fold)) }
    return splits
  }

  private func split(_ frame: TrainingFrame, isFraud: [Bool], shiftDays: Int) throws(LearningError) -> TimeSplit {
    guard let entities = frame.entities else {
      throw LearningError(.misfit, "the handbook's protocol leaves out compromised cards; say which column names the card")
    }
    guard isFraud.count == frame.rowCount else {
      throw LearningError(.misfit, "\(isFraud.count) labels for \(frame.rowCount) rows; give one for each row")
    }
    guard [trainDays, delayDays, testDays].allSatisfy({ (0...36_500).contains($0) }), trainDays > 0, testDays > 0 else {
      throw LearningError(
        .setting,
        "a week of the protocol learns from \(trainDays) days, waits \(delayDays) and tests \(testDays); give 1 or more, 0 or more "
          + "for the delay, and no more than 36500")
    }
    let day = Self.day
    let length = Int64(trainDays + delayDays + testDays) * day
    let (begin, overflow) =
      (-255_500...255_500).contains(shiftDays) ? start.addingReportingOverflow(Int64(shiftDays) * day) : (0, true)
    guard !overflow, begin.magnitude < UInt64(Int64.max - length) else {
      throw LearningError(.setting, "the protocol would begin beyond the times that there are; choose another start")
    }
    let trainTimes = begin..<begin + Int64(trainDays) * day
    let testStart = trainTimes.upperBound + Int64(delayDays) * day
    let testTimes = testStart..<testStart + Int64(testDays) * day

    let order = frame.rowsByTime
    // The days of the frauds that were known of an entity, as far as they matter: the first one is enough.
    var firstFraud: [Int32: Int64] = [:]
    var train: [Int] = []
    var candidates: [Int] = []
    for row in order {
      let time = frame.times[row]
      if trainTimes.contains(time) { train.append(row) }
      if testTimes.contains(time) { candidates.append(row) }
      if isFraud[row], time >= begin, firstFraud[entities[row]] == nil { firstFraud[entities[row]] = time }
    }
    let test = candidates.filter { row in
      guard let known = firstFraud[entities[row]] else { return true }
      // The days that are known at a day of the test end the delay before that day begins.
      let dayStart = testStart + (frame.times[row] - testStart) / day * day
      return known >= dayStart - Int64(delayDays) * day
    }
    let split = TimeSplit(
      trainTimes: trainTimes, testTimes: testTimes, train: train, test: test, removed: candidates.count - test.count)
    try split.requireRows()
    return split
  }
}
