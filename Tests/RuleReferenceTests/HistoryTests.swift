import Records
import RuleLanguage
import RuleReference
import Testing

/// Versions, duplicates, deletes, lateness: what a window sees of records that came more than once, or too late.
@Suite struct HistoryTests {
  private func kinds(_ records: [String]) -> [ReferenceDecision.Kind] { Trial("feature it = list").decide(records).map(\.kind) }

  @Test func everyArrivalIsSaidInItsOrder() {
    let decisions = Trial("feature it = list\nrule r {\n when online\n}").decide([
      "id=1 at=+0d list=1.00 online=1", "id=1 at=+0d list=1.00 online=1", "- id=1", "id=2 at=+0d list=2.00",
    ])
    #expect(decisions.map(\.kind) == [.decided, .duplicate, .deleted, .decided])
    #expect(decisions.map(\.row) == [1, 2, 3, 4])
    #expect(decisions.map(\.outcomes) == [[.fired], [nil], [nil], [.unknown]])
    #expect(decisions.map(\.features) == [[.amount(1)], [nil], [nil], [.amount(2)]])
  }

  @Test func aVersionTakesTheOneBeforeOutOfWindows() {
    let records = ["id=1 at=+0d list=1.00", "id=2 at=+1d list=10.00", "id=1 at=+0d list=5.00", "id=3 at=+1d list=20.00"]
    // The version at +0d does not see +1d; the last record sees the second version and not the first.
    #expect(Trial.values("sum(list) over 30d", records) == [.amount(0), .amount(1), .amount(0), .amount(15)])
    #expect(Trial.values("corrected", records) == [.no, .no, .yes, .no])
    #expect(Trial.values("previous.list", records) == [.absent, .absent, .amount(1), .absent])
    // Its place in the sequence is its own: of the records before the last it is the newest.
    #expect(Trial.last("last(list) over 30d", records) == .amount(5))
    #expect(Trial.last("first(list) over 30d", records) == .amount(10))
    #expect(Trial.last("previous(list) over last 1", records) == .amount(5))
  }

  @Test func aThirdVersionFollowsTheSecond() {
    let records = ["id=1 at=+0d list=1.00", "id=1 at=+0d list=2.00", "id=1 at=+0d list=1.00", "id=1 at=+0d list=1.00"]
    #expect(kinds(records) == [.decided, .decided, .decided, .duplicate])
    #expect(Trial.values("previous.list", records) == [.absent, .amount(1), .amount(2)])
    #expect(Trial.values("count() over 1d", records) == [.integer(0), .integer(0), .integer(0)])
  }

  @Test func duplicatesAreEqualInFieldsAndElements() {
    let first = "id=1 at=+0d list=1.00 lines=A:1:1.00,B:2:2.00"
    #expect(kinds([first, first]) == [.decided, .duplicate])
    for other in [
      "id=1 at=+0d list=1.00 lines=B:2:2.00,A:1:1.00", "id=1 at=+0d list=1.00 lines=A:1:1.00", "id=1 at=+0d list=1.00",
      "id=1 at=+0d list=1.00 lines=A:1:1.00,B:2:", "id=1 at=+0d lines=A:1:1.00,B:2:2.00",
      "id=1 at=+0d+1us list=1.00 lines=A:1:1.00,B:2:2.00",
      "id=1 at=+0d list=1.00 fraud=0 lines=A:1:1.00,B:2:2.00",
    ] { #expect(kinds([first, other]) == [.decided, .decided], "\(other)") }
    // Without an id, or under another one, equal content is another record.
    #expect(kinds(["at=+0d list=1.00", "at=+0d list=1.00"]) == [.decided, .decided])
    #expect(kinds(["id=1 at=+0d list=1.00", "id=2 at=+0d list=1.00"]) == [.decided, .decided])
  }

  @Test func aDeleteEndsItsHistory() {
    let records = [
      "id=1 at=+0d list=1.00", "- id=1", "id=2 at=+0d list=2.00", "id=1 at=+0d list=1.00", "id=3 at=+0d list=4.00", "- id=9",
      "- list=1.00",
    ]
    #expect(kinds(records) == [.decided, .deleted, .decided, .decided, .decided, .deleted, .deleted])
    #expect(Trial.values("corrected", records) == [.no, .no, .no, .no])
    #expect(Trial.values("sum(list) over 1d", records) == [.amount(0), .amount(0), .amount(2), .amount(3)])
  }

  @Test func versionsEndAfterNinetyDays() {
    #expect(Trial.values("corrected", ["id=1 at=+0d list=1.00", "id=1 at=+90d list=2.00"]) == [.no, .yes])
    let late = ["id=1 at=+0d list=1.00", "id=1 at=+90d+1us list=2.00", "id=2 at=+91d list=4.00"]
    #expect(Trial.values("corrected", late) == [.no, .no, .no])
    // The old record was not taken out by the new one.
    #expect(Trial.last("sum(list) over 365d", late) == .amount(3))
    // The clock counts, not the record's own time: another record has moved it on.
    let moved = ["id=1 at=+0d list=1.00", "id=2 at=+91d", "id=1 at=+1d list=2.00"]
    #expect(Trial.values("corrected", moved) == [.no, .no, .no])
    // Forgotten is forgotten, also for equal content and for a delete.
    #expect(kinds(["id=1 at=+0d", "id=2 at=+91d", "id=1 at=+0d"]) == [.decided, .decided, .decided])
    let deleted = ["id=1 at=+0d list=1.00", "id=2 at=+91d list=2.00", "- id=1", "id=3 at=+91d list=4.00"]
    #expect(Trial.last("sum(list) over 365d", deleted) == .amount(3))
  }

  @Test func lateIsBeforeTheClock() {
    let records = ["id=1 at=+5d", "id=2 at=+5d", "id=3 at=+5d-1us", "id=4 at=+6d", "id=5 at=+5d"]
    #expect(Trial("feature it = list").decide(records).map(\.isLate) == [false, false, true, false, true])
  }

  @Test func behindIsHowFarTheClockIsAhead() {
    func durations(_ microseconds: Int64...) -> [Value] { microseconds.map { .duration($0) } }
    let day: Int64 = 86_400_000_000
    let records = ["id=1 at=+5d", "id=2 at=+5d", "id=3 at=+5d-1us", "id=4 at=+6d", "id=5 at=+2d"]
    #expect(Trial.values("behind", records) == durations(0, 0, 1, 0, 4 * day))
    // What comes later moves no clock of those before, and a window reads what each record said when it came.
    #expect(Trial.values("max(behind) over 30d", records + ["id=6 at=+9d"]).last == .duration(4 * day))
    // A later version has a clock of its own; a duplicate is not decided; a delete that has a time moves the clock on.
    let versions = [
      "id=1 at=+0d list=1.00", "id=2 at=+3d", "id=1 at=+0d list=2.00", "id=1 at=+0d list=2.00", "- id=2 at=+7d", "- id=9",
      "id=3 at=+5d",
    ]
    #expect(Trial.values("behind", versions) == durations(0, 0, 3 * day, 2 * day))
    #expect(Trial("rule r {\n when behind > 2d\n}").outcomes(versions) == [.silent, .silent, .fired, .silent])
    // Never missing, and as long as time itself.
    let ends = ["id=1 at=9999-12-31T23:59:59.999999Z", "id=2 at=0001-01-01"]
    #expect(Trial.values("missing(behind)", ends) == [.no, .no])
    #expect(Trial.values("days(behind) > 3652058", ends) == [.no, .yes])
  }

  /// What was computed at a record stays, whatever comes later.
  @Test func featuresKeepWhatTheyWere() {
    let records = ["id=1 at=+0d rep=R", "id=2 at=+0d rep=R", "id=3 at=+0d rep=R", "- id=1", "id=4 at=+0d rep=R"]
    let preamble = "feature n = count() by rep over 3d"
    // n is 0, 1, 2 at the first three; the last sees 1 + 2.
    #expect(Trial.values("sum(n) by rep over 3d", records, preamble: preamble) == [0, 0, 1, 3].map { .integer($0) })
    #expect(
      Trial.values("max(n) by rep over 3d", records, preamble: preamble) == [.absent, .integer(0), .integer(1), .integer(2)])
  }

  @Test func withoutTimeTheSequenceCounts() {
    let records = ["id=1 kind=A amount=1.00", "id=2 kind=A amount=2.00", "id=1 kind=A amount=5.00", "id=3 kind=A amount=4.00"]
    #expect(
      Trial.values("sum(amount) by kind over all before", records, schema: "events") == [
        .amount(0), .amount(1), .amount(2), .amount(7),
      ])
    #expect(Trial.values("corrected", records, schema: "events") == [.no, .no, .yes, .no])
    #expect(Trial.values("last(amount) over last 1", records, schema: "events") == [.absent, .amount(1), .amount(2), .amount(5)])
    #expect(Trial("feature it = amount", schema: "events").decide(records).allSatisfy { !$0.isLate })
  }

  /// How records are cut into batches says nothing.
  @Test func batchesDoNotMatter() {
    let trial = Trial("feature it = sum(list) by rep over 2d\nfeature another = first(list) by rep over last 2")
    let records = (0..<20).map { "id=\($0 % 7) at=+\($0 * 5 % 12)d rep=R\($0 % 2) list=\($0).00" }
    let whole = trial.decide(records, batchSize: 100)
    for size in [1, 2, 7] { #expect(trial.decide(records, batchSize: size) == whole) }
  }
}
