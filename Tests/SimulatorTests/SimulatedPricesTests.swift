import Records
import Simulator
import Testing

/// The prices that are told of a simulation are those that its orders were made with.
@Suite struct SimulatedPricesTests {
  @Test(arguments: ["price", "price,list,cost", "ghost,duplicate,count,skim"])
  func goodsAtTheToldPricesMakeTheTotals(injections: String) throws {
    var options = SimulationOptions()
    options.orders = 4_000
    options.products = 60
    try options.set("injections", injections)
    try options.set("injection-rate", "2%")
    try options.set("drift", "prices@2015-03-01,false-prices@2017-01-01")
    nonisolated(unsafe) var files: [OrderWriting.File: [UInt8]] = [:]
    var writing = OrderWriting(options) { file, bytes in files[file, default: []] += bytes }
    try writing.run()
    func lines(_ file: OrderWriting.File) -> [[Substring]] {
      String(decoding: files[file] ?? [], as: UTF8.self).split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
    }
    var variants: [Int: Set<Substring>] = [:]
    for cells in lines(.truth).dropFirst() { variants[Int(cells[0]) ?? 0, default: []].insert(cells[4]) }
    let orders = lines(.wide)
    let names = orders[0].map(String.init)
    let prices = SimulatedPrices(options)
    var altered = 0
    for (index, cells) in orders.dropFirst().enumerated() {
      let day = try #require(SimulatedPricesTests.date(cells[cells.count - 1]))
      var (honest, till, cost) = (0.0, 0.0, 0.0)
      for (name, cell) in zip(names, cells) {
        guard let amounts = prices.amounts(of: name, on: day), let quantity = Double(cell), quantity > 0 else { continue }
        honest += quantity * Double(amounts.price.tenThousandths)
        till += quantity * Double(amounts.tillPrice.tenThousandths)
        cost += quantity * Double(amounts.cost.tenThousandths)
      }
      let known = variants[index + 1] ?? []
      func isStated(_ column: String, _ amount: Double) throws -> Bool {
        let place = try #require(names.firstIndex(of: column))
        let raw = try #require(Double(cells[place]))
        return abs(raw * 10_000 - amount) <= FloatSum.errorMax(of: raw)
      }
      #expect(try isStated("ListPrice", till) == !known.contains("list"), "row \(index + 1)")
      #expect(try isStated("StandardCost", cost) == !known.contains("cost"), "row \(index + 1)")
      #expect((honest != till) == !known.isDisjoint(with: ["price", "false-prices"]), "row \(index + 1)")
      if honest != till { altered += 1 }
    }
    #expect(altered > 100)
    #expect(prices.amounts(of: "Nothing of the kind", on: options.from) == nil)
  }

  private static func date(_ cell: Substring) -> CivilDate? {
    let parts = cell.prefix(10).split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? CivilDate(year: parts[0], month: parts[1], day: parts[2]) : nil
  }
}
