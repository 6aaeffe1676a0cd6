import Records

extension HandbookProtocol {
  /// Refuses weeks of which the history has not every day: a week that is cut off would be tested on fewer days than it says.
  public func requireDays(_ frame: TrainingFrame, weeks: Int) throws(LearningError) {
    guard let first = frame.times.min(), let last = frame.times.max() else {
      throw LearningError(.tooFew, "there are no rows to learn from and to test on; give a history")
    }
    guard (1...5_200).contains(weeks) else {
      throw LearningError(.setting, "\(weeks) weeks were asked for; ask for 1 to 5200")
    }
    let days = Int64(7 * (weeks - 1) + trainDays + delayDays + testDays)
    let (end, overflow) = start.addingReportingOverflow(days * Self.day)
    let (firstDay, lastDay) = (Instant(microseconds: first).date, Instant(microseconds: last).date)
    let from = Instant(microseconds: start).date
    guard !overflow, from >= firstDay, CivilDate(daysSince1970: Instant(microseconds: end).day - 1) <= lastDay else {
      throw LearningError(
        .setting,
        "the records are from \(firstDay) to \(lastDay), and \(weeks) \(weeks == 1 ? "week" : "weeks") of the protocol from \(from) on "
          + "\(weeks == 1 ? "takes" : "take") \(days) days"
          + (overflow ? "" : ", up to \(CivilDate(daysSince1970: Instant(microseconds: end).day - 1))")
          + "; choose another start or fewer weeks, or give a longer history")
    }
  }
}
