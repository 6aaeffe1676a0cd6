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
/// fingers (`GapMeeting`). So twenty lines cost what ten do, twice.
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
  private let workspace: GapWorkspace
  private let stretch: Int
  private let slack: Int64
  /// Whether ordinary discounts are so unlikely that all else was asked as well.
  private var isRare = false

  init(_ problem: GapProblem, _ model: DiscountModel, naming: Bool = false) {
    self.init(problem, GapWorkspace(DatedDiscounts(model)))
    if naming { name() }
  }

  init(_ problem: GapProblem, _ workspace: GapWorkspace) {
    (self.problem, self.workspace) = (problem, workspace)
    stretch = workspace.models.place(of: problem.time)
    model = workspace.models[stretch]
    slack = Int64(problem.tolerance * Double(LineDiscount.scale))
    chances = GapChances(off: Int64(clamping: problem.gap.magnitude))
    guard problem.hasGap else {
      chances.ordinary = 1 - model.discounted
      return
    }
    chances.odd = DiscountModel.wideOdd(problem)
    guard problem.gap > 0 else {
      // Above the list: no discount, but a few cents too much may be a charge that was changed.
      take(centsOdd { cents in (0, -cents * 100 == problem.gap ? 1 - model.discounted : 0) })
      return
    }
    tell()
  }

  private var target: Int64 { problem.gap * LineDiscount.scale }
  private var withDiscounts: Double { model.discounted * (1 - model.orderWide) }

  /// A charge that is off by a few cents, up or down.
  ///
  /// - chances: how likely the charge would be had it not been so many cents too high, and so many too low.
  private func centsOdd(_ chances: (Int64) -> (Double, Double)) -> (chance: Double, off: Int64?) {
    var (sum, likeliest) = (0.0, 0.0)
    var off: Int64?
    func add(_ here: Double, _ amount: Int64) {
      sum += here
      if here > likeliest { (likeliest, off) = (here, amount) }
    }
    for cents in 1...DiscountModel.centsMax {
      let (less, more) = chances(cents)
      add(less, cents * 100)
      add(more, cents * 100)
    }
    return (DiscountModel.cents * sum / Double(2 * DiscountModel.centsMax), off)
  }

  private mutating func take(_ cents: (chance: Double, off: Int64?)) {
    chances.odd += cents.chance
    chances.off = cents.off ?? chances.off
  }

  private mutating func tell() {
    let count = problem.lines.count
    let limit = target + slack + DiscountModel.centsMax * GapMeeting.cent
    workspace.meet(problem, in: stretch, limit: limit, slack: slack)
    let meeting = workspace.meeting
    isExact = meeting.isExact
    // Given discounts at all, some line has one.
    let some = 1 - DiscountModel.power(1 - model.perLine, count)
    let lineWise = some > 0 ? model.discounted * (1 - model.orderWide) / some : 0
    let here = meeting.chances(at: target)
    chances.ordinary = lineWise * here.plain + orderWideChance(problem.gap)
    // Hidden goods: beside ordinary discounts, or alone.
    chances.padded = withDiscounts * here.hiding + alone { _, _ in }
    isRare = chances.ordinary < GapStories.rare
    guard isRare else { return }
    let totals = nearTotals
    chances.padded = anyPart(totals, from: chances.padded) { _, _, _ in }
    addStray(totals, lineWise)
    meeting.lookAroundCents(target)
    let cents = centsOdd { cents in
      let gaps = (problem.gap - cents * 100, problem.gap + cents * 100)
      let plain = meeting.plainChances(cents, centsAround: target)
      func chance(_ gap: Int64, _ plain: Double) -> Double {
        if gap.magnitude <= UInt64(problem.tolerance) { return 1 - model.discounted }
        return lineWise * plain + orderWideChance(gap)
      }
      return (chance(gaps.0, plain.less), chance(gaps.1, plain.more))
    }
    take(cents)
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
  ///
  /// - body: hears of each that explains the gap, and how likely it is.
  private func alone(_ body: (Int32, Double) -> Void) -> Double {
    var sum = 0.0
    let share = 1 / Double(problem.lines.count)
    let bases = problem.orderBases
    let deepest = model.ordinary.reduce(0) { max($0, $1.millionths) }
    let dearest = bases.reduce(0) { max($0, $1.amount) }
    for (number, line) in problem.lines.enumerated() {
      for (place, step) in model.hidden.enumerated() {
        let amount = line.price * step.millionths
        // With less than nothing off the order, and with more than all of it, no gap is met: most lines need not be looked at.
        guard amount <= target + slack || bases.contains(where: { $0.amount < max(line.price, amount / LineDiscount.scale) }),
          amount + dearest * deepest >= target - slack
        else { continue }
        var chance = isHit(amount, problem.gap) ? 1 - model.discounted : 0
        for (base, ofBase) in bases {
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
        body(Int32(number * 64 + place), chance * share * step.weight)
      }
    }
    return sum
  }

  // MARK: Any part of a price

  /// Totals of ordinary discounts beside which a part of a line, or a discount on one by an unknown step, may make the gap.
  private var nearTotals: PlainTotals {
    var reach = 0.0
    for line in problem.lines {
      reach = max(reach, Double(line.price) + problem.tolerance, DiscountModel.strayMax * Double(line.price * line.quantity))
    }
    return workspace.meeting.plainTotals(from: Double(problem.gap) - reach, to: Double(problem.gap))
  }

  /// Hidden goods of which some part was paid that is no step: beside each sum of ordinary discounts, every line may bear
  /// the rest.
  ///
  /// - body: hears of each line that may, how likely it is, and the amount.
  private func anyPart(_ sums: PlainTotals, from before: Double, _ body: (Int, Double, Double) -> Void) -> Double {
    guard model.anyPart > 0 else { return before }
    var padded = before
    let share = model.anyPart / Double(problem.lines.count)
    let withDiscounts = withDiscounts
    let gap = Double(problem.gap)
    for (number, line) in problem.lines.enumerated() {
      var (chance, amount) = (0.0, 0.0)
      let part = AnyPart(line, problem.tolerance)
      func add(_ total: Double, _ ofTotal: Double) {
        let rest = gap - total
        guard part.holds(rest) else { return }
        chance += share * part.density * ofTotal
        amount += share * part.density * ofTotal * rest
      }
      for place in 0..<sums.count { add(sums.start[place].amount, sums.start[place].chance * withDiscounts) }
      add(0, 1 - model.discounted)
      for step in model.ordinary {
        add(Double(problem.list) * Double(step.millionths) / 1e6, model.discounted * model.orderWide * step.weight)
      }
      guard chance > 0 else { continue }
      padded += chance
      body(number, chance, amount / chance)
    }
    return padded
  }

  /// A discount by a step that is not known, beside ordinary ones on other lines.
  private mutating func addStray(_ totals: PlainTotals, _ lineWise: Double) {
    guard model.stray > 0 else { return }
    let share = lineWise * model.stray * model.perLine / max(1 - model.perLine, 0.01)
    let gap = Double(problem.gap)
    for line in problem.lines {
      let stray = StrayDiscount(line, problem.tolerance)
      for place in 0..<totals.count where stray.holds(gap - totals.start[place].amount) {
        chances.ordinary += share * stray.density * totals.start[place].chance
      }
    }
  }

  // MARK: Which line

  /// Finds what may have been hidden. Nobody else may have used the workspace since the chances were found.
  mutating func name() {
    hidden = []
    guard problem.hasGap, problem.gap > 0 else { return }
    var found: [(hider: Int32, chance: Double)] = []
    _ = alone { found.append(($0, $1)) }
    var hits: [Int32: Double] = [:]
    workspace.meeting.hiders(at: target) { hits[$0, default: 0] += $1 }
    for (hider, chance) in hits.sorted(by: { $0.key < $1.key }) { found.append((hider, withDiscounts * chance)) }
    for one in found { name(one.hider, one.chance) }
    if isRare {
      var parts: [Hidden] = []
      _ = anyPart(nearTotals, from: 0) { line, chance, amount in
        parts.append(Hidden(line: line, amount: amount, step: nil, chance: chance))
      }
      hidden += parts
    }
    finishNames()
  }

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
