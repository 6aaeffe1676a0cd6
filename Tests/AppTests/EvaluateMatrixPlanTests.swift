import Foundation
import Testing

/// The settings that `sheriff evaluate matrix` draws: sixteen in a row hold every kind.
@Suite struct EvaluateMatrixPlanTests {
  /// Each setting's options by name.
  private func plan(seed: Int, settings: Int = 16, more: [String] = []) throws -> [[String: String]] {
    let arguments = ["evaluate", "matrix", "--plan", "--settings", "\(settings)", "--seed", "\(seed)"] + more
    let outcome = try Program.run(arguments, in: try Program.Folder())
    try #require(outcome.code == 0, "\(outcome.talk)")
    return outcome.output.split(separator: "\n").map { line in
      let words = line.split(separator: " ").dropFirst().map(String.init)
      let pairs = stride(from: 0, to: words.count, by: 2).map { (String(words[$0].dropFirst(2)), words[$0 + 1]) }
      return Dictionary(uniqueKeysWithValues: pairs)
    }
  }

  private func share(_ text: String?) -> Double { text.flatMap { Double($0.dropLast()) } ?? .nan }

  @Test(arguments: 1...30)
  func sixteenSettingsHoldEveryKind(seed: Int) throws {
    let settings = try plan(seed: seed)
    try #require(settings.count == 16)
    func values(_ name: String) -> [String] { settings.compactMap { $0[name] } }
    #expect(Set(values("padding")) == ["none", "all", "wholly", "partly", "quarter-ends", "collusion", "small", "large"])
    #expect(
      Set(values("injections")) == [
        "none", "all", "price", "ghost", "count", "cost", "list", "backdated", "duplicate", "skim",
      ])
    #expect(values("guilty-reps").compactMap { Int($0) }.sorted() == Array(1...10))
    let orders = values("orders").compactMap { Int($0) }.sorted()
    #expect(orders.first == 5_000 && orders.last == 500_000)
    // Nobody lies far from the next: as many below 50,000 as above.
    #expect((7...9).contains(orders.count { $0 < 50_000 }))
    for base in ["unit", "line", "order"] {
      #expect(settings.contains { $0["discounts-by"] == base && $0["padding"] != "none" }, "\(base)")
    }
    // Prices move in some with padding, and in some without.
    for hasPadding in [true, false] {
      #expect(settings.contains { ($0["padding"] != "none") == hasPadding && $0["drift"]?.contains("prices@") == true })
    }
    for drift in ["ladder@", "habits@", "baskets@"] {
      #expect(settings.contains { $0["drift"]?.contains(drift) == true }, "\(drift)")
    }
    // No two ladders alike, few steps and many; discounts seldom and often.
    let ladders = values("ladder")
    #expect(Set(ladders).count == 16)
    let steps = ladders.map { $0.split(separator: ",").count }
    #expect(steps.min() == 2 && steps.max() == 10)
    let rates = values("discount-rate").map { share($0) }
    #expect((rates.min() ?? 100) <= 25 && (rates.max() ?? 0) >= 85)
    // From 0.05 percent to 5 of all orders.
    let injected = values("injection-rate").map { share($0) }.sorted()
    #expect(injected.count == 10 && injected[0] >= 0.05 && injected[0] <= 0.08 && injected[9] > 3.1 && injected[9] <= 5)
    // Both schemes, either, and none.
    let schemes = settings.map { [$0["padding"] != "none", $0["injections"] != "none"] }
    for kind in [[true, true], [true, false], [false, true], [false, false]] { #expect(schemes.contains(kind)) }
    // The extremes of size are companies in which both schemes are at work.
    for extreme in settings where ["5000", "500000"].contains(extreme["orders"]) {
      #expect(extreme["padding"] != "none" && extreme["injections"] != "none")
    }
  }

  @Test func aSettingIsTheSameHoweverManyThereAre() throws {
    let many = try plan(seed: 7, settings: 40)
    #expect(try plan(seed: 7, settings: 5) == Array(many.prefix(5)))
    #expect(try plan(seed: 8, settings: 5) != Array(many.prefix(5)))
    #expect(many.count == 40 && Set(many).count == 40)
  }

  @Test func noSettingHasMoreOrdersThanIsAllowed() throws {
    let some = try plan(seed: 3, more: ["--orders-max", "20000"]).compactMap { $0["orders"].flatMap { Int($0) } }
    #expect(some.min() == 5_000 && some.max() == 20_000)
    let few = try plan(seed: 3, more: ["--orders-max", "300"]).compactMap { $0["orders"].flatMap { Int($0) } }
    #expect(few.allSatisfy { $0 == 300 })
  }
}
