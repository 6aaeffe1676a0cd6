import Records

/// A guilty rep adds an item to a customer's order, hides its price in the discount, and takes it home.
///
/// Loss: the value hidden, to the ten-thousandth; the customer pays for the rest.
struct Padding {
  private let simulation: OrderSimulation

  init(_ simulation: OrderSimulation) { self.simulation = simulation }

  func apply(to order: inout SimulatedOrder, _ number: Int) {
    let options = simulation.options
    var random = Random(options.paddingSeed ?? options.seed, .padding, number)
    let kinds = SimulationOptions.Padding.allCases.filter { options.paddings.contains($0) && applies($0, order) }
    guard !kinds.isEmpty else { return }
    let kind = kinds[random.whole(0...kinds.count - 1)]
    // Small and often, rare and large; at quarter ends and with a friend more often than else.
    let rate: Double =
      switch kind {
      case .wholly, .partly: 1
      case .quarterEnds: 4
      case .collusion: 3
      case .small: 2.5
      case .large: 0.3
      }
    guard random.happens(min(1, options.paddingRate * rate)) else { return }
    if kind == .collusion { order.customer = simulation.company.customer(friend(of: order.rep)) }
    let product = product(kind, order, &random)
    var line = simulation.line(product, 1, order.day)
    let hidden = kind == .partly ? part(line.price, Int64(random.whole(50...90)) * 10_000) : line.price
    line.charged -= hidden
    if let known = order.lines.firstIndex(where: { $0.product == product }) {
      order.lines[known].quantity += 1
      order.lines[known].charged += line.charged
    } else {
      order.lines.append(line)
    }
    order.count += 1
    order.frauds.append(.init(scheme: "rep-padding", variant: kind.rawValue, loss: hidden))
  }

  private func applies(_ kind: SimulationOptions.Padding, _ order: SimulatedOrder) -> Bool {
    guard kind == .quarterEnds else { return true }
    let date = CivilDate(daysSince1970: order.day)
    return date.month % 3 == 0 && date.day > CivilDate.days(in: date.month, of: date.year) - 8
  }

  /// The customer with whom a rep shares.
  private func friend(of rep: String) -> Int {
    var random = Random(
      simulation.options.paddingSeed ?? simulation.options.seed, .padding,
      -2 - rep.utf8.reduce(0) { ($0 * 31 + Int($1)) % 1_000_003 })
    return simulation.company.randomCustomer(&random)
  }

  private func product(_ kind: SimulationOptions.Padding, _ order: SimulatedOrder, _ random: inout Random) -> Int {
    let products = simulation.company.products
    for _ in 0..<200 {
      let product = random.whole(0...products.count - 1)
      let price = products[product].price
      switch kind {
      case .small where price > 600_000: continue
      case .large where price < 10_000_000: continue
      case .wholly where price < 100_000, .partly where price < 300_000: continue
      default: return product
      }
    }
    return random.whole(0...products.count - 1)
  }
}
