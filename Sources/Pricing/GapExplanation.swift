/// Whether ordinary discounts explain a gap.
public enum GapExplanation: Hashable, Sendable {
  /// Charged as listed.
  case noGap
  /// A sum of ordinary discounts.
  case ordinary
  /// No such sum; the nearest one differs by so many ten-thousandths.
  case unexplained(nearest: Int64)
  /// Too many ways to tell.
  case undecided
}

/// Sums of discounts over an order's units, exactly: in ten-thousandths of millionths, so that no product rounds.
struct GapExplainer {
  /// Distinct sums of one half of the lines; beyond it the answer is "undecided". With more, a hundred million pairs would
  /// hit almost any gap by accident, and a hit would tell nothing.
  private static let sumsMax = 12_000
  private static let scale: Int64 = 1_000_000

  let ladder: Ladder

  func explain(_ problem: GapProblem) -> GapExplanation {
    guard (Double(problem.gap)).magnitude > problem.tolerance else { return .noGap }
    guard problem.gap > 0 else { return .unexplained(nearest: problem.gap) }
    // Where no ladder is known nothing can be called out of the ordinary.
    guard let deepest = ladder.steps.map(\.millionths).max() else { return .undecided }
    // Beyond the deepest discount on everything no sum need be looked for, however large the basket.
    let most = part(problem.list, deepest)
    guard Double(problem.gap - most) <= problem.tolerance else { return .unexplained(nearest: problem.gap - most) }
    let limit = problem.gap * GapExplainer.scale + Int64(problem.tolerance * 1e6)
    if ladder.mode == .order {
      return judged(problem, ladder.steps.map { problem.list * $0.millionths }, [0])
    }
    if hasOneOrTwoDiscounts(problem) { return .ordinary }
    // The dearest lines to one half and the other in turn, so that both have few sums.
    let lines = problem.lines.sorted { $0.quantity < $1.quantity }
    var halves: [[Int64]] = [[0], [0]]
    for line in lines {
      let half = halves[0].count <= halves[1].count ? 0 : 1
      guard let sums = combined(halves[half], line, limit: limit) else { return .undecided }
      halves[half] = sums
    }
    return judged(problem, halves[0], halves[1])
  }

  /// `amount · millionths`, rounded up; both halves of the product stay far within bounds.
  private func part(_ amount: Int64, _ millionths: Int64) -> Int64 {
    amount / GapExplainer.scale * millionths + (amount % GapExplainer.scale * millionths) / GapExplainer.scale + 1
  }

  /// Most orders have one discount or two; these are found without all sums.
  private func hasOneOrTwoDiscounts(_ problem: GapProblem) -> Bool {
    let target = Double(problem.gap) * 1e6
    let slack = problem.tolerance * 1e6
    var single: [(amount: Int64, line: Int)] = []
    for (index, line) in problem.lines.enumerated() {
      let base = line.quantity > GapProblem.unitsMax ? line.price * line.quantity : line.price
      for step in ladder.steps { single.append((base * step.millionths, index)) }
    }
    single.sort { $0.amount < $1.amount }
    var low = 0
    var high = single.count - 1
    while high >= 0 {
      if (Double(single[high].amount) - target).magnitude <= slack { return true }
      // The lower finger is the lesser of two; it may stand on the upper one where a line has two units.
      while low < single.count, Double(single[low].amount + single[high].amount) < target - slack { low += 1 }
      if low < single.count, Double(single[low].amount + single[high].amount) <= target + slack {
        let (left, right) = (single[low].line, single[high].line)
        if left != right || (2...GapProblem.unitsMax).contains(problem.lines[left].quantity) { return true }
      }
      high -= 1
    }
    return false
  }

  /// All sums so far with every way to discount the line's units; nil beyond the bound.
  private func combined(_ sums: [Int64], _ line: GapProblem.Line, limit: Int64) -> [Int64]? {
    var result = sums
    let (units, base) =
      line.quantity > GapProblem.unitsMax ? (1, line.price * line.quantity) : (Int(line.quantity), line.price)
    for _ in 0..<units {
      var next = result
      for sum in result {
        for step in ladder.steps where sum + base * step.millionths <= limit { next.append(sum + base * step.millionths) }
      }
      next.sort()
      var kept = 0
      for index in next.indices where index == 0 || next[index] != next[kept - 1] {
        next[kept] = next[index]
        kept += 1
      }
      next.removeLast(next.count - kept)
      guard next.count <= GapExplainer.sumsMax else { return nil }
      result = next
    }
    return result
  }

  /// The nearest sum of one from each half, by two fingers.
  private func judged(_ problem: GapProblem, _ left: [Int64], _ right: [Int64]) -> GapExplanation {
    let target = problem.gap * GapExplainer.scale
    var nearest = Int64.max
    var low = 0
    var high = right.count - 1
    while low < left.count, high >= 0 {
      let difference = target - left[low] - right[high]
      if difference.magnitude < nearest.magnitude { nearest = difference }
      if difference > 0 { low += 1 } else { high -= 1 }
    }
    return Double(nearest.magnitude) <= problem.tolerance * 1e6
      ? .ordinary : .unexplained(nearest: nearest / GapExplainer.scale)
  }
}
