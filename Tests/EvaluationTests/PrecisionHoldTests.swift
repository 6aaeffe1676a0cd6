import Evaluation
import TestSupport
import Testing

@Suite struct PrecisionHoldTests {
  private func hold(_ isRight: [Bool], stretch: Int = PrecisionHold.stretch) -> PrecisionHold.Outcome {
    PrecisionHold(rows: isRight.indices.map { Int64($0 + 1) * 10 }, isRight: isRight, stretch: stretch).outcome
  }

  @Test func whatIsRightFromTheBeginningHoldsAfterNothing() {
    #expect(hold([Bool](repeating: true, count: 40)) == .after(0))
    // Two wrong of forty are five of a hundred.
    #expect(hold([false, false] + [Bool](repeating: true, count: 38)) == .after(0))
  }

  @Test func fewFindingsSayNothing() {
    #expect(hold([Bool](repeating: true, count: 39)) == .tooFew)
    #expect(hold([]) == .tooFew)
  }

  @Test func aBadBeginningIsLeftBehindAtItsLastBadStretch() {
    // Three wrong ones at the places 0, 1, 2: from the second on only two are left in any stretch.
    #expect(hold([false, false, false] + [Bool](repeating: true, count: 60)) == .after(10))
    // Once more, late: what held has to be learned again.
    let again = [Bool](repeating: true, count: 100) + [false, false, false] + [Bool](repeating: true, count: 60)
    #expect(hold(again) == .after(1_010))
  }

  @Test func aBadEndNeverHolds() {
    #expect(hold([Bool](repeating: true, count: 100) + [Bool](repeating: false, count: 10)) == .never)
  }

  /// Every stretch of every length, one by one.
  @Test func itIsTheFirstRecordBehindWhichNoStretchIsBad() {
    var random = SeededGenerator(seed: 21)
    for _ in 0..<300 {
      let stretch = Int.random(in: 1...8, using: &random)
      let rate = Double.random(in: 0.8...1, using: &random)
      let isRight = (0..<Int.random(in: 0...40, using: &random)).map { _ in Double.random(in: 0..<1, using: &random) < rate }
      func isGood(_ start: Int) -> Bool {
        for first in start..<isRight.count {
          for end in first + 1...isRight.count where end - first >= stretch {
            if Double(isRight[first..<end].count { $0 }) < 0.95 * Double(end - first) { return false }
          }
        }
        return true
      }
      let start = (0...isRight.count).first { isRight.count - $0 >= stretch && isGood($0) }
      let expected: PrecisionHold.Outcome =
        isRight.count < stretch ? .tooFew : start.map { .after($0 == 0 ? 0 : Int64($0) * 10) } ?? .never
      #expect(hold(isRight, stretch: stretch) == expected)
    }
  }
}
