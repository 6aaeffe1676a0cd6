/// Rows to learn from and later rows to be tested on, with a time between them in which labels are not known yet.
///
/// A model that is tested on rows of the time that it learned from looks better than it will be; one that learns from labels that
/// nobody had yet does too.
public struct TimeSplit: Hashable, Sendable {
  /// Microseconds since 1970.
  public let trainTimes: Range<Int64>
  public let testTimes: Range<Int64>
  /// Rows of the frame, by time.
  public let train: [Int]
  public let test: [Int]
  /// Rows of the test's time that are left out, because their entity is known to be compromised by then.
  public let removed: Int

  init(trainTimes: Range<Int64>, testTimes: Range<Int64>, train: [Int], test: [Int], removed: Int = 0) {
    (self.trainTimes, self.testTimes, self.train, self.test, self.removed) = (trainTimes, testTimes, train, test, removed)
  }

  /// The rows of these two stretches of time.
  public init(_ frame: TrainingFrame, train trainTimes: Range<Int64>, test testTimes: Range<Int64>) throws(LearningError) {
    guard trainTimes.upperBound <= testTimes.lowerBound else {
      throw LearningError(
        .setting,
        "the time to learn from ends after the test begins, so a model would be tested on what it has seen; move one of them")
    }
    let order = frame.rowsByTime
    let train = order.filter { trainTimes.contains(frame.times[$0]) }
    let test = order.filter { testTimes.contains(frame.times[$0]) }
    self.init(trainTimes: trainTimes, testTimes: testTimes, train: train, test: test)
    try requireRows()
  }

  /// The last rows are the test: as many as the share says, or some fewer, since rows of one time stay together.
  ///
  /// - delay: how long before the test's first row the last one lies that is learned from, in microseconds.
  public static func lastShare(_ share: Double, of frame: TrainingFrame, delay: Int64 = 0) throws(LearningError) -> TimeSplit {
    guard share > 0, share < 1, delay >= 0 else {
      throw LearningError(
        .setting,
        "a test takes a share between 0 and 1 of the rows after a delay of 0 or more; it was given \(share) and \(delay)")
    }
    let order = frame.rowsByTime
    guard let first = order.first, let last = order.last else {
      throw LearningError(.tooFew, "there are no rows to split into some to learn from and some to test on; give a history")
    }
    let place = min(order.count - 1, Int((Double(order.count) * (1 - share)).rounded(.up)))
    let testStart = frame.times[order[place]]
    let trainEnd = testStart.subtractingReportingOverflow(delay)
    return try TimeSplit(
      frame, train: frame.times[first]..<max(frame.times[first], trainEnd.overflow ? .min : trainEnd.partialValue),
      test: testStart..<after(frame.times[last]))
  }

  static func after(_ time: Int64) -> Int64 { time == .max ? time : time + 1 }

  func requireRows() throws(LearningError) {
    guard !train.isEmpty, !test.isEmpty else {
      throw LearningError(
        .tooFew,
        "between \(Self.text(trainTimes)) there are \(train.count) rows to learn from, and between \(Self.text(testTimes)) "
          + "\(test.count) to test on; both are needed, so choose other times or give a longer history")
    }
  }
}
