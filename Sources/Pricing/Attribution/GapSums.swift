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

  mutating func take(_ line: LineOptions, number: Int) {
    var next: [Sum] = []
    next.reserveCapacity(sums.count * (line.ordinary.count + line.hiding.count))
    for sum in sums {
      for option in line.ordinary {
        let amount = sum.amount + option.amount
        let (plain, hiding) = (sum.plain * option.chance, sum.hiding * option.chance)
        guard amount <= limit, plain + hiding > GapSums.chanceMin else { continue }
        next.append(Sum(amount: amount, plain: plain, hiding: hiding, hider: sum.hider))
      }
      guard sum.plain > 0 else { continue }
      for option in line.hiding {
        let amount = sum.amount + option.amount
        let chance = sum.plain * option.chance * share
        guard amount <= limit, chance > GapSums.chanceMin else { continue }
        next.append(Sum(amount: amount, plain: 0, hiding: chance, hider: Int32(number * 64 + min(option.step, 63))))
      }
    }
    shiftSpread(line)
    sums = next
    if sums.count > GapSums.kept { prune() }
  }

  mutating func finish() { sums.sort { $0.amount < $1.amount } }

  // MARK: What is not kept one by one

  private static func weight(_ sum: Sum) -> Double { sum.plain + hidingWeight * sum.hiding }

  /// Keeps the likeliest, told apart by powers of two: as many of them as there is room for; spreads the rest.
  private mutating func prune() {
    var counts = [Int](repeating: 0, count: 64)
    func power(_ sum: Sum) -> Int { max(0, min(63, 1_023 - Int(GapSums.weight(sum).bitPattern >> 52))) }
    for sum in sums { counts[power(sum)] += 1 }
    var (limit, total) = (0, counts[0])
    while limit < 63, total + counts[limit + 1] <= GapSums.kept {
      limit += 1
      total += counts[limit]
    }
    if spreadPlain.isEmpty {
      spreadPlain = [Double](repeating: 0, count: GapSums.cells + 1)
      spreadHiding = spreadPlain
    }
    var kept: [Sum] = []
    kept.reserveCapacity(total)
    let perCell = 1 / cell
    spreadPlain.withUnsafeMutableBufferPointer { plain in
      spreadHiding.withUnsafeMutableBufferPointer { hiding in
        for sum in sums {
          if power(sum) <= limit {
            kept.append(sum)
          } else {
            let place = Double(sum.amount) * perCell
            GapSums.spread(sum.plain, place, plain)
            GapSums.spread(sum.hiding, place, hiding)
          }
        }
      }
    }
    sums = kept
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
