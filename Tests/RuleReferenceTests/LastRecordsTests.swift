import Records
import RuleLanguage
import RuleReference
import Testing

/// Windows over the last n records and over all before: what is at hand, and what is frozen.
@Suite struct LastRecordsTests {
  private func counts(_ numbers: Int64?...) -> [Value] { numbers.map { $0.map { .integer($0) } ?? .insufficient } }

  @Test func theLastNBySequence() {
    let records = (1...5).map { "id=\($0) at=+\($0)d rep=A list=\($0).00" }
    #expect(Trial.values("count() by rep over last 2", records) == counts(0, 1, 2, 2, 2))
    #expect(Trial.values("sum(list) by rep over last 2", records) == [0, 1, 3, 5, 7].map { .amount($0) })
    #expect(Trial.values("sum(list) over last 2 including current", records) == [1, 3, 5, 7, 9].map { .amount($0) })
    #expect(Trial.values("sum(list) over last 2 delayed 1d", records) == [0, 1, 3, 5, 7].map { .amount($0) })
    #expect(Trial.values("sum(list) over last 2 delayed 25h", records) == [0, 0, 1, 3, 5].map { .amount($0) })
    #expect(Trial.values("sum(list) where list != 2.00 over last 2", records) == [0, 1, 1, 4, 7].map { .amount($0) })
  }

  /// A late record sees the last of those that are not after it.
  @Test func theFutureIsNotAmongTheLast() {
    let records = ["at=+1d list=1.00", "at=+5d list=2.00", "at=+2d list=4.00", "at=+5d list=8.00"]
    #expect(Trial.values("sum(list) over last 2", records) == [0, 1, 1, 6].map { .amount($0) })
    // Where what is at hand is all in the future, and something is frozen, nobody knows.
    let future = ["at=+0d list=1.00", "at=+5d list=2.00", "at=+5d list=4.00", "at=+1d list=8.00", "at=+6d list=16.00"]
    #expect(Trial.values("sum(list) over last 1", future) == [.amount(0), .amount(1), .amount(2), .insufficient, .amount(8)])
  }

  @Test func twiceAsManyAreAtHand() {
    // Of five records four are at hand for the last two. When three of these go, one is left, and one is frozen.
    let five = (1...5).map { "id=\($0) at=+0d list=1.00" }
    let deletes = ["- id=2", "- id=3", "- id=4"]
    #expect(Trial.last("count() over last 2", five + deletes.prefix(2) + ["id=6 at=+0d"]) == .integer(2))
    #expect(Trial.last("count() over last 2", five + deletes + ["id=6 at=+0d"]) == .insufficient)
    #expect(Trial.last("count() over last 2 including current", five + deletes + ["id=6 at=+0d"]) == .integer(2))
    #expect(Trial.last("count() over last 2", five.dropFirst() + deletes + ["id=6 at=+0d"]) == .integer(1))
    // Versions take up a place as well: of one record's five only the last counts, and it is the current one.
    let versions = (1...5).map { "id=1 at=+0d list=\($0).00" }
    #expect(Trial.values("count() over last 2", versions) == counts(0, 0, 0, 0, 0))
    #expect(Trial.values("count() over last 1", versions) == counts(0, 0, 0, nil, nil))
    #expect(Trial.last("count() over last 2", versions + ["id=2 at=+0d"]) == .insufficient)
  }

  /// Those that are excluded are at hand too.
  @Test func excludedRecordsTakeUpAPlace() {
    let same = (1...4).map { "id=\($0) at=+0d rep=A" }
    let other = ["id=5 at=+0d rep=B"]
    #expect(Trial.last("count() over last 2 excluding same rep", other + same + ["id=6 at=+0d rep=A"]) == .insufficient)
    #expect(Trial.last("count() over last 2 excluding same rep", same + other + ["id=6 at=+0d rep=A"]) == .insufficient)
    #expect(Trial.last("count() over last 3 excluding same rep", other + same + ["id=6 at=+0d rep=A"]) == .integer(1))
  }

  @Test func previousIsTheRecordBefore() {
    let records = ["at=+0d rep=A list=1.00", "at=+0d rep=B list=2.00", "at=+0d rep=A", "at=+0d rep=A list=4.00"]
    #expect(Trial.values("previous(list) by rep", records) == [.absent, .absent, .amount(1), .absent])
    #expect(Trial.values("last(list) by rep over last 2", records) == [.absent, .absent, .amount(1), .amount(1)])
    #expect(Trial.values("previous(list) by rep over 3d", records) == [.absent, .absent, .amount(1), .absent])
    // Two are at hand for one.
    let versions = ["id=1 at=+0d rep=A list=1.00", "id=2 at=+0d rep=A list=2.00", "id=2 at=+0d rep=A list=3.00"]
    #expect(Trial.values("previous(list) by rep", versions) == [.absent, .amount(1), .amount(1)])
    #expect(Trial.last("previous(list) by rep", versions + ["id=2 at=+0d rep=A list=4.00"]) == .insufficient)
  }

  // MARK: All before

  private let many = (1...40).map { "id=\($0) at=+\($0)h rep=A list=1.00" }

  @Test func allBeforeAreAll() {
    #expect(Trial.values("sum(list) by rep over all before", many) == (0..<40).map { .amount(Double($0)) })
    #expect(Trial.last("sum(list) by rep over all before including current", many) == .amount(40))
    #expect(Trial.last("sum(list) by rep over all before delayed 2h", many) == .amount(38))
    #expect(Trial.last("sum(list) over all before excluding same rep", many + ["id=50 at=+41h rep=B list=5.00"]) == .amount(40))
  }

  @Test func thirtyTwoCanBeTakenOut() {
    // When the version comes, records 9 to 40 are at hand and 1 to 8 are frozen.
    func after(_ id: Int, _ others: [String] = []) -> [Value] {
      Array(Trial.values("sum(list) over all before", many + ["id=\(id) at=+40h list=7.00"] + others).dropFirst(40))
    }
    #expect(after(8) == [.insufficient])
    #expect(after(9) == [.amount(39)])
    #expect(after(40) == [.amount(39)])
    // The next record would freeze 9, which is gone by then, and gone is gone.
    let next = "id=50 at=+41h list=1.00"
    #expect(after(9, [next]) == [.amount(39), .amount(46)])
    #expect(after(10, [next]) == [.amount(39), .amount(46)])
  }

  @Test func frozenRecordsAreNotInTheFuture() {
    // Records 1 to 8 are frozen; at +8h all of them have come, an instant before one has not.
    #expect(Trial.last("sum(list) over all before", many + ["at=+8h"]) == .amount(8))
    #expect(Trial.last("sum(list) over all before", many + ["at=+8h-1us"]) == .insufficient)
    #expect(Trial.last("sum(list) over all before", many.suffix(32) + ["at=+1h"]) == .amount(0))
  }

  /// What the clock has not passed is not settled, and takes up no place.
  @Test func aDelayKeepsRecordsUnsettled() {
    let records = ["id=1 at=+0h list=1.00", "id=2 at=+5h list=2.00", "id=3 at=+5h list=4.00", "id=4 at=+5h list=8.00"]
    #expect(Trial.last("sum(list) over last 1 delayed 5h", records) == .amount(1))
    #expect(Trial.last("sum(list) over last 1 delayed 6h", records) == .amount(0))
  }
}
