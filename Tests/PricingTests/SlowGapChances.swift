@testable import Pricing

/// The chances of a gap as they are defined, one array after another and each sum made as often as it is asked for: what is worked out in memory
/// that stays must be the same to the last bit. What is added up is added up in this order.
struct SlowGapChances {
  private(set) var chances: GapChances
  private(set) var isExact = true

  private let problem: GapProblem
  private let model: DiscountModel
  private let slack: Int64

  init(_ problem: GapProblem, _ model: DiscountModel) {
    (self.problem, self.model) = (problem, model.at(problem.time))
    slack = Int64(problem.tolerance * Double(LineDiscount.scale))
    chances = GapChances(off: Int64(clamping: problem.gap.magnitude))
    guard problem.hasGap else {
      chances.ordinary = 1 - model.discounted
      return
    }
    chances.odd = DiscountModel.wideOdd(problem)
    guard problem.gap > 0 else {
      takeCents { $0 == problem.gap ? 1 - model.discounted : 0 }
      return
    }
    tell()
  }

  private var target: Int64 { problem.gap * LineDiscount.scale }

  private mutating func takeCents(_ chance: (Int64) -> Double) {
    var (sum, likeliest) = (0.0, 0.0)
    for cents in 1...DiscountModel.centsMax {
      for offset in [cents * 100, -cents * 100] {
        let here = chance(offset)
        sum += here
        if here > likeliest { (likeliest, chances.off) = (here, cents * 100) }
      }
    }
    chances.odd += DiscountModel.cents * sum / Double(2 * DiscountModel.centsMax)
  }

  private mutating func tell() {
    let count = problem.lines.count
    let reach = target + slack + DiscountModel.centsMax * 100 * LineDiscount.scale
    var halves = [SlowGapSums(limit: reach, lineCount: count), SlowGapSums(limit: reach, lineCount: count)]
    for number in problem.lines.indices.sorted(by: { problem.lines[$0].price > problem.lines[$1].price }) {
      let half = halves[0].sums.count <= halves[1].sums.count ? 0 : 1
      halves[half].take(SlowLineOptions(problem.lines[number], model), number: number)
    }
    for half in halves.indices { halves[half].sums.sort { $0.amount < $1.amount } }
    isExact = halves[0].isExact && halves[1].isExact
    let some = 1 - DiscountModel.power(1 - model.perLine, count)
    let lineWise = some > 0 ? model.discounted * (1 - model.orderWide) / some : 0
    let meeting = SlowGapMeeting(halves[0], halves[1], slack)
    let here = meeting.chances(at: target)
    chances.ordinary = lineWise * here.plain + orderWideChance(problem.gap)
    let withDiscounts = model.discounted * (1 - model.orderWide)
    chances.padded = withDiscounts * here.hiding + aloneChance
    guard chances.ordinary < 1e-3 else { return }
    let totals = meeting.plainTotals
    addAnyPart(totals, withDiscounts)
    addStray(totals, lineWise)
    let copy = self
    takeCents { offset in
      if (copy.problem.gap - offset).magnitude <= UInt64(copy.problem.tolerance) { return 1 - copy.model.discounted }
      return lineWise * meeting.chances(at: (copy.problem.gap - offset) * LineDiscount.scale).plain
        + copy.orderWideChance(copy.problem.gap - offset)
    }
  }

  private func isHit(_ amount: Int64, _ gap: Int64) -> Bool {
    (amount - gap * LineDiscount.scale).magnitude <= UInt64(slack)
  }

  private func orderWideChance(_ gap: Int64) -> Double {
    var sum = 0.0
    for (base, chance) in problem.orderBases {
      for step in model.ordinary where isHit(base * step.millionths, gap) { sum += chance * step.weight }
    }
    return sum * model.discounted * model.orderWide
  }

  private var aloneChance: Double {
    var sum = 0.0
    for line in problem.lines {
      for step in model.hidden {
        let amount = line.price * step.millionths
        var chance = isHit(amount, problem.gap) ? 1 - model.discounted : 0
        for (base, ofBase) in problem.orderBases {
          let paid = base - amount / LineDiscount.scale
          for ordinary in model.ordinary
          where isHit(amount + (base - line.price) * ordinary.millionths, problem.gap)
            || isHit(amount + paid * ordinary.millionths, problem.gap)
          {
            chance += model.discounted * model.orderWide * ordinary.weight * ofBase
          }
        }
        if chance > 0 { sum += chance * (1 / Double(problem.lines.count)) * step.weight }
      }
    }
    return sum
  }

  private mutating func addAnyPart(_ sums: [(amount: Double, chance: Double)], _ withDiscounts: Double) {
    guard model.anyPart > 0 else { return }
    let share = model.anyPart / Double(problem.lines.count)
    var totals = sums.map { (amount: $0.amount, chance: $0.chance * withDiscounts) }
    totals.append((0, 1 - model.discounted))
    for step in model.ordinary {
      totals.append((Double(problem.list) * Double(step.millionths) / 1e6, model.discounted * model.orderWide * step.weight))
    }
    for line in problem.lines {
      var chance = 0.0
      for total in totals {
        if let density = DiscountModel.anyPart(Double(problem.gap) - total.amount, of: line, problem.tolerance) {
          chance += share * density * total.chance
        }
      }
      if chance > 0 { chances.padded += chance }
    }
  }

  private mutating func addStray(_ totals: [(amount: Double, chance: Double)], _ lineWise: Double) {
    guard model.stray > 0 else { return }
    let share = lineWise * model.stray * model.perLine / max(1 - model.perLine, 0.01)
    for line in problem.lines {
      for total in totals {
        if let density = DiscountModel.stray(Double(problem.gap) - total.amount, of: line, problem.tolerance) {
          chances.ordinary += share * density * total.chance
        }
      }
    }
  }
}

private struct SlowLineOptions {
  var ordinary: [(amount: Int64, chance: Double)] = []
  var hiding: [(amount: Int64, chance: Double)] = []

  init(_ line: GapProblem.Line, _ model: DiscountModel) {
    ordinary = SlowLineOptions.ordinary(line, line.quantity, model)
    let others = SlowLineOptions.ordinary(line, line.quantity - 1, model)
    for step in model.hidden {
      for other in others { hiding.append((line.price * step.millionths + other.amount, step.weight * other.chance)) }
    }
  }

  private static func ordinary(_ line: GapProblem.Line, _ units: Int64, _ model: DiscountModel)
    -> [(amount: Int64, chance: Double)]
  {
    let prices = [line.price] + (line.usual.map { [$0] } ?? [])
    return [(0, units > 0 ? 1 - model.perLine : 1)]
      + prices.flatMap { price in
        LineDiscount.all(at: price, units: units, steps: model.stepsInUse).dropFirst().map {
          ($0.amount, model.chance(of: $0.way) / Double(prices.count))
        }
      }
  }
}

private struct SlowGapSums {
  typealias Sum = (amount: Int64, plain: Double, hiding: Double)

  static let kept = 512
  static let cells = 256

  let limit: Int64
  let share: Double
  var sums: [Sum] = [(0, 1, 0)]
  private(set) var spreadPlain: [Double] = []
  private(set) var spreadHiding: [Double] = []

  init(limit: Int64, lineCount: Int) { (self.limit, share) = (limit, 1 / Double(lineCount)) }

  var isExact: Bool { spreadPlain.isEmpty }
  var cell: Double { Double(limit) / Double(SlowGapSums.cells) }

  mutating func take(_ line: SlowLineOptions, number: Int) {
    shift(line)
    var all: [Sum] = []
    for sum in sums {
      for option in line.ordinary {
        let next = (sum.amount + option.amount, sum.plain * option.chance, sum.hiding * option.chance)
        if next.0 <= limit, next.1 + next.2 > 1e-13 { all.append(next) }
      }
      guard sum.plain > 0 else { continue }
      for option in line.hiding {
        let next = (sum.amount + option.amount, 0.0, sum.plain * option.chance * share)
        if next.0 <= limit, next.2 > 1e-13 { all.append(next) }
      }
    }
    sums = all
    guard all.count > SlowGapSums.kept else { return }
    var counts = [Int](repeating: 0, count: 64)
    for sum in all { counts[SlowGapSums.power(sum)] += 1 }
    var (highest, kept) = (0, counts[0])
    while highest < 63, kept + counts[highest + 1] <= SlowGapSums.kept {
      highest += 1
      kept += counts[highest]
    }
    if spreadPlain.isEmpty {
      spreadPlain = [Double](repeating: 0, count: SlowGapSums.cells + 1)
      spreadHiding = spreadPlain
    }
    sums = all.filter { SlowGapSums.power($0) <= highest }
    for sum in all where SlowGapSums.power(sum) > highest {
      SlowGapSums.spread(sum.plain, Double(sum.amount) * (1 / cell), &spreadPlain)
      SlowGapSums.spread(sum.hiding, Double(sum.amount) * (1 / cell), &spreadHiding)
    }
  }

  private static func power(_ sum: Sum) -> Int {
    max(0, min(63, 1_023 - Int((sum.plain + 0.02 * sum.hiding).bitPattern >> 52)))
  }

  static func spread(_ chance: Double, _ place: Double, _ cells: inout [Double]) {
    let low = Int(place)
    guard chance > 0, low < cells.count else { return }
    let part = place - Double(low)
    cells[low] += chance * (1 - part)
    if low + 1 < cells.count { cells[low + 1] += chance * part }
  }

  private mutating func shift(_ line: SlowLineOptions) {
    guard !spreadPlain.isEmpty else { return }
    var plain = [Double](repeating: 0, count: spreadPlain.count)
    var hiding = plain
    for option in line.ordinary {
      SlowGapSums.add(spreadPlain, option.chance, Double(option.amount) / cell, &plain)
      SlowGapSums.add(spreadHiding, option.chance, Double(option.amount) / cell, &hiding)
    }
    for option in line.hiding { SlowGapSums.add(spreadPlain, option.chance * share, Double(option.amount) / cell, &hiding) }
    (spreadPlain, spreadHiding) = (plain, hiding)
  }

  private static func add(_ source: [Double], _ chance: Double, _ shift: Double, _ target: inout [Double]) {
    guard shift < Double(source.count) else { return }
    let whole = Int(shift)
    let (near, far) = (chance * (1 - shift + Double(whole)), chance * (shift - Double(whole)))
    for index in 0..<(source.count - whole) { target[index + whole] += source[index] * near }
    for index in 0..<(source.count - whole - 1) { target[index + whole + 1] += source[index] * far }
  }

  /// By cell, all of them or only what is kept.
  func cells(_ chance: (Sum) -> Double, with spread: [Double]) -> [Double] {
    var cells = [Double](repeating: 0, count: SlowGapSums.cells + 1)
    for sum in sums { SlowGapSums.spread(chance(sum), Double(sum.amount) * (1 / cell), &cells) }
    for index in spread.indices { cells[index] += spread[index] }
    return cells
  }
}

private struct SlowGapMeeting {
  /// Of a half by cell: all sums, and those that are kept.
  private struct Cells {
    let plain: [Double]
    let hiding: [Double]
    let exactPlain: [Double]
    let exactHiding: [Double]

    init(_ half: SlowGapSums) {
      plain = half.cells(\.plain, with: half.spreadPlain)
      hiding = half.cells(\.hiding, with: half.spreadHiding)
      exactPlain = half.cells(\.plain, with: [])
      exactHiding = half.cells(\.hiding, with: [])
    }
  }

  private let left: SlowGapSums
  private let right: SlowGapSums
  private let slack: Int64
  private let one: Cells
  private let other: Cells

  init(_ left: SlowGapSums, _ right: SlowGapSums, _ slack: Int64) {
    (self.left, self.right, self.slack) = (left, right, slack)
    (one, other) = (Cells(left), Cells(right))
  }

  func chances(at target: Int64) -> (plain: Double, hiding: Double) {
    guard target >= -slack else { return (0, 0) }
    var (plain, hiding) = (0.0, 0.0)
    for first in left.sums {
      for second in right.sums.reversed() where (first.amount + second.amount - target).magnitude <= slack.magnitude {
        plain += first.plain * second.plain
        hiding += first.hiding * second.plain + first.plain * second.hiding
      }
    }
    guard !left.isExact || !right.isExact else { return (plain, hiding) }
    let share = 2 * Double(slack) / left.cell
    let place = Double(max(0, target)) / left.cell
    plain += share * max(0, mass(one.plain, other.plain, place) - mass(one.exactPlain, other.exactPlain, place))
    hiding +=
      share
      * max(
        0,
        mass(one.plain, other.hiding, place) + mass(one.hiding, other.plain, place)
          - mass(one.exactPlain, other.exactHiding, place) - mass(one.exactHiding, other.exactPlain, place))
    return (plain, hiding)
  }

  private func mass(_ left: [Double], _ right: [Double], _ place: Double) -> Double {
    let low = Int(place)
    let part = place - Double(low)
    var sum = 0.0
    for index in 0...min(low + 1, left.count - 1) {
      let other = low - index
      if other >= 0, other < right.count { sum += left[index] * right[other] * (1 - part) }
      if other + 1 < right.count { sum += left[index] * right[other + 1] * part }
    }
    return sum
  }

  var plainTotals: [(amount: Double, chance: Double)] {
    var totals = [Double](repeating: 0, count: 2 * one.plain.count)
    for (first, chance) in one.plain.enumerated() where chance > 1e-7 {
      for (second, element) in other.plain.enumerated() where element > 1e-7 { totals[first + second] += chance * element }
    }
    return totals.indices.filter { totals[$0] > 1e-7 }.map {
      (Double($0) * left.cell / Double(LineDiscount.scale), totals[$0])
    }
  }
}
