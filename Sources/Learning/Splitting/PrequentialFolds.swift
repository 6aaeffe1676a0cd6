/// Folds in the order of time: each is tested on a stretch of rows and learns from all that was labelled before it.
public struct PrequentialFolds: Hashable, Sendable {
  public let splits: [TimeSplit]

  /// The rows are cut into one part more than there are folds, about equally large; the first one is only learned from.
  ///
  /// - rows: which rows of the frame take part; those that a later test will be made on do not.
  public init(_ frame: TrainingFrame, rows: [Int], folds: Int, delay: Int64 = 0) throws(LearningError) {
    guard folds >= 1, delay >= 0 else {
      throw LearningError(
        .setting, "\(folds) folds with a delay of \(delay) were asked for; ask for at least one, after 0 or more")
    }
    guard rows.count > folds else {
      throw LearningError(
        .tooFew, "\(rows.count) rows cannot be cut into \(folds) folds and one part more; ask for fewer, or give more rows")
    }
    let order = rows.sorted { (frame.times[$0], $0) < (frame.times[$1], $1) }
    // A cut never lies among rows of one time.
    let cuts = (1...folds).map { frame.times[order[order.count * $0 / (folds + 1)]] }
    let (first, end) = (frame.times[order[0]], TimeSplit.after(frame.times[order[order.count - 1]]))
    var splits: [TimeSplit] = []
    for (place, cut) in cuts.enumerated() {
      let (known, underflow) = cut.subtractingReportingOverflow(delay)
      let trainTimes = first..<max(first, underflow ? .min : known)
      let testTimes = cut..<max(cut, place + 1 < cuts.count ? cuts[place + 1] : end)
      let split = TimeSplit(
        trainTimes: trainTimes, testTimes: testTimes, train: order.filter { trainTimes.contains(frame.times[$0]) },
        test: order.filter { testTimes.contains(frame.times[$0]) })
      try split.requireRows()
      splits.append(split)
    }
    self.splits = splits
  }
}
