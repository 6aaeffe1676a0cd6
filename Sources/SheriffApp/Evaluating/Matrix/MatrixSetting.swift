import Evaluation
import Records
import Simulator

/// One company of the matrix: options of `sheriff simulate orders`, drawn at random and far from the defaults.
struct MatrixSetting: Sendable {
  let number: Int
  /// As they stand on a command line.
  let words: String
  let simulation: SimulationOptions

  private enum Schemes { case padding, injections, both, none }

  /// Which schemes are at work takes turns, so that a few settings have some of each.
  private static let turns: [Schemes] = [.both, .padding, .both, .injections, .padding, .both, .injections, .none]

  /// - number: from 1. The same seed and number give the same setting, however many there are.
  init(_ number: Int, seed: UInt64, ordersMax: Int) throws {
    var draw = SettingDraw(SeededRandom(seed, of: number), ordersMax: ordersMax)
    let schemes = MatrixSetting.turns[(number - 1) % MatrixSetting.turns.count]
    let options = draw.options(
      hasPadding: schemes == .both || schemes == .padding, hasInjections: schemes == .both || schemes == .injections)
    var simulation = SimulationOptions()
    for (name, value) in options { try simulation.set(name, value) }
    try simulation.check()
    (self.number, self.simulation) = (number, simulation)
    words = options.map { "--\($0.name) \($0.value)" }.joined(separator: " ")
  }
}

/// Draws the options one after another.
private struct SettingDraw {
  private var random: SeededRandom
  private let ordersMax: Int

  init(_ random: SeededRandom, ordersMax: Int) { (self.random, self.ordersMax) = (random, ordersMax) }

  mutating func options(hasPadding: Bool, hasInjections: Bool) -> [(name: String, value: String)] {
    let reps = whole(10...100)
    let guilty = whole(1...10)
    var options = [
      ("orders", String(logarithmic(min(5_000, ordersMax)...max(min(5_000, ordersMax), ordersMax)))),
      ("seed", String(whole(1...999_999_999))), ("reps", String(reps)), ("customers", String(logarithmic(500...200_000))),
      ("products", String(whole(50...500))), ("ladder", ladder()), ("discounts-by", one(["unit", "line", "order"])),
      ("discount-rate", "\(whole(20...90))%"),
    ]
    // All of these are drawn whatever is used of them, so that one choice changes no other.
    let padding = (all: whole(0...1) == 0, kind: one(SimulationOptions.Padding.allCases.map(\.rawValue)))
    let paddingShare = logarithmicShare(0.0005, 0.05)
    let injection = (all: whole(0...1) == 0, kind: one(SimulationOptions.Injection.allCases.map(\.rawValue)))
    let injectionRate = logarithmicShare(0.0005, 0.03)
    let drift = drifts()
    let (paddings, injections) = (padding.all ? "all" : padding.kind, injection.all ? "all" : injection.kind)
    if !hasPadding {
      options.append(("padding", "none"))
    } else {
      options += [
        ("padding", paddings), ("guilty-reps", String(guilty)),
        ("padding-rate", percent(min(1, paddingShare * Double(reps) / Double(guilty) / frequency(paddings)))),
      ]
    }
    if !hasInjections {
      options.append(("injections", "none"))
    } else {
      options += [("injections", injections), ("injection-rate", percent(injectionRate))]
    }
    options.append(("noise-rate", percent(share(0.0, 0.03))))
    if !drift.isEmpty { options.append(("drift", drift)) }
    return options
  }

  /// How often a guilty rep's order is padded where the rate is one: some kinds come more often, and those of the quarters'
  /// ends only in their last days.
  private func frequency(_ paddings: String) -> Double {
    switch paddings {
    case "quarter-ends": 4 * 0.08
    case "collusion": 3
    case "small": 2.5
    case "large": 0.3
    case "all": 1.6
    default: 1
    }
  }

  /// Two to ten steps in quarters of a percent up to 30 percent, each with a weight.
  private mutating func ladder() -> String {
    var quarters: Set<Int> = []
    let steps = whole(2...10)
    while quarters.count < steps { quarters.insert(whole(1...120)) }
    return quarters.sorted().map { "\(Words.plain(Double($0) / 4)):\(Words.plain(Double(whole(2...40)) / 10))" }
      .joined(separator: ",")
  }

  /// Honest changes on days within the middle of the history.
  private mutating func drifts() -> String {
    var drifts: [String] = []
    for (kind, chance) in [("prices", 0.25), ("ladder", 0.15), ("habits", 0.15)] {
      let (isThere, place) = (random.share() < chance, share(0.2, 0.8))
      let (first, last) = (SimulationOptions().from.daysSince1970, SimulationOptions().to.daysSince1970)
      let day = CivilDate(daysSince1970: first + Int64(Double(last - first) * place))
      if isThere { drifts.append("\(kind)@\(day)") }
    }
    return drifts.joined(separator: ",")
  }

  private mutating func whole(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(random.share() * Double(range.count))
  }

  private mutating func share(_ low: Double, _ high: Double) -> Double { low + (high - low) * random.share() }

  private mutating func one(_ choices: [String]) -> String { choices[whole(0...choices.count - 1)] }

  /// As likely between 5,000 and 50,000 as between 50,000 and 500,000.
  private mutating func logarithmic(_ range: ClosedRange<Int>) -> Int {
    let value = logarithmicShare(Double(range.lowerBound), Double(range.upperBound))
    return min(max(Int(value.rounded()), range.lowerBound), range.upperBound)
  }

  private mutating func logarithmicShare(_ low: Double, _ high: Double) -> Double {
    // Halving the interval by its geometric middle needs no logarithm, and twenty halves are finer than what is written.
    var (low, high, left) = (low, high, random.share())
    for _ in 0..<20 {
      let middle = (low * high).squareRoot()
      left *= 2
      if left < 1 { high = middle } else { (low, left) = (middle, left - 1) }
    }
    return (low * high).squareRoot()
  }

  private func percent(_ share: Double) -> String { "\(Words.plain((share * 10_000).rounded() / 100))%" }
}
