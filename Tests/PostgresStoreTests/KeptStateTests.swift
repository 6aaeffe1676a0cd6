import Alerts
import PostgresStore
import Testing

/// Monitors' memory in the database.
@Suite struct KeptStateTests {
  private static func bytes(_ count: Int, seed: UInt8) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) ^ seed }
  }

  @Test(arguments: [0, 1, 4 << 20, (9 << 20) + 3])
  func itComesBackAsItWas(count: Int) throws {
    let trial = try Trial()
    let bytes = KeptStateTests.bytes(count, seed: 7)
    let store = try trial.store()
    try store.saveState(bytes, of: "shop", as: 3, digest: "d")
    // A memory of nothing is none.
    #expect(try trial.store().state(of: "shop", 3, digest: "d") == (count == 0 ? nil : bytes))
    #expect(try store.state(of: "shop", 4, digest: "d") == nil)
    #expect(try store.state(of: "other", 3, digest: "d") == nil)
  }

  @Test func whoWasOvertakenWritesBeside() throws {
    let trial = try Trial()
    let (one, two) = (KeptStateTests.bytes(5 << 20, seed: 1), KeptStateTests.bytes(100, seed: 2))
    let store = try trial.store()
    try store.saveState(one, of: "shop", as: 7, digest: "one")
    try trial.store().saveState(two, of: "shop", as: 7, digest: "two")
    #expect(try store.state(of: "shop", 7, digest: "one") == one)
    #expect(try store.state(of: "shop", 7, digest: "two") == two)
    // The same again takes its own place, also where the one before was longer.
    try store.saveState(two, of: "shop", as: 7, digest: "one")
    #expect(try store.state(of: "shop", 7, digest: "one") == two)
  }

  @Test func onlyOnesOwnAndOnlyTheOldGo() throws {
    let trial = try Trial()
    let store = try trial.store()
    for (name, numbers) in [("shop", 1...4), ("cards", 1...2)] {
      for number in numbers { try store.saveState([UInt8(number)], of: name, as: Int64(number), digest: "d") }
    }
    try store.removeStates(of: "shop", except: [3, 4])
    #expect(
      try trial.query("SELECT string_agg(name || sequence, ' ' ORDER BY name, sequence) FROM %monitor_state")
        == "cards1 cards2 shop3 shop4")
  }
}
