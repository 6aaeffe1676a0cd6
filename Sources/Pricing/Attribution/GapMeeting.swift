/// Two halves of an order's lines: the chances that a sum of each add up to an amount.
final class GapMeeting {
  private let left: GapSums
  private let right: GapSums
  private let cells = (left: GapCells(), right: GapCells())
  private let totals = PlainTotals()
  private var slack: Int64 = 0
  private var hasCells = false

  /// The chances that ordinary sums come to so many cents less or more than the gap.
  private let cents = WorkBuffer<Double>(2 * GapMeeting.centsMax + 1)

  private static let centsMax = Int(DiscountModel.centsMax)
  static let cent: Int64 = 100 * LineDiscount.scale

  init(_ left: GapSums, _ right: GapSums) { (self.left, self.right) = (left, right) }

  /// When both halves have all their lines.
  func begin(slack: Int64) {
    self.slack = slack
    hasCells = false
  }

  /// Whether every sum was looked at one by one.
  var isExact: Bool { left.isExact && right.isExact }

  private func fillCells() {
    guard !hasCells else { return }
    cells.left.fill(left)
    cells.right.fill(right)
    hasCells = true
  }

  func chances(at target: Int64) -> (plain: Double, hiding: Double) {
    // A cent less than a gap of half a cent: nothing adds up to less than nothing.
    guard target >= -slack else { return (0, 0) }
    var (plain, hiding) = (0.0, 0.0)
    meet(target, slack) { first, second in
      let chance = first.chance * second.chance
      if first.isPlain {
        if second.isPlain { plain += chance } else { hiding += chance }
      } else if second.isPlain {
        hiding += chance
      }
    }
    guard !isExact else { return (plain, hiding) }
    fillCells()
    // What is spread lies anywhere around its cell: so much of it falls within the tolerance.
    let masses = GapCells.masses(cells.left, cells.right, at: place(target))
    plain += share * max(0, masses.plain.x - masses.plain.y)
    hiding +=
      share
      * max(
        0,
        masses.secondHiding.x + masses.firstHiding.x - masses.secondHiding.y - masses.firstHiding.y)
    return (plain, hiding)
  }

  /// Every pair that hides something, and how likely it is.
  func hiders(at target: Int64, _ body: (Int32, Double) -> Void) {
    guard target >= -slack else { return }
    meet(target, slack) { first, second in
      guard first.isPlain != second.isPlain else { return }
      let chance = first.chance * second.chance
      if chance > 0 { body(first.isPlain ? second.hider : first.hider, chance) }
    }
  }

  private var share: Double { 2 * Double(slack) / left.spread.cell }

  private func place(_ target: Int64) -> Double { Double(max(0, target)) / left.spread.cell }

  /// By the first sum, ascending, and then by the second, descending.
  @inline(__always)
  private func meet(_ target: Int64, _ slack: Int64, _ body: (GapSums.Sum, GapSums.Sum) -> Void) {
    let (firsts, seconds) = (left.sums, right.sums)
    var high = right.count - 1
    for place in 0..<left.count {
      let first = firsts[place]
      let (least, most) = (target - slack - first.amount, target + slack - first.amount)
      if most < 0 { break }
      while high >= 0, seconds[high].amount > most { high -= 1 }
      var index = high
      while index >= 0, seconds[index].amount >= least {
        body(first, seconds[index])
        index -= 1
      }
    }
  }

  // MARK: Amounts around the gap

  /// Finds at one go the chances that ordinary sums come to some cents less or more than the target.
  func lookAroundCents(_ target: Int64) {
    let cents = cents.start
    let (most, slack, cent) = (GapMeeting.centsMax, slack, GapMeeting.cent)
    cents.update(repeating: 0, count: 2 * most + 1)
    // Where tolerances do not meet, an amount belongs to the nearest cent or to none.
    let isApart = slack < cent / 2
    let begin = target - Int64(most) * cent
    meet(target, slack + Int64(most) * cent) { first, second in
      guard first.isPlain, second.isPlain else { return }
      let (distance, chance) = (first.amount + second.amount - begin, first.chance * second.chance)
      if isApart {
        let place = (distance + cent / 2) / cent
        if (distance - place * cent).magnitude <= slack.magnitude { cents[Int(place)] += chance }
      } else {
        for place in 0...2 * most where (distance - Int64(place) * cent).magnitude <= slack.magnitude { cents[place] += chance }
      }
    }
    if !isExact { fillCells() }
  }

  /// The chances that ordinary discounts come to so many cents less than the target, and so many more.
  func plainChances(_ count: Int64, centsAround target: Int64) -> (less: Double, more: Double) {
    let (low, high) = (target - count * GapMeeting.cent, target + count * GapMeeting.cent)
    var (less, more) = (cents.start[GapMeeting.centsMax - Int(count)], cents.start[GapMeeting.centsMax + Int(count)])
    if !isExact {
      let masses = GapCells.plainMasses(cells.left, cells.right, at: (place(low), place(high)))
      less += share * max(0, masses.0.x - masses.0.y)
      more += share * max(0, masses.1.x - masses.1.y)
    }
    return (low >= -slack ? less : 0, high >= -slack ? more : 0)
  }

  /// What ordinary discounts come to in all, where that lies between two amounts, in ten-thousandths.
  func plainTotals(from low: Double, to high: Double) -> PlainTotals {
    fillCells()
    let perCell = Double(LineDiscount.scale) / left.spread.cell
    let most = Double(2 * SpreadChances.cells)
    let first = Int(max(0, min(most, low * perCell - 2)))
    let last = Int(max(0, min(most, high * perCell + 2)))
    totals.fill(cells.left, cells.right, cell: left.spread.cell, within: first...max(first, last))
    return totals
  }
}
