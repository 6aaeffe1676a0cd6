import Records

/// Draws orders one after another, in the order of their days; a fraud may change one or put further ones behind it.
struct OrderSimulation {
  let options: SimulationOptions
  let company: Company
  private let daySpan: Double
  private let ladder: [Int64]

  init(_ options: SimulationOptions) {
    self.options = options
    company = Company(options)
    daySpan = Double(options.to.daysSince1970 - options.from.daysSince1970 + 1)
    ladder = options.ladder.map(\.millionths)
  }

  /// The order with this number and whatever is put behind it.
  func orders(_ number: Int) -> [SimulatedOrder] {
    var order = honestOrder(number)
    let rep = company.reps.firstIndex { $0.name == order.rep } ?? 0
    if company.reps[rep].isGuilty { Padding(self).apply(to: &order, number) }
    return Injection(self).apply(to: order, number)
  }

  private func honestOrder(_ number: Int) -> SimulatedOrder {
    var random = Random(options.seed, .order, number)
    let day = day(number)
    let rep = company.reps[random.weighted(company.repSums)]
    let customer = company.customer(company.randomCustomer(&random))
    let lines = basket(&random, day)
    var order = SimulatedOrder(
      day: day, rep: rep.name, customer: customer, lines: lines, count: lines.reduce(0) { $0 + $1.quantity })
    discount(&order, rep, number)
    var noise = Random(options.seed, .noise, number)
    if noise.happens(options.noiseRate) {
      if noise.happens(0.5) {
        order.age = noise.happens(0.5) ? -noise.whole(1...40) : noise.whole(112...130)
      } else {
        order.hasBlanks = true
      }
    }
    return order
  }

  /// Business grows: a day at the end sees about three times the orders of one at the beginning.
  private func day(_ number: Int) -> Int64 {
    let growth = 2.0
    let position = (Double(number) + 0.5) / Double(options.orders)
    // The inverse of the running sum of 1 + growth·t.
    let time = ((1 + 2 * growth * position * (1 + growth / 2)).squareRoot() - 1) / growth
    var day = options.from.daysSince1970 + Int64(min(time, 0.999_999) * daySpan)
    // Sundays are closed; their orders came in the day before.
    if (day + 4) % 7 == 0, day > options.from.daysSince1970 { day -= 1 }
    return day
  }

  private func basket(_ random: inout Random, _ day: Int64) -> [SimulatedOrder.Line] {
    let stop = hasDrifted(.baskets, day) ? 0.18 : 0.32
    var items = 2
    while items < 22, !random.happens(stop) { items += 1 }
    var lines: [SimulatedOrder.Line] = []
    var left = items
    while left > 0 {
      let product = random.weighted(company.popularity)
      let quantity = random.happens(0.12) ? min(left, random.whole(2...4)) : 1
      left -= quantity
      if let known = lines.firstIndex(where: { $0.product == product }) {
        lines[known].quantity += quantity
      } else {
        lines.append(line(product, quantity, day))
      }
    }
    for index in lines.indices { lines[index].charged = lines[index].list }
    return lines
  }

  func line(_ product: Int, _ quantity: Int, _ day: Int64) -> SimulatedOrder.Line {
    var (price, cost) = (company.products[product].price, company.products[product].cost)
    if hasDrifted(.prices, day) {
      // A third of the products moves, list and cost together.
      var random = Random(options.seed, .drift, product)
      if random.happens(0.34) {
        let factor = 1_030_000 + Int64(random.whole(0...90)) * 1_000
        price = part(price, factor) / 100 * 100
        cost = part(cost, factor)
      }
    }
    return .init(product: product, quantity: quantity, price: price, cost: cost, charged: price * Int64(quantity))
  }

  private func discount(_ order: inout SimulatedOrder, _ rep: Company.Rep, _ number: Int) {
    var random = Random(options.seed, .discounts, number)
    let rate = hasDrifted(.habits, order.day) ? min(1, rep.discountRate * 1.3) : rep.discountRate
    guard random.happens(rate) else { return }
    func step(_ random: inout Random) -> Int64 {
      let step = ladder[random.weighted(rep.steps)]
      return hasDrifted(.ladder, order.day) ? step + 10_000 : step
    }
    if options.discountBase == .order {
      order.chargedOffset -= part(order.list, step(&random))
      return
    }
    for index in order.lines.indices {
      guard index == 0 || random.happens(0.35) else { continue }
      let line = order.lines[index]
      let units = options.discountBase == .unit ? random.whole(1...line.quantity) : line.quantity
      order.lines[index].charged -= part(line.price * Int64(units), step(&random))
    }
  }

  func hasDrifted(_ kind: SimulationOptions.Drift.Kind, _ day: Int64) -> Bool {
    options.drifts.contains { $0.kind == kind && $0.day.daysSince1970 <= day }
  }
}
