/// All ways in which one small order's gap may have come about, without their chances: these change while a model is learned.
struct GapReading {
  struct Way {
    var discounts = DiscountWay()
    /// The hidden step's place; negative where nothing is hidden.
    var hidden = -1
    var isOrderWide = false
    /// Any part of a line's price is hidden, beside one discounted line at most.
    var isAnyPart = false
    /// One of the discounts is by a step that is not known.
    var isStray = false

    /// Whether goods were hidden, wholly or in part.
    var isPadded: Bool { hidden >= 0 || isAnyPart }

    func with(_ other: Way) -> Way {
      var both = self
      both.discounts = discounts.with(other.discounts)
      if other.hidden >= 0 { both.hidden = other.hidden }
      return both
    }
  }

  let rep: Int
  /// Which of the model's times it is of.
  let era: Int
  let lineCount: Int
  private(set) var ways: [Way] = []
  /// The chance of this gap where the charge is odd.
  let odd: Double

  static let linesMax = 4
  static let unitsMax: Int64 = 6
  private static let waysMax = 200

  static func isSmall(_ problem: GapProblem) -> Bool {
    problem.lines.count <= linesMax && problem.lines.reduce(0) { $0 + $1.quantity } <= unitsMax
      && !problem.lines.contains { $0.usual != nil }
  }

  /// - ordinary: the steps in use then, 0 in the place of others.
  init(_ problem: GapProblem, rep: Int, era: Int, ordinary: [Int64], hidden: [Int64]) {
    (self.rep, self.era) = (rep, era)
    lineCount = problem.lines.count
    odd = DiscountModel.wideOdd(problem)
    search(problem, ordinary, hidden)
    if !ways.contains(where: { $0.hidden < 0 }) { addAnyParts(problem, ordinary) }
  }

  // MARK: The search

  private struct Choice {
    var amount: Int64
    var way: Way
  }

  private mutating func search(_ problem: GapProblem, _ ordinary: [Int64], _ hidden: [Int64]) {
    let target = problem.gap * LineDiscount.scale
    let slack = Int64(problem.tolerance * Double(LineDiscount.scale))
    for (place, step) in ordinary.enumerated() where step > 0 && (problem.list * step - target).magnitude <= UInt64(slack) {
      ways.append(Way(discounts: DiscountWay(steps: UInt64(place), stepCount: 1), isOrderWide: true))
    }
    let choices = problem.lines.map { line in
      GapReading.choices(line, ordinary, hidden, lineCount: lineCount).filter { $0.amount <= target + slack }
    }
    var reach = [Int64](repeating: 0, count: choices.count + 1)
    for index in choices.indices.reversed() { reach[index] = reach[index + 1] + (choices[index].last?.amount ?? 0) }
    visit(choices, reach, 0, target, slack, Way())
  }

  /// What no step explains: of each line any part or a discount by an unknown step, beside nothing else or one discount on
  /// another line.
  private mutating func addAnyParts(_ problem: GapProblem, _ ordinary: [Int64]) {
    for (number, line) in problem.lines.enumerated() {
      for (other, beside) in problem.lines.enumerated() {
        let choices = other == number ? [Choice(amount: 0, way: Way())] : GapReading.discounts(beside, beside.quantity, ordinary)
        for choice in choices where choice.amount > 0 || other == number {
          let rest = Double(problem.gap) - Double(choice.amount) / Double(LineDiscount.scale)
          if let density = DiscountModel.anyPart(rest, of: line, problem.tolerance) {
            var way = choice.way
            way.discounts.factor *= density / Double(lineCount)
            way.isAnyPart = true
            ways.append(way)
          }
          if let density = DiscountModel.stray(rest, of: line, problem.tolerance) {
            var way = choice.way
            way.discounts.factor *= density
            way.discounts.lines += 1
            way.isStray = true
            ways.append(way)
          }
        }
      }
    }
  }

  /// Line after line, every choice that leaves what the lines behind it can still make.
  private mutating func visit(
    _ choices: [[Choice]], _ reach: [Int64], _ index: Int, _ rest: Int64, _ slack: Int64, _ way: Way
  ) {
    guard index < choices.count, ways.count < GapReading.waysMax else {
      if index == choices.count, rest.magnitude <= UInt64(slack) { ways.append(way) }
      return
    }
    let own = choices[index]
    var (low, high) = (0, own.count)
    while low < high {
      let middle = (low + high) / 2
      if own[middle].amount < rest - slack - reach[index + 1] { low = middle + 1 } else { high = middle }
    }
    while low < own.count, own[low].amount <= rest + slack {
      if own[low].way.hidden < 0 || way.hidden < 0 {
        visit(choices, reach, index + 1, rest - own[low].amount, slack, way.with(own[low].way))
      }
      low += 1
    }
  }

  /// What may have been given on a line, ascending.
  private static func choices(_ line: GapProblem.Line, _ ordinary: [Int64], _ hidden: [Int64], lineCount: Int) -> [Choice] {
    var result = discounts(line, line.quantity, ordinary)
    let others = discounts(line, line.quantity - 1, ordinary)
    for (place, step) in hidden.enumerated() {
      for other in others {
        var way = other.way
        way.hidden = place
        way.discounts.factor /= Double(lineCount)
        result.append(Choice(amount: line.price * step + other.amount, way: way))
      }
    }
    return result.sorted { $0.amount < $1.amount }
  }

  private static func discounts(_ line: GapProblem.Line, _ units: Int64, _ ordinary: [Int64]) -> [Choice] {
    LineDiscount.all(at: line.price, units: units, steps: ordinary).map { Choice(amount: $0.amount, way: Way(discounts: $0.way)) }
  }
}
