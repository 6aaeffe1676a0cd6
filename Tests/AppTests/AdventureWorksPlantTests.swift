import Foundation
import Testing

/// Whatever is planted into the tables of the AdventureWorks sample's shape is found by its rule, and nothing else is.
@Suite struct AdventureWorksPlantTests {
  /// One kind of alteration, by the rule that has to find it.
  struct Plant: Sendable {
    var rule: String
    var name: String
    var alter: @Sendable (inout AdventureWorksTables.Order) -> Void
    /// The order stands there once more, altered, behind itself.
    var isCopy = false

    init(
      _ rule: String, _ name: String, isCopy: Bool = false,
      _ alter: @escaping @Sendable (inout AdventureWorksTables.Order) -> Void
    ) {
      (self.rule, self.name, self.isCopy, self.alter) = (rule, name, isCopy, alter)
    }
  }

  static let plants = [
    Plant("line_total", "a price altered in one line") { $0.lines[0].price -= 1_000 },
    Plant("line_total", "a quantity altered in one line") { $0.lines[0].quantity += 1 },
    Plant("line_total", "a line's total altered, and the order's with it") {
      $0.lines[0].total -= 2
      $0.charged -= 2
    },
    Plant("subtotal", "a total that the lines do not bear out") { $0.charged -= 2 },
    Plant("subtotal", "a line taken out") { _ = $0.lines.removeLast() },
    Plant("subtotal", "an order without lines") { $0.lines = [] },
    Plant("price_below_cost", "a price of a shop altered with all totals") {
      $0.lines[0].price = 1_900
      $0.carry()
    },
    Plant("price_below_cost", "a price of a person altered with all totals") {
      $0.lines[0].price = 6_000
      $0.carry()
    },
    Plant("impossible_line", "goods for nothing") {
      $0.lines[0].price = 0
      $0.carry()
    },
    Plant("impossible_line", "goods taken back within an order") {
      $0.lines[0].quantity = -1
      $0.carry()
    },
    Plant("discount_without_offer", "a discount outside of the special offers") { $0.discount(3) },
    Plant("discount_without_offer", "an offer that does not exist") {
      $0.lines[0].offer = 99
      $0.discount(2)
    },
    Plant("repeated_product", "a product on two lines") {
      $0.lines.append($0.lines[0])
      $0.carry()
    },
    Plant("made_up_customer", "a customer's number beyond all") { $0.customer = 990_017 },
    Plant("made_up_customer", "a customer's number that is too small") { $0.customer = 417 },
    Plant("made_up_customer", "a customer's number that is too long") { $0.customer = 110_001 },
    Plant("made_up_customer", "a person's number on a shop's order") { $0.customer = $0.isOnline ? 29_600 : 11_200 },
    Plant("other_territory", "another territory for a customer's number") { $0.territory += 1 },
    Plant("made_up_seller", "a sales person whom nobody knows") { $0.rep = 299 },
    Plant("seller_and_channel", "a sales person on an order that was made online") { $0.rep = $0.isOnline ? 276 : nil },
    Plant("order_once_more", "an order once more", isCopy: true) { _ in },
    Plant("order_once_more", "an order once more on the next day, by somebody else", isCopy: true) {
      $0.rep = $0.rep.map { $0 == 274 ? 275 : 274 }
      $0.move(1)
    },
    Plant("subtotal", "an order once more with another total", isCopy: true) { $0.charged -= 5_000 },
    Plant("dates_apart", "the order's date moved back two days") { $0.ordered = AdventureWorksTables.day($0.ordered, -2) },
    Plant("dated_back", "all dates moved back") { $0.move(-20) },
    Plant("shipped_before_ordered", "goods sent before they were ordered") {
      $0.shipped = AdventureWorksTables.day($0.ordered, -1)
    },
  ]

  @Test func untouchedTablesGiveNothing() throws {
    let folder = try Program.Folder()
    try AdventureWorksTables().write(to: folder)
    #expect(try findings(in: folder).isEmpty)
  }

  @Test func whatIsPlantedIsFoundAndNothingElse() throws {
    var tables = AdventureWorksTables()
    var planted: [String: Plant] = [:]
    for (number, plant) in AdventureWorksPlantTests.plants.enumerated() {
      // Late enough for every customer to have been there, each of another customer; sellers are a shop's.
      let wantsOnline = plant.name.contains("person altered") || plant.name.contains("made online")
      let index = try #require(
        tables.orders.indices.first { index in
          let order = tables.orders[index]
          return index >= 185 + number * 7 && order.isOnline == wantsOnline && order.lines.count > 1 && order.id % 10 == 0
            && planted["\(order.id)"] == nil
        })
      var altered = tables.orders[index]
      plant.alter(&altered)
      if plant.isCopy {
        altered.id += 1
        tables.orders.insert(altered, at: index + 1)
      } else {
        tables.orders[index] = altered
      }
      planted["\(altered.id)"] = plant
    }
    let folder = try Program.Folder()
    try tables.write(to: folder)
    let found = try findings(in: folder)
    for (id, plant) in planted {
      #expect(found[id]?.contains("invariants.\(plant.rule)") == true, "\(plant.name), order \(id): \(found[id] ?? [])")
    }
    #expect(Set(found.keys).subtracting(planted.keys).isEmpty)
    // Each rule that there is has something to find here.
    let rules = try folder.rules("adventureworks")
    #expect(Set(AdventureWorksPlantTests.plants.map(\.rule)) == rules)
  }

  /// By order, the rules that flagged it.
  private func findings(in folder: Program.Folder) throws -> [String: Set<String>] {
    let outcome = try Program.run(["scan", "\(folder.path)/tables", "--format", "jsonl"], in: folder)
    try #require(outcome.code == 0, "\(outcome.talk)")
    var found: [String: Set<String>] = [:]
    for line in outcome.output.split(separator: "\n") {
      let finding = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      let (id, rules) = (try #require(finding["id"] as? String), try #require(finding["rules"] as? [String]))
      found[id, default: []].formUnion(rules)
    }
    return found
  }
}

extension Program.Folder {
  /// The rules of a shipped pack, as they are locked.
  fileprivate func rules(_ pack: String) throws -> Set<String> {
    let text = try String(contentsOfFile: "\(Program.root)/rules/\(pack)/invariants.rules", encoding: .utf8)
    return Set(
      text.split(separator: "\n").filter { $0.hasPrefix("rule ") }.map { String($0.split(separator: " ")[1]) })
  }
}

extension AdventureWorksTables.Order {
  fileprivate mutating func move(_ days: Int64) {
    ordered = AdventureWorksTables.day(ordered, days)
    due = AdventureWorksTables.day(due, days)
    shipped = shipped.map { AdventureWorksTables.day($0, days) }
  }
}
