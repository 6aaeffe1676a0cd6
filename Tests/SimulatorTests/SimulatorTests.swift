import Records
import Simulator
import TestSupport
import Testing

@Suite struct SimulatorTests {
  private func history(_ set: [String: String] = [:]) throws -> (files: [OrderWriting.File: String], rows: Int) {
    var options = SimulationOptions()
    options.orders = 3_000
    options.customers = 5_000
    options.products = 120
    for (name, value) in set { try options.set(name, value) }
    try options.check()
    nonisolated(unsafe) var files: [OrderWriting.File: [UInt8]] = [:]
    var writing = OrderWriting(options) { file, bytes in files[file, default: []] += bytes }
    try writing.run()
    return (files.mapValues { String(decoding: $0, as: UTF8.self) }, writing.rows)
  }

  private struct Order {
    var row: Int
    var cells: [String: String]
    var lines: [(price: Int64, cost: Int64, quantity: Int64)]

    func raw(_ name: String) -> Double { Double(cells[name] ?? "") ?? .nan }
    var list: Int64 { lines.reduce(0) { $0 + $1.price * $1.quantity } }
    var cost: Int64 { lines.reduce(0) { $0 + $1.cost * $1.quantity } }
  }

  private func orders(_ files: [OrderWriting.File: String]) throws -> [Order] {
    var catalogue: [String: (Int64, Int64)] = [:]
    for line in (files[.catalogue] ?? "").split(separator: "\n").dropFirst() {
      let cells = line.split(separator: ",").map(String.init)
      catalogue[cells[0]] = (
        try #require(Money(text: cells[1])).tenThousandths, try #require(Money(text: cells[2])).tenThousandths
      )
    }
    let lines = (files[.wide] ?? "").split(separator: "\n")
    let header = lines[0].split(separator: ",").map(String.init)
    return lines.dropFirst().enumerated().map { index, line in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      var order = Order(row: index + 1, cells: [:], lines: [])
      for (name, cell) in zip(header, cells) {
        if let (price, cost) = catalogue[name] {
          if let quantity = Int64(cell), quantity > 0 { order.lines.append((price, cost, quantity)) }
        } else {
          order.cells[name] = cell
        }
      }
      return order
    }
  }

  private func truth(_ files: [OrderWriting.File: String]) -> [(row: Int, scheme: String, loss: String, variant: String)] {
    (files[.truth] ?? "").split(separator: "\n").dropFirst().map { line in
      let cells = line.split(separator: ",").map(String.init)
      return (Int(cells[0]) ?? 0, cells[1], cells[2], cells[4])
    }
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    #expect(try history().files == history().files)
    #expect(try history(["seed": "2"]).files != history().files)
  }

  @Test func oneConcernChangesNoOther() throws {
    let with = try history(["injections": "count"])
    let without = try history(["injections": "none"])
    let frauds = Set(truth(with.files).filter { $0.scheme == "admin-injected" }.map(\.row))
    #expect(!frauds.isEmpty)
    let pairs = zip((with.files[.json] ?? "").split(separator: "\n"), (without.files[.json] ?? "").split(separator: "\n"))
    for (index, (left, right)) in pairs.enumerated() { #expect((left == right) == !frauds.contains(index + 1)) }
  }

  @Test func honestOrdersAreWhatTheirLinesMake() throws {
    let (files, _) = try history(["padding": "none", "injections": "none"])
    #expect(truth(files).isEmpty)
    for order in try orders(files) {
      #expect(order.raw("ItemCount") == Double(order.lines.reduce(0) { $0 + $1.quantity }))
      #expect((2...22).contains(order.lines.reduce(0) { $0 + $1.quantity }))
      #expect(abs(order.raw("ListPrice") * 10_000 - Double(order.list)) <= FloatSum.errorMax(of: order.raw("ListPrice")))
      #expect(abs(order.raw("StandardCost") * 10_000 - Double(order.cost)) <= FloatSum.errorMax(of: order.raw("StandardCost")))
      #expect(order.raw("ChargedPrice") <= order.raw("ListPrice"))
    }
    let below = try orders(files).filter { $0.raw("ChargedPrice") < $0.raw("ListPrice") }.count
    #expect((1_600...2_000).contains(below))
  }

  /// Without ordinary discounts a padded order's whole gap is the loss, to the ten-thousandth.
  @Test func aPaddedOrdersGapIsItsLoss() throws {
    let (files, _) = try history(["discount-rate": "0", "injections": "none", "padding-rate": "50%"])
    let all = try orders(files)
    let frauds = truth(files)
    #expect(frauds.count > 100)
    for fraud in frauds {
      let order = all[fraud.row - 1]
      let gap = Double(order.list) - order.raw("ChargedPrice") * 10_000
      let loss = try #require(Money(text: fraud.loss)).tenThousandths
      #expect(abs(gap - Double(loss)) <= FloatSum.errorMax(of: order.raw("ListPrice")))
    }
    let guilty = Set(frauds.map(\.row))
    for order in all where !guilty.contains(order.row) { #expect(order.raw("ChargedPrice") == order.raw("ListPrice")) }
  }

  @Test func everyVariantAppears() throws {
    let (files, rows) = try history(["orders": "20000", "injection-rate": "3%", "padding-rate": "20%"])
    let found = Set(truth(files).map(\.variant))
    #expect(
      found == Set(SimulationOptions.Padding.allCases.map(\.rawValue) + SimulationOptions.Injection.allCases.map(\.rawValue)))
    #expect(rows > 20_000)
    #expect(truth(files).map(\.row).allSatisfy { (1...rows).contains($0) })
  }

  @Test func pricesDriftTogetherAndHonestly() throws {
    let (files, _) = try history(["padding": "none", "injections": "none", "discount-rate": "0", "drift": "prices@2016-01-01"])
    #expect(truth(files).isEmpty)
    let moved = try orders(files).filter { abs($0.raw("ListPrice") * 10_000 - Double($0.list)) > 100 }
    #expect(moved.count > 300)
    #expect(moved.allSatisfy { ($0.cells["date"] ?? "") >= "2016-01-01" && $0.raw("ChargedPrice") == $0.raw("ListPrice") })
    #expect(moved.allSatisfy { abs($0.raw("StandardCost") * 10_000 - Double($0.cost)) > 1 })
  }

  @Test func falsePricesLeaveTheCostAlone() throws {
    let (files, _) = try history([
      "padding": "none", "injections": "none", "discount-rate": "0", "drift": "false-prices@2016-01-01",
    ])
    let all = try orders(files)
    let frauds = truth(files)
    #expect(frauds.count > 300 && frauds.allSatisfy { $0.variant == "false-prices" })
    for fraud in frauds {
      let order = all[fraud.row - 1]
      let loss = try #require(Money(text: fraud.loss)).tenThousandths
      #expect(
        abs(order.raw("ListPrice") * 10_000 + Double(loss) - Double(order.list)) <= FloatSum.errorMax(of: order.raw("ListPrice")))
      #expect(abs(order.raw("StandardCost") * 10_000 - Double(order.cost)) <= FloatSum.errorMax(of: order.raw("StandardCost")))
    }
  }

  @Test(arguments: [
    ("orders", "0"), ("orders", "many"), ("ladder", "1:x"), ("ladder", "120"), ("from", "2016-02-30"), ("padding", "wholy"),
    ("drift", "prices"),
    ("drift", "winds@2016-01-01"), ("noise-rate", "2"), ("seed", "-1"), ("colour", "red"),
  ])
  func badOptionsAreSaid(name: String, value: String) {
    #expect(throws: SimulationOptions.Failure.self) {
      var options = SimulationOptions()
      try options.set(name, value)
    }
  }
}
