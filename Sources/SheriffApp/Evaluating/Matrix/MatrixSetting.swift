import Evaluation
import Records
import Simulator

/// One company of the matrix: options of `sheriff simulate orders`, drawn at random and far from the defaults.
struct MatrixSetting: Sendable {
  let number: Int
  /// As they stand on a command line.
  let words: String
  let simulation: SimulationOptions

  /// - number: from 1. The same seed and number give the same setting, however many there are.
  init(_ number: Int, seed: UInt64, ordersMax: Int) throws {
    var draw = SettingDraw(SeededRandom(seed, of: number), SettingStrata(number, seed: seed), ordersMax: ordersMax)
    let options = draw.options()
    var simulation = SimulationOptions()
    for (name, value) in options { try simulation.set(name, value) }
    try simulation.check()
    (self.number, self.simulation) = (number, simulation)
    words = options.map { "--\($0.name) \($0.value)" }.joined(separator: " ")
  }
}

/// Draws the options one after another, each within the part of its range that was dealt to the setting.
private struct SettingDraw {
  private var random: SeededRandom
  private let strata: SettingStrata
  private let ordersMax: Int

  init(_ random: SeededRandom, _ strata: SettingStrata, ordersMax: Int) {
    (self.random, self.strata, self.ordersMax) = (random, strata, ordersMax)
  }

  mutating func options() -> [(name: String, value: String)] {
    let reps = whole(10...100, .reps)
    // All of these are drawn whatever is used of them, so that one choice changes no other.
    let guilty = (strata.card(.guilty, of: .padding)?.card ?? 0) + 1
    let paddings = kind(SimulationOptions.Padding.allCases.map(\.rawValue), .padding, of: .padding)
    let paddingShare = logarithmicShare(0.0005, 0.05, position(.paddingShare, of: .padding))
    let injections = kind(SimulationOptions.Injection.allCases.map(\.rawValue), .injection, of: .injections)
    let injectionRate = logarithmicShare(0.0005, 0.05, position(.injectionRate, of: .injections))
    var options = [
      ("orders", String(orders())), ("seed", String(whole(1...999_999_999))), ("reps", String(reps)),
      ("customers", String(Int(logarithmicShare(500, 200_000, position(.customers, of: .all)).rounded()))),
      ("products", String(whole(50...500, .products))), ("ladder", ladder()),
      (
        "discounts-by", SimulationOptions.DiscountBase.allCases[(strata.card(.base, of: strata.ownGroup)?.card ?? 0) % 3].rawValue
      ),
      ("discount-rate", "\(whole(20...90, .discountRate))%"),
    ]
    let drift = drifts()
    if !strata.hasPadding {
      options.append(("padding", "none"))
    } else {
      options += [
        ("padding", paddings), ("guilty-reps", String(guilty)),
        ("padding-rate", percent(min(1, paddingShare * Double(reps) / Double(guilty) / frequency(paddings)))),
      ]
    }
    if !strata.hasInjections {
      options.append(("injections", "none"))
    } else {
      options += [("injections", injections), ("injection-rate", percent(injectionRate))]
    }
    options.append(("noise-rate", percent(0.03 * position(.noise, of: .all))))
    if !drift.isEmpty { options.append(("drift", drift)) }
    return options
  }

  /// The fewest and the most orders go to companies where both schemes are at work, so that either shows what size does.
  private mutating func orders() -> Int {
    let (low, high) = (min(5_000, ordersMax), ordersMax)
    let share = random.share()
    if let extreme = strata.card(.extremeOrders, of: .both)?.card, extreme < 2 { return extreme == 0 ? low : high }
    guard let (card, count) = strata.card(.orders, butFor: .extremeOrders, of: .both, first: 2) else { return low }
    // As likely between 5,000 and 50,000 as between 50,000 and 500,000.
    let drawn = logarithmicShare(Double(low), Double(high), (Double(card) + share) / Double(count))
    return min(max(Int(drawn.rounded()), low), high)
  }

  /// Each kind by itself in one setting of a block, all together in the others.
  private func kind(_ kinds: [String], _ quantity: SettingStrata.Quantity, of group: SettingStrata.Group) -> String {
    let card = strata.card(quantity, of: group)?.card ?? kinds.count
    return card < kinds.count ? kinds[card] : "all"
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
    let steps = whole(2...10, .ladder)
    while quarters.count < steps { quarters.insert(whole(1...120)) }
    return quarters.sorted().map { "\(Words.plain(Double($0) / 4)):\(Words.plain(Double(whole(2...40)) / 10))" }
      .joined(separator: ",")
  }

  /// Honest changes on days within the middle of the history: of three settings with padding one, of the others likewise, sees
  /// its prices move; other changes are rarer.
  private mutating func drifts() -> String {
    var drifts: [String] = []
    let kinds: [(SimulationOptions.Drift.Kind, SettingStrata.Quantity, parts: Int)] = [
      (.prices, .prices, 3), (.ladder, .steps, 5), (.habits, .habits, 5), (.baskets, .baskets, 6),
    ]
    let (first, last) = (SimulationOptions().from.daysSince1970, SimulationOptions().to.daysSince1970)
    for (kind, quantity, parts) in kinds {
      let day = CivilDate(daysSince1970: first + Int64(Double(last - first) * (0.2 + 0.6 * random.share())))
      guard let (card, count) = strata.card(quantity, of: strata.ownGroup), card * parts < count else { continue }
      drifts.append("\(kind.rawValue)@\(day)")
    }
    return drifts.joined(separator: ",")
  }

  // MARK: Numbers

  /// A place between 0 and 1, within the part that was dealt.
  private mutating func position(_ quantity: SettingStrata.Quantity, of group: SettingStrata.Group) -> Double {
    let share = random.share()
    guard let (card, count) = strata.card(quantity, of: group) else { return share }
    return (Double(card) + share) / Double(count)
  }

  private mutating func whole(_ range: ClosedRange<Int>) -> Int { whole(range, at: random.share()) }

  private mutating func whole(_ range: ClosedRange<Int>, _ quantity: SettingStrata.Quantity) -> Int {
    whole(range, at: position(quantity, of: .all))
  }

  private func whole(_ range: ClosedRange<Int>, at position: Double) -> Int {
    range.lowerBound + Int(position * Double(range.count))
  }

  /// Equal parts for equal factors.
  private func logarithmicShare(_ low: Double, _ high: Double, _ position: Double) -> Double {
    // Halving the interval by its geometric middle needs no logarithm, and twenty halves are finer than what is written.
    var (low, high, left) = (low, high, position)
    for _ in 0..<20 {
      let middle = (low * high).squareRoot()
      left *= 2
      if left < 1 { high = middle } else { (low, left) = (middle, left - 1) }
    }
    return (low * high).squareRoot()
  }

  private func percent(_ share: Double) -> String { "\(Words.plain((share * 10_000).rounded() / 100))%" }
}
