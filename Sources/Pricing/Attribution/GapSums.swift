/// The sums that discounts over some lines may come to, each with its chance.
///
/// Lines are taken in one after another. The likeliest sums are kept exactly, so many at most; the chance of all others is
/// kept too, spread over a coarse grid: there so many sums lie so close that one more or less tells nothing.
final class GapSums {
  struct Sum: BitwiseCopyable {
    var amount: Int64
    var chance: Double
    /// Negative where there are ordinary discounts only; else which line hides something: its number times 64 and the hidden step.
    var hider: Int32

    var isPlain: Bool { hider < 0 }
  }

  /// What halves work in by turns.
  final class Memory {
    /// Of one sum what comes of it with one more line: little enough to stay close to the processor.
    let candidates = WorkBuffer<Sum>(2_048)
    let choice = OptionChoice()
    let ends = WorkBuffer<Int32>(SumSorting.binCount + 1)
    let spare = WorkBuffer<Sum>(GapSums.kept)
  }

  /// What is kept exactly: two halves of so many sums meet in a quarter of a million ways.
  static let kept = 512
  /// A sum that hides something is kept as if hiding were this frequent.
  static let hidingWeight = 0.02
  /// What is less likely is never told from nothing: the chance of any story is far more.
  static let chanceMin = 1e-13

  private let memory: Memory
  private(set) var limit: Int64 = 1
  private(set) var share = 1.0
  private var current = WorkBuffer<Sum>(GapSums.kept)
  private var next = WorkBuffer<Sum>(GapSums.kept)
  /// By amount once all lines are in.
  var sums: UnsafeMutablePointer<Sum> { current.start }
  private(set) var count = 0
  /// What is not kept one by one.
  let spread = SpreadChances()

  init(_ memory: Memory) { self.memory = memory }

  /// - limit: sums beyond it are of no interest.
  /// - lineCount: of the whole order; each line is as likely as another to hide something.
  func begin(limit: Int64, lineCount: Int) {
    (self.limit, share) = (limit, 1 / Double(lineCount))
    sums[0] = Sum(amount: 0, chance: 1, hider: -1)
    count = 1
    spread.begin(limit: limit)
  }

  /// Whether every sum was kept.
  var isExact: Bool { spread.isEmpty }

  func take(_ line: LineOptions, number: Int) {
    if !spread.isEmpty { spread.shift(line, share: share) }
    let choice = memory.choice
    choice.fill(line, number, limit: limit, share: share, sums: UnsafeBufferPointer(start: sums, count: count))
    let all = count * (choice.ordinaryCount + choice.hidingCount)
    let room = all > GapSums.kept ? SumRoom(self, line) : SumRoom(forAll: all)
    if room.isCrowded { spread.open() }
    next.reserve(room.kept)
    extend(least: room.least)
    (current, next) = (next, current)
  }

  func finish() {
    memory.spare.reserve(count)
    SumSorting.sort(sums, count, memory.spare.start, memory.ends.start)
  }

  // MARK: One more line

  /// Every sum with one more line, in one order: what weighs enough is kept, and the rest spread.
  private func extend(least: Double) {
    let choice = memory.choice
    memory.candidates.reserve(max(choice.ordinaryCount, choice.hidingCount) + 1)
    let (sums, kept, candidates) = (sums, next.start, memory.candidates.start)
    let before = count
    count = 0
    for place in 0..<before {
      let sum = sums[place]
      var found = extend(sum, choice.ordinary(for: sum.chance), share: 1, into: candidates)
      if sum.isPlain {
        for index in 0..<found { candidates[index].hider = -1 }
        count += spread.separate(candidates, found, isPlain: true, least: least, into: kept + count)
        found = extend(sum, choice.hiding(for: sum.chance), share: share, into: candidates)
      } else {
        for index in 0..<found { candidates[index].hider = sum.hider }
      }
      count += spread.separate(candidates, found, isPlain: false, least: least, into: kept + count)
    }
  }

  /// Each candidate is written, and the next one overwrites what is of no interest: that needs no branch that could be guessed wrongly.
  @inline(__always)
  private func extend(_ sum: Sum, _ list: OptionChoice.List, share: Double, into candidates: UnsafeMutablePointer<Sum>) -> Int {
    let limit = limit
    var found = 0
    for index in 0..<list.count {
      let option = list.start[index]
      let amount = sum.amount &+ option.amount
      let chance = sum.chance * option.chance * share
      candidates[found] = Sum(amount: amount, chance: chance, hider: option.hider)
      found &+= (amount <= limit ? 1 : 0) & (chance > GapSums.chanceMin ? 1 : 0)
    }
    return found
  }
}
