import Records
import Simulator
import Testing

/// Simulated card payments are what their description says: exactly where it leaves no choice, by expectation where it does.
@Suite struct CardsTests {
  struct Payment: Equatable {
    var id: Int
    var time: String
    var customer: Int
    var terminal: Int
    var amount: String
    var second: Int
    var day: Int
    var isFraud: Bool
    var scenario: Int

    var cents: Int64 { Int64(amount.filter { $0 != "." }) ?? -1 }
  }

  private func files(_ set: [String: String]) throws -> [CardWriting.File: String] {
    var options = CardOptions()
    for (name, value) in set { try options.set(name, value) }
    try options.check()
    nonisolated(unsafe) var files: [CardWriting.File: [UInt8]] = [:]
    var writing = CardWriting(options) { file, bytes in files[file, default: []] += bytes }
    try writing.run()
    return files.mapValues { String(decoding: $0, as: UTF8.self) }
  }

  private func payments(_ files: [CardWriting.File: String]) throws -> [Payment] {
    let lines = try #require(files[.table]).split(separator: "\n")
    #expect(
      lines.first
        == "TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_TIME_SECONDS,TX_TIME_DAYS,TX_FRAUD,TX_FRAUD_SCENARIO")
    return lines.dropFirst().map { line in
      let cells = line.split(separator: ",").map(String.init)
      func whole(_ cell: Int) -> Int { Int(cells[cell]) ?? -1 }
      return Payment(
        id: whole(0), time: cells[1], customer: whole(2), terminal: whole(3), amount: cells[4], second: whole(5), day: whole(6),
        isFraud: whole(7) == 1, scenario: whole(8))
    }
  }

  private func payments(_ set: [String: String]) throws -> [Payment] { try payments(files(set)) }

  private static let small = ["customers": "300", "terminals": "500", "days": "30", "radius": "10", "tampered": "4"]

  @Test func theSameSeedGivesTheSameBytes() throws {
    let set = ["customers": "60", "terminals": "90", "days": "10", "radius": "15"]
    let first = try files(set)
    #expect(try files(set) == first)
    #expect(Set(first.keys) == [.table, .json, .truth])
    #expect(try files(set.merging(["seed": "2"]) { $1 }) != first)
  }

  @Test func rowsAreNumberedByTimeAndTimesAgree() throws {
    let payments = try payments(CardsTests.small)
    #expect(payments.map(\.id) == Array(payments.indices))
    #expect(zip(payments, payments.dropFirst()).allSatisfy { $0.second <= $1.second })
    for payment in payments {
      let (rest, date) = (payment.second % 86_400, CivilDate(daysSince1970: 17_622 + Int64(payment.day)))
      let clock = [rest / 3_600, rest / 60 % 60, rest % 60].map { ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: ":")
      #expect(payment.time == "\(date) \(clock)")
      #expect(payment.day == payment.second / 86_400 && payment.day < 30 && rest > 0)
      #expect(payment.isFraud == (payment.scenario > 0))
      #expect((0..<300).contains(payment.customer) && (0..<500).contains(payment.terminal))
    }
    #expect(payments.first?.time.hasPrefix("2018-04-01 ") == true)
  }

  /// What a seed has drawn stays as it is when more customers and days come, and when frauds change.
  @Test func oneConcernChangesNoOther() throws {
    let honest = CardsTests.small.merging(["tampered": "0", "stolen": "0"]) { $1 }
    let plain = try payments(honest)
    func facts(_ payments: [Payment]) -> [String] {
      payments.map { "\($0.second) \($0.customer) \($0.terminal) \($0.amount) \($0.scenario)" }
    }
    let more = try payments(honest.merging(["customers": "310", "days": "33"]) { $1 })
    #expect(facts(more.filter { $0.customer < 300 && $0.day < 30 }) == facts(plain))
    // Thefts look fourteen days ahead, so only what lies before that is settled.
    let frauds = try payments(CardsTests.small)
    let longer = try payments(CardsTests.small.merging(["days": "33"]) { $1 })
    #expect(facts(longer.filter { $0.day < 17 }) == facts(frauds.filter { $0.day < 17 }))
  }

  @Test func largeAmountsAreTheOnlyFraudWithoutTheOthers() throws {
    let payments = try payments(CardsTests.small.merging(["tampered": "0", "stolen": "0"]) { $1 })
    for payment in payments { #expect(payment.scenario == (payment.cents > 220_00 ? 1 : 0)) }
    #expect(payments.contains { $0.scenario == 1 })
  }

  /// Whoever pays there while a terminal is tampered with is robbed, all day and for four weeks.
  @Test func tamperedTerminalsRobEverybody() throws {
    let payments = try payments(CardsTests.small.merging(["stolen": "0", "days": "60"]) { $1 })
    var days: [Int: [Int: Set<Int>]] = [:]
    for payment in payments { days[payment.terminal, default: [:]][payment.day, default: []].insert(payment.scenario) }
    var lengths: [Int] = []
    for (_, scenarios) in days {
      for kinds in scenarios.values where kinds.contains(2) { #expect(kinds == [2]) }
      // Draws of a terminal that is tampered with already only make the time longer.
      let tampered = scenarios.filter { $0.value.contains(2) }.keys.sorted()
      if let first = tampered.first, let last = tampered.last { lengths.append(last - first + 1) }
    }
    #expect(lengths.count > 50)
    #expect(lengths.contains { $0 > 14 })
    // Where one of five hundred is drawn a day, hardly any is drawn again before its four weeks are over.
    let single = try self.payments(CardsTests.small.merging(["stolen": "0", "tampered": "1", "days": "60"]) { $1 })
    let spans = Dictionary(grouping: single.filter { $0.scenario == 2 }, by: \.terminal).mapValues { of in
      (of.map(\.day).max() ?? 0) - (of.map(\.day).min() ?? 0) + 1
    }
    #expect(spans.values.filter { $0 <= 28 }.count >= spans.count * 8 / 10)
    #expect(spans.values.contains { (25...28).contains($0) })
  }

  /// A third of what a stolen card pays within two weeks costs five times as much; nothing else changes.
  @Test func stolenCardsPayFiveTimesAsMuch() throws {
    let set = CardsTests.small.merging(["tampered": "0"]) { $1 }
    let (stolen, honest) = (try payments(set), try payments(set.merging(["stolen": "0"]) { $1 }))
    #expect(stolen.count == honest.count)
    var changed = 0
    for (mine, other) in zip(stolen, honest) {
      var same = mine
      (same.amount, same.isFraud, same.scenario) = (other.amount, other.isFraud, other.scenario)
      #expect(same == other)
      if mine.scenario == 3 {
        // A customer who is robbed twice in two weeks may pay twenty-five times as much.
        #expect([5, 25, 125].contains { mine.cents == other.cents * $0 })
        changed += 1
      } else {
        #expect(mine.cents == other.cents && mine.scenario == other.scenario)
      }
    }
    #expect(changed > 50)
  }

  /// What happens lies near what the description makes one expect.
  @Test func sharesAreThoseOfTheDescription() throws {
    let (customers, terminals, tampered, stolen) = (600.0, 500.0, 5.0, 6.0)
    let payments = try payments([
      "customers": "600", "terminals": "500", "days": "30", "radius": "10", "tampered": "5", "stolen": "6",
    ])
    // Two a customer and day, but for the three in a hundred that fall beyond midnight.
    let expected = customers * 30 * 2 * 0.969
    #expect(abs(Double(payments.count) / expected - 1) < 0.08, "\(payments.count) against \(expected)")
    let large = Double(payments.filter { $0.scenario == 1 }.count) / Double(payments.count)
    // 978 of 1.75 million were published; six hundred customers are few.
    #expect((0.0002...0.0012).contains(large), "\(large)")
    var (robbed, taken) = (0.0, 0.0)
    for payment in payments {
      let draws = (terminal: Double(min(payment.day + 1, 28)), customer: Double(min(payment.day + 1, 14)))
      let kept = power(1 - stolen / customers / 3, draws.customer)
      robbed += (1 - power(1 - tampered / terminals, draws.terminal)) * kept
      taken += 1 - power(1 - stolen / customers / 3, draws.customer)
    }
    let (second, third) = (payments.filter { $0.scenario == 2 }.count, payments.filter { $0.scenario == 3 }.count)
    #expect(abs(Double(second) / robbed - 1) < 0.25, "\(second) against \(robbed)")
    #expect(abs(Double(third) / taken - 1) < 0.2, "\(third) against \(taken)")
    // Means are uniform from 5 to 100.
    let honest = payments.filter { $0.scenario != 3 }.map(\.cents)
    let mean = Double(honest.reduce(0, +)) / Double(honest.count)
    #expect((5_000...5_700).contains(mean), "\(mean)")
    // Noon is the middle, and two thirds lie within 20,000 seconds of it.
    let central = payments.filter { abs($0.second % 86_400 - 43_200) < 20_000 }
    let share = Double(central.count) / Double(payments.count)
    #expect((0.69...0.72).contains(share), "\(share)")
  }

  /// A circle of radius ten is 3.14 percent of the square, and 2.88 on average without what lies beyond its edges.
  @Test func customersKnowTheTerminalsNearThem() throws {
    let payments = try payments(["customers": "150", "terminals": "200", "days": "60", "radius": "10"])
    let visited = Double(Set(payments.map { [$0.customer, $0.terminal] }).count)
    // Some pay too seldom to have been everywhere.
    #expect((0.8...1.1).contains(visited / (150 * 200 * 0.0288)), "\(visited)")
  }

  private func power(_ base: Double, _ exponent: Double) -> Double {
    (0..<Int(exponent)).reduce(1.0) { product, _ in product * base }
  }

  @Test func whoHasNoTerminalNearDoesNotPay() throws {
    let files = try files(["customers": "20", "terminals": "1", "days": "5", "radius": "0.0001"])
    #expect(try payments(files).isEmpty)
    #expect(files[.truth] == "row,scheme,loss,rep,variant\n" && files[.json] == "")
    let all = try payments(["customers": "20", "terminals": "3", "days": "40", "radius": "150"])
    #expect(Set(all.map { $0.customer * 3 + $0.terminal }).count > 50)
  }

  @Test func truthAndDocumentsSayWhatTheTableSays() throws {
    let files = try files(CardsTests.small)
    let payments = try payments(files)
    let schemes = ["stolen-card,large-amount", "terminal-tampering,tampered-terminal", "stolen-card,stolen-card"]
    let truth = payments.filter(\.isFraud).map { payment in
      let parts = schemes[payment.scenario - 1].split(separator: ",")
      return "\(payment.id + 1),\(parts[0]),\(payment.amount),\(payment.customer),\(parts[1])\n"
    }
    #expect(files[.truth] == "row,scheme,loss,rep,variant\n" + truth.joined())
    let documents = payments.map { payment in
      "{\"TRANSACTION_ID\":\(payment.id),\"TX_DATETIME\":\"\(payment.time)\",\"CUSTOMER_ID\":\(payment.customer),"
        + "\"TERMINAL_ID\":\(payment.terminal),\"TX_AMOUNT\":\(payment.amount),\"TX_TIME_SECONDS\":\(payment.second),"
        + "\"TX_TIME_DAYS\":\(payment.day),\"TX_FRAUD\":\(payment.isFraud ? 1 : 0),\"TX_FRAUD_SCENARIO\":\(payment.scenario)}\n"
    }
    #expect(files[.json] == documents.joined())
    #expect(payments.allSatisfy { $0.amount.split(separator: ".").last?.count == 2 })
  }

  @Test(arguments: [
    (["customers": "0"], "`customers 0`: expected a whole number from 1 to 100000"),
    (["radius": "0"], "`radius 0`: expected a number above 0 and up to 150"),
    (["radius": "nan"], "`radius nan`: expected a number above 0 and up to 150"),
    (["start": "2018-02-30"], "`start 2018-02-30`: expected a date such as 2016-03-01"),
    (["layout": "other"], "`layout other`: there are handbook, anonymous"),
    (["payments": "5"], "`payments` belongs to `--layout anonymous`; leave it out, or ask for that layout"),
    (["layout": "anonymous", "days": "5"], "`days` belongs to `--layout handbook`; leave it out, or ask for that layout"),
    (
      ["customers": "100000", "days": "1000"],
      "100000 customers over 1000 days do not fit into memory; their product may be 20000000"
    ),
    (["start": "9999-12-01", "days": "40"], "40 days from 9999-12-01 go beyond the year 9999"),
    (["speed": "5"], "there is no option `speed`"),
  ])
  func whatCannotBeIsSaid(set: [String: String], message: String) {
    #expect {
      try files(set)
    } throws: { error in
      "\(error)" == message
    }
  }
}
