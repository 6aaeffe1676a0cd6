/// Card payments as the published generator of the "Fraud Detection Handbook" is described: customers with habits of their own, who
/// pay at terminals near them, and three scenarios of fraud on top.
///
/// Every customer, terminal, and day of a customer has a stream of its own, so more customers or days change none that were there.
struct CardSimulation {
  struct Customer {
    var x: Double
    var y: Double
    /// In cents.
    var meanAmount: Double
    var meanPayments: Double
  }

  struct Payment {
    /// Since the first day's midnight.
    var second: Int
    var customer: Int32
    var terminal: Int32
    var cents: Int64
    /// 0 where the payment is honest.
    var scenario: UInt8 = 0

    var day: Int { second / CardSimulation.secondsADay }
  }

  static let daysMax = 10_000
  static let secondsADay = 86_400
  private static let side = 100.0

  let options: CardOptions
  /// In the order of their times.
  private(set) var payments: [Payment]

  init(_ options: CardOptions) {
    self.options = options
    let places = (0..<options.terminals).map { terminal in
      var random = Random(options.seed, .cardTerminals, terminal)
      return CardSimulation.place(&random)
    }
    var drawn: [Payment] = []
    for customer in 0..<options.customers { CardSimulation.pay(customer, at: places, options, into: &drawn) }
    payments = CardSimulation.sorted(drawn)
    commitFrauds()
  }

  private static func place(_ random: inout Random) -> (x: Double, y: Double) {
    let x = random.share() * side
    return (x, random.share() * side)
  }

  private static func customer(_ number: Int, _ seed: UInt64) -> Customer {
    var random = Random(seed, .cardCustomers, number)
    let place = place(&random)
    let meanAmount = 500 + random.share() * 9_500
    return Customer(x: place.x, y: place.y, meanAmount: meanAmount, meanPayments: random.share() * 4)
  }

  /// Who has no terminal near does not pay.
  private static func pay(
    _ number: Int, at places: [(x: Double, y: Double)], _ options: CardOptions, into payments: inout [Payment]
  ) {
    let customer = customer(number, options.seed)
    let near = places.indices.filter { index in
      let (dx, dy) = (places[index].x - customer.x, places[index].y - customer.y)
      return dx * dx + dy * dy < options.radius * options.radius
    }
    guard !near.isEmpty else { return }
    for day in 0..<options.days {
      var random = Random(options.seed, .cardPayments, number * daysMax + day)
      for _ in 0..<random.poisson(customer.meanPayments) {
        let second = Int(43_200 + 20_000 * random.normal())
        var cents = customer.meanAmount * (1 + random.normal() / 2)
        if cents < 0 { cents = random.share() * 2 * customer.meanAmount }
        let terminal = near[random.whole(0...near.count - 1)]
        guard second > 0, second < secondsADay else { continue }
        payments.append(
          Payment(
            second: day * secondsADay + second, customer: Int32(number), terminal: Int32(terminal),
            cents: Int64(cents.rounded())))
      }
    }
  }

  /// By time, then by customer, then as they were drawn.
  private static func sorted(_ payments: [Payment]) -> [Payment] {
    var order = payments.indices.map { UInt64(payments[$0].second) << 32 | UInt64($0) }
    order.sort()
    return order.map { payments[Int($0 & 0xFFFF_FFFF)] }
  }

  // MARK: Frauds

  private static let largeCents: Int64 = 220_00
  private static let tamperedDays = 28
  private static let stolenDays = 14

  /// In this order, a later scenario taking over what an earlier one had: large amounts, terminals that were tampered with,
  /// customers whose cards were stolen.
  private mutating func commitFrauds() {
    for index in payments.indices where payments[index].cents > CardSimulation.largeCents { payments[index].scenario = 1 }
    let byTerminal = Occurrences(payments.map { Int($0.terminal) }, options.terminals)
    for day in 0..<options.days {
      var random = Random(options.seed, .tamperedTerminals, day)
      for terminal in random.different(options.tamperedADay, below: options.terminals) {
        for index in byTerminal[terminal] where isWithin(index, day, CardSimulation.tamperedDays) { payments[index].scenario = 2 }
      }
    }
    let byCustomer = Occurrences(payments.map { Int($0.customer) }, options.customers)
    for day in 0..<options.days {
      var random = Random(options.seed, .stolenCards, day)
      var open: [Int] = []
      for customer in random.different(options.stolenADay, below: options.customers) {
        open += byCustomer[customer].filter { isWithin($0, day, CardSimulation.stolenDays) }
      }
      for index in random.sample(open.count / 3, of: open) {
        payments[index].cents *= 5
        payments[index].scenario = 3
      }
    }
  }

  private func isWithin(_ index: Int, _ day: Int, _ days: Int) -> Bool { (day..<day + days).contains(payments[index].day) }
}

/// Where each number occurs in a list, in the list's order.
struct Occurrences {
  private var starts: [Int]
  private var places: [Int]

  /// - bound: every number lies below it.
  init(_ numbers: [Int], _ bound: Int) {
    starts = [Int](repeating: 0, count: bound + 1)
    for number in numbers { starts[number + 1] += 1 }
    for number in 0..<bound { starts[number + 1] += starts[number] }
    var next = starts
    places = [Int](repeating: 0, count: numbers.count)
    for (place, number) in numbers.enumerated() {
      places[next[number]] = place
      next[number] += 1
    }
  }

  subscript(_ number: Int) -> ArraySlice<Int> { places[starts[number]..<starts[number + 1]] }
}
