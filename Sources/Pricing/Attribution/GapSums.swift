/// The sums that discounts over some lines may come to, each with its chance.
///
/// Lines are taken in one after another. The likeliest sums are kept exactly, so many at most; the chance of all others is
/// kept too, spread over a coarse grid: there so many sums lie so close that one more or less tells nothing.
struct GapSums {
  struct Sum {
    var amount: Int64
    /// With ordinary discounts only.
    var plain: Double
    /// With one line that hides something, and which: its number times 64 and the hidden step.
    var hiding: Double
    var hider: Int32
  }

  /// What is kept exactly: two halves of so many sums meet in a quarter of a million ways.
  static let kept = 512
  static let cells = 256
  /// A sum that hides something is kept as if hiding were this frequent.
  private static let hidingWeight = 0.02
  /// What is less likely is never told from nothing: the chance of any story is far more.
  private static let chanceMin = 1e-13

  private let limit: Int64
  private let share: Double
  /// By amount once all lines are in.
  private(set) var sums: [Sum] = [Sum(amount: 0, plain: 1, hiding: 0, hider: -1)]
  /// Chances by cell of the limit's range; empty while every sum is kept.
  private var spreadPlain: [Double] = []
  private var spreadHiding: [Double] = []

  /// - limit: sums beyond it are of no interest.
  /// - lineCount: of the whole order; each line is as likely as another to hide something.
  init(limit: Int64, lineCount: Int) { (self.limit, share) = (limit, 1 / Double(lineCount)) }

  var isExact: Bool { spreadPlain.isEmpty }
  var cell: Double { Double(limit) / Double(GapSums.cells) }

  /// What is not kept is never written down: the sums are gone through once to see which are likeliest, and once more to keep those.
  mutating func take(_ line: LineOptions, number: Int) {
    shiftSpread(line)
    let powers = sums.count * (line.ordinary.count + line.hiding.count) > GapSums.kept ? powers(line, number) : nil
    var next: [Sum] = []
    guard let powers, powers.total > GapSums.kept else {
      next.reserveCapacity(sums.count * (line.ordinary.count + line.hiding.count))
      each(line, number) { next.append($0) }
      sums = next
      return
    }
    next.reserveCapacity(powers.kept)
    if spreadPlain.isEmpty {
      spreadPlain = [Double](repeating: 0, count: GapSums.cells + 1)
      spreadHiding = spreadPlain
    }
    let perCell = 1 / cell
    // Taken out for the while, so that what is read of them needs no checks of who else writes.
    var (plainCells, hidingCells) = (spreadPlain, spreadHiding)
    (spreadPlain, spreadHiding) = ([], [])
    plainCells.withUnsafeMutableBufferPointer { plain in
      hidingCells.withUnsafeMutableBufferPointer { hiding in
        each(line, number) { sum in
          if GapSums.power(sum) <= powers.limit { return next.append(sum) }
          let place = Double(sum.amount) * perCell
          GapSums.spread(sum.plain, place, plain)
          GapSums.spread(sum.hiding, place, hiding)
        }
      }
    }
    (spreadPlain, spreadHiding) = (plainCells, hidingCells)
    sums = next
  }

  /// Every sum with one more line, in one order.
  @inline(__always)
  private func each(_ line: LineOptions, _ number: Int, _ body: (Sum) -> Void) {
    let (limit, share) = (limit, share)
    sums.withUnsafeBufferPointer { sums in
      line.ordinary.withUnsafeBufferPointer { ordinary in
        line.hiding.withUnsafeBufferPointer { hidden in
          for sum in sums {
            for option in ordinary {
              let amount = sum.amount + option.amount
              let (plain, hiding) = (sum.plain * option.chance, sum.hiding * option.chance)
              guard amount <= limit, plain + hiding > GapSums.chanceMin else { continue }
              body(Sum(amount: amount, plain: plain, hiding: hiding, hider: sum.hider))
            }
            guard sum.plain > 0 else { continue }
            for option in hidden {
              let amount = sum.amount + option.amount
              let chance = sum.plain * option.chance * share
              guard amount <= limit, chance > GapSums.chanceMin else { continue }
              body(Sum(amount: amount, plain: 0, hiding: chance, hider: Int32(number * 64 + min(option.step, 63))))
            }
          }
        }
      }
    }
  }

  mutating func finish() { sums.sort { $0.amount < $1.amount } }

  // MARK: What is not kept one by one

  private static func weight(_ sum: Sum) -> Double { sum.plain + hidingWeight * sum.hiding }

  /// How likely a sum is, by powers of two: 0 for the likeliest.
  @inline(__always)
  private static func power(_ sum: Sum) -> Int { max(0, min(63, 1_023 - Int(weight(sum).bitPattern >> 52))) }

  /// Up to which power there is room for all sums with one more line; how many those are, and how many there are in all.
  private func powers(_ line: LineOptions, _ number: Int) -> (limit: Int, kept: Int, total: Int) {
    var counts = [Int](repeating: 0, count: 64)
    counts.withUnsafeMutableBufferPointer { counts in each(line, number) { counts[GapSums.power($0)] += 1 } }
    var (limit, kept) = (0, counts[0])
    while limit < 63, kept + counts[limit + 1] <= GapSums.kept {
      limit += 1
      kept += counts[limit]
    }
    return (limit, kept, counts.reduce(0, +))
  }

  /// To the two cells around a place, by nearness.
  private static func spread(_ chance: Double, _ place: Double, _ cells: UnsafeMutableBufferPointer<Double>) {
    let low = Int(place)
    guard chance > 0, low < cells.count else { return }
    let part = place - Double(low)
    cells[low] += chance * (1 - part)
    if low + 1 < cells.count { cells[low + 1] += chance * part }
  }

  private mutating func shiftSpread(_ line: LineOptions) {
    guard !spreadPlain.isEmpty else { return }
    var plain = [Double](repeating: 0, count: spreadPlain.count)
    var hiding = plain
    for option in line.ordinary {
      GapSums.add(spreadPlain, option.chance, Double(option.amount) / cell, &plain)
      GapSums.add(spreadHiding, option.chance, Double(option.amount) / cell, &hiding)
    }
    for option in line.hiding { GapSums.add(spreadPlain, option.chance * share, Double(option.amount) / cell, &hiding) }
    (spreadPlain, spreadHiding) = (plain, hiding)
  }

  private static func add(_ source: [Double], _ chance: Double, _ shift: Double, _ target: inout [Double]) {
    guard shift < Double(source.count) else { return }
    let whole = Int(shift)
    let (near, far) = (chance * (1 - shift + Double(whole)), chance * (shift - Double(whole)))
    for index in 0..<(source.count - whole) { target[index + whole] += source[index] * near }
    for index in 0..<(source.count - whole - 1) { target[index + whole + 1] += source[index] * far }
  }

  /// Chances by cell.
  struct Cells {
    /// Of all sums, and of those that are kept exactly.
    var plain: [Double]
    var hiding: [Double]
    var exactPlain: [Double]
    var exactHiding: [Double]
  }

  var byCell: Cells {
    let none = [Double](repeating: 0, count: GapSums.cells + 1)
    var cells = Cells(plain: none, hiding: none, exactPlain: none, exactHiding: none)
    let perCell = 1 / cell
    cells.exactPlain.withUnsafeMutableBufferPointer { plain in
      for sum in sums { GapSums.spread(sum.plain, Double(sum.amount) * perCell, plain) }
    }
    cells.exactHiding.withUnsafeMutableBufferPointer { hiding in
      for sum in sums { GapSums.spread(sum.hiding, Double(sum.amount) * perCell, hiding) }
    }
    (cells.plain, cells.hiding) = (cells.exactPlain, cells.exactHiding)
    for index in spreadPlain.indices {
      cells.plain[index] += spreadPlain[index]
      cells.hiding[index] += spreadHiding[index]
    }
    return cells
  }
}
