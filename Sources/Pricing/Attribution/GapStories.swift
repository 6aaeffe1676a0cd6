/// Chances of just one gap, within its tolerance.
struct GapChances: Hashable, Sendable {
  var ordinary = 0.0
  var padded = 0.0
  var odd = 0.0
  /// How far the charge most likely lies from what ordinary discounts make, should it be odd, in ten-thousandths.
  var off: Int64 = 0
}

/// How likely an order's gap is under each of the stories that there are: ordinary discounts, hidden goods, an odd charge.
///
/// Lines go into two halves whose sums are enumerated (`GapSums`); a gap is then met by a sum of each half, found by two
/// fingers. So twenty lines cost what ten do, twice.
struct GapStories {
  /// What may have been hidden, with its chance among all that may.
  struct Hidden {
    var line: Int
    /// In ten-thousandths.
    var amount: Double
    /// The part of the line's price; nil where it is none of the model's hidden steps.
    var step: Int64?
    var chance: Double
  }

  private(set) var chances: GapChances
  /// Whether every sum was looked at one by one.
  private(set) var isExact = true
  /// Filled where asked for, likeliest first; chances sum to 1.
  private(set) var hidden: [Hidden] = []

  /// Where ordinary discounts are likelier than this, nothing else need be asked.
  private static let rare = 1e-3

  private let problem: GapProblem
  private let model: DiscountModel
  private let slack: Int64

  init(_ problem: GapProblem, _ model: DiscountModel, naming: Bool = false) {
    (self.problem, self.model) = (problem, model.at(problem.time))
    slack = Int64(problem.tolerance * Double(LineDiscount.scale))
    chances = GapChances(off: Int64(clamping: problem.gap.magnitude))
    guard problem.hasGap else {
      chances.ordinary = 1 - model.discounted
      return
    }
    chances.odd = DiscountModel.wideOdd(problem)
    guard problem.gap > 0 else {
      // Above the list: no discount, but a few cents too much may be a charge that was changed.
      take(centsOdd { $0 == problem.gap ? 1 - model.discounted : 0 })
      return
    }
    tell(naming: naming)
  }

  private var target: Int64 { problem.gap * LineDiscount.scale }

  /// A charge that is off by a few cents, up or down.
  private func centsOdd(_ chance: (Int64) -> Double) -> (chance: Double, off: Int64?) {
    var (sum, likeliest) = (0.0, 0.0)
    var off: Int64?
    for cents in 1...DiscountModel.centsMax {
      for offset in [cents * 100, -cents * 100] {
        let here = chance(offset)
        sum += here
        if here > likeliest { (likeliest, off) = (here, cents * 100) }
      }
    }
    return (DiscountModel.cents * sum / Double(2 * DiscountModel.centsMax), off)
  }

  private mutating func take(_ cents: (chance: Double, off: Int64?)) {
    chances.odd += cents.chance
    chances.off = cents.off ?? chances.off
  }

  private mutating func tell(naming: Bool) {
    let count = problem.lines.count
    let reach = target + slack + DiscountModel.centsMax * 100 * LineDiscount.scale
    var halves = [GapSums(limit: reach, lineCount: count), GapSums(limit: reach, lineCount: count)]
    // The dearest lines to one half and the other in turn, so that both have few sums.
    for number in problem.lines.indices.sorted(by: { problem.lines[$0].price > problem.lines[$1].price }) {
      let half = halves[0].sums.count <= halves[1].sums.count ? 0 : 1
      halves[half].take(LineOptions(problem.lines[number], model), number: number)
    }
    for half in halves.indices { halves[half].finish() }
    isExact = halves[0].isExact && halves[1].isExact
    // Given discounts at all, some line has one.
    let some = 1 - DiscountModel.power(1 - model.perLine, count)
    let lineWise = some > 0 ? model.discounted * (1 - model.orderWide) / some : 0
    let meeting = GapMeeting(halves[0], halves[1], slack: slack)
    var hits: [Int32: Double] = [:]
    let here = naming ? meeting.chances(at: target) { hits[$0, default: 0] += $1 } : meeting.chances(at: target)
    chances.ordinary = lineWise * here.plain + orderWideChance(problem.gap)
    // Hidden goods: beside ordinary discounts, or alone.
    let withDiscounts = model.discounted * (1 - model.orderWide)
    chances.padded = withDiscounts * here.hiding + aloneChance(naming: naming)
    if naming { for (hider, chance) in hits.sorted(by: { $0.key < $1.key }) { name(hider, withDiscounts * chance) } }
    if chances.ordinary < GapStories.rare {
      let totals = meeting.plainTotals.map { (amount: $0.amount / Double(LineDiscount.scale), chance: $0.chance) }
      addAnyPart(totals, withDiscounts, naming: naming)
      addStray(totals, lineWise)
      take(
        centsOdd { offset in
          if (problem.gap - offset).magnitude <= UInt64(problem.tolerance) { return 1 - model.discounted }
          return lineWise * meeting.chances(at: (problem.gap - offset) * LineDiscount.scale).plain
            + orderWideChance(problem.gap - offset)
        })
    }
    if naming { finishNames() }
  }

  // MARK: One discount on the whole order

  private func orderWideChance(_ gap: Int64) -> Double {
    var sum = 0.0
    for (base, chance) in problem.orderBases {
      for step in model.ordinary where isHit(base * step.millionths, gap) { sum += chance * step.weight }
    }
    return sum * model.discounted * model.orderWide
  }

  private func isHit(_ amount: Int64, _ gap: Int64) -> Bool {
    let difference = amount - gap * LineDiscount.scale
    return difference.magnitude <= UInt64(slack)
  }

  /// Goods hidden with no line discounted, or under a discount on the order: on all its other goods, or on all that was paid.
  private mutating func aloneChance(naming: Bool) -> Double {
    var sum = 0.0
    let share = 1 / Double(problem.lines.count)
    for (number, line) in problem.lines.enumerated() {
      for (place, step) in model.hidden.enumerated() {
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
        guard chance > 0 else { continue }
        sum += chance * share * step.weight
        if naming { name(Int32(number * 64 + place), chance * share * step.weight) }
      }
    }
    return sum
  }

  // MARK: Any part of a price

  /// Hidden goods of which some part was paid that is no step: beside each sum of ordinary discounts, every line may bear
  /// the rest.
  private mutating func addAnyPart(_ sums: [(amount: Double, chance: Double)], _ withDiscounts: Double, naming: Bool) {
    guard model.anyPart > 0 else { return }
    let share = model.anyPart / Double(problem.lines.count)
    var totals = sums.map { (amount: $0.amount, chance: $0.chance * withDiscounts) }
    totals.append((0, 1 - model.discounted))
    for step in model.ordinary {
      totals.append((Double(problem.list) * Double(step.millionths) / 1e6, model.discounted * model.orderWide * step.weight))
    }
    for (number, line) in problem.lines.enumerated() {
      var (chance, amount) = (0.0, 0.0)
      for total in totals {
        let rest = Double(problem.gap) - total.amount
        guard let density = DiscountModel.anyPart(rest, of: line, problem.tolerance) else { continue }
        chance += share * density * total.chance
        amount += share * density * total.chance * rest
      }
      guard chance > 0 else { continue }
      chances.padded += chance
      if naming { hidden.append(Hidden(line: number, amount: amount / chance, step: nil, chance: chance)) }
    }
  }

  /// A discount by a step that is not known, beside ordinary ones on other lines.
  private mutating func addStray(_ totals: [(amount: Double, chance: Double)], _ lineWise: Double) {
    guard model.stray > 0 else { return }
    let share = lineWise * model.stray * model.perLine / max(1 - model.perLine, 0.01)
    for line in problem.lines {
      for total in totals {
        let rest = Double(problem.gap) - total.amount
        if let density = DiscountModel.stray(rest, of: line, problem.tolerance) {
          chances.ordinary += share * density * total.chance
        }
      }
    }
  }

  // MARK: Which line

  private mutating func name(_ hider: Int32, _ chance: Double) {
    guard hider >= 0 else { return }
    let (line, step) = (Int(hider) / 64, model.hidden[Int(hider) % 64].millionths)
    let amount = Double(problem.lines[line].price) * Double(step) / 1e6
    if let known = hidden.firstIndex(where: { $0.line == line && $0.step == step }) {
      hidden[known].chance += chance
    } else {
      hidden.append(Hidden(line: line, amount: amount, step: step, chance: chance))
    }
  }

  private mutating func finishNames() {
    let sum = hidden.reduce(0) { $0 + $1.chance }
    guard sum > 0 else { return }
    for index in hidden.indices { hidden[index].chance /= sum }
    hidden.sort { ($1.chance, $0.line) < ($0.chance, $1.line) }
  }
}
