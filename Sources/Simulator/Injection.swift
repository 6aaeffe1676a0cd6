import Records

/// What a dismissed administrator left behind: records altered or injected past the application.
struct Injection {
  private let simulation: OrderSimulation

  init(_ simulation: OrderSimulation) { self.simulation = simulation }

  private var seed: UInt64 { simulation.options.injectionSeed ?? simulation.options.seed }

  /// The order, altered or not, and what was put behind it.
  func apply(to order: SimulatedOrder, _ number: Int) -> [SimulatedOrder] {
    let options = simulation.options
    var order = order
    if simulation.hasDrifted(.falsePrices, order.day) { lowerPrices(&order) }
    guard options.injectionRate > 0, !options.injections.isEmpty else { return [order] }
    var random = Random(seed, .injection, number)
    if options.injections.contains(.price) { alterPrice(&order) }
    let kinds = SimulationOptions.Injection.allCases.filter { options.injections.contains($0) && $0 != .price }
    guard !kinds.isEmpty, random.happens(options.injectionRate), order.frauds.isEmpty else { return [order] }
    switch kinds[random.whole(0...kinds.count - 1)] {
    case .price: return [order]
    case .ghost: return [order, ghost(order, &random)]
    case .duplicate: return [order, duplicate(order, &random)]
    case .count: miscount(&order, &random)
    case .cost: misstateCost(&order, &random)
    case .list: misstateList(&order, &random)
    case .backdated: backdate(&order, &random)
    case .skim: skim(&order, &random)
    }
    return [order]
  }

  /// One product goes for less from a day on, in list and charge; its cost does not move. Loss: what the company no
  /// longer gets.
  private func alterPrice(_ order: inout SimulatedOrder) {
    for index in order.lines.indices {
      let lost = alteration(order.lines[index].product, order.lines[index].price, order.day)
      guard lost > 0 else { continue }
      order.lines[index].lower(by: lost)
      order.frauds.append(
        .init(scheme: "admin-injected", variant: "price", loss: lost * Int64(order.lines[index].quantity)))
    }
  }

  /// By how much the one product is lowered; 0 of others, and before.
  private func alteration(_ product: Int, _ price: Int64, _ day: Int64) -> Int64 {
    let options = simulation.options
    let span = options.to.daysSince1970 - options.from.daysSince1970
    guard day >= options.from.daysSince1970 + span * 7 / 10 else { return 0 }
    var random = Random(seed, .injection, -1)
    return random.weighted(simulation.company.popularity) == product ? part(price, 150_000) / 100 * 100 : 0
  }

  /// A third of the products goes for a tenth less, in list and charge; costs do not move. Loss: what the company no
  /// longer gets.
  private func lowerPrices(_ order: inout SimulatedOrder) {
    var loss: Int64 = 0
    for index in order.lines.indices {
      let lost = lowering(order.lines[index].product, order.lines[index].price)
      guard lost > 0 else { continue }
      order.lines[index].lower(by: lost)
      loss += lost * Int64(order.lines[index].quantity)
    }
    if loss > 0 { order.frauds.append(.init(scheme: "admin-injected", variant: "false-prices", loss: loss)) }
  }

  private func lowering(_ product: Int, _ price: Int64) -> Int64 {
    var random = Random(seed, .drift, product)
    return random.happens(0.34) ? part(price, 100_000) / 100 * 100 : 0
  }

  /// What the till reads on a day where a product's price is this.
  func tillPrice(_ product: Int, _ price: Int64, _ day: Int64) -> Int64 {
    var price = price
    if simulation.hasDrifted(.falsePrices, day) { price -= lowering(product, price) }
    if simulation.options.injections.contains(.price), simulation.options.injectionRate > 0 {
      price -= alteration(product, price, day)
    }
    return price
  }

  /// An order that never was, for a customer whom nobody else knows. Loss: its charge, goods that left unpaid.
  private func ghost(_ order: SimulatedOrder, _ random: inout Random) -> SimulatedOrder {
    var ghost = order
    ghost.customer = simulation.company.customer(simulation.options.customers + random.whole(0...999_999))
    ghost.lines = [simulation.line(random.weighted(simulation.company.popularity), random.whole(1...3), order.day)]
    ghost.count = ghost.lines[0].quantity
    ghost.chargedOffset = 0
    ghost.frauds = [.init(scheme: "admin-injected", variant: "ghost", loss: ghost.charged)]
    return ghost
  }

  /// The same order once more with another total. Loss: the difference.
  private func duplicate(_ order: SimulatedOrder, _ random: inout Random) -> SimulatedOrder {
    var copy = order
    let moved = part(order.charged, Int64(random.whole(20...300)) * 1_000)
    copy.chargedOffset -= moved
    copy.frauds = [.init(scheme: "admin-injected", variant: "duplicate", loss: moved)]
    return copy
  }

  private func miscount(_ order: inout SimulatedOrder, _ random: inout Random) {
    order.count += random.whole(1...3) * (random.happens(0.5) && order.count > 3 ? -1 : 1)
    order.frauds.append(.init(scheme: "admin-injected", variant: "count", loss: 0))
  }

  private func misstateCost(_ order: inout SimulatedOrder, _ random: inout Random) {
    order.costOffset = part(order.cost, Int64(random.whole(30...300)) * 1_000)
    order.frauds.append(.init(scheme: "admin-injected", variant: "cost", loss: order.costOffset))
  }

  /// The list says more than its lines make. Loss: the surplus, which passes for a discount.
  private func misstateList(_ order: inout SimulatedOrder, _ random: inout Random) {
    order.listOffset = part(order.list, Int64(random.whole(20...250)) * 1_000)
    order.frauds.append(.init(scheme: "admin-injected", variant: "list", loss: order.listOffset))
  }

  private func backdate(_ order: inout SimulatedOrder, _ random: inout Random) {
    order.day -= Int64(random.whole(20...400))
    order.frauds.append(.init(scheme: "admin-injected", variant: "backdated", loss: 0))
  }

  /// A few cents of the charge, too few for anybody to look. Loss: those cents.
  private func skim(_ order: inout SimulatedOrder, _ random: inout Random) {
    let cents = Int64(random.whole(1...4)) * 100
    order.chargedOffset -= cents
    order.frauds.append(.init(scheme: "admin-injected", variant: "skim", loss: cents))
  }
}
