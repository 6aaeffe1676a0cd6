import Alerts
import Detection
import Foundation
import Records
import TestSupport
import Testing

/// Random orders of what one can do with alerts, held against a store that is a few arrays.
@Suite struct AlertOracleTests {
  private static let month: Int64 = 31 * Instant.microsecondsPerDay
  private static let euro = Currency("EUR") ?? .usDollar

  private func sighting(_ random: inout SeededGenerator) -> Sighting {
    func one<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &random)] }
    return Sighting(
      source: one(["/a.csv", "/b.csv"]), record: "row:\(Int.random(in: 1...12, using: &random))", row: 1,
      at: one([nil, Instant(microseconds: 0), Instant(microseconds: Self.month), Instant(microseconds: 3 * Self.month)]),
      entity: one([nil, "Ann", "Bob"]), scheme: one(["rep-padding", "admin-injected"]), severity: one(AlertSeverity.allCases),
      score: one([0, 0.25, 1]), rules: one([[], ["p.a"], ["p.a", "p.b"], ["p.ab"]]),
      loss: one([nil, Money(unchecked: 16_874_950), Money(unchecked: -1), Money(unchecked: 1 << 52)]),
      currency: one([.usDollar, Self.euro]), reason: one(["so", "or so"]),
      hashes: DecisionHashes(rules: one(["r1", "r2"]), baseline: one([nil, "b"]), model: one([nil, "m"])))
  }

  private func filter(_ random: inout SeededGenerator) -> AlertFilter {
    func maybe<Value>(_ values: [Value]) -> Value? {
      Int.random(in: 0..<4, using: &random) == 0 ? values[Int.random(in: 0..<values.count, using: &random)] : nil
    }
    var filter = AlertFilter(standing: maybe(AlertFilter.Standing.allCases) ?? .all)
    filter.scheme = maybe(["rep-padding", "none"])
    filter.rule = maybe(["p.a", "p.b", "p"])
    filter.entity = maybe(["Ann", "Bob"])
    filter.source = maybe(["/a.csv"])
    filter.record = maybe(["row:3"])
    filter.severity = maybe(AlertSeverity.allCases)
    filter.from = maybe([Instant(microseconds: 1), Instant(microseconds: -5)])
    filter.before = maybe([Instant(microseconds: Self.month), Instant(microseconds: Self.month + 1)])
    filter.lossLeast = maybe([.zero, Money(unchecked: 16_874_950)])
    filter.caseKey = maybe([
      CaseIdentity(scheme: "rep-padding", entity: "Ann", period: CasePeriod(months: 1970 * 12)).key, "nothing",
    ])
    return filter
  }

  private func compare(_ file: any AlertStore, _ paper: PaperAlerts, _ now: Instant, _ random: inout SeededGenerator) throws {
    let filter = filter(&random)
    let (limit, offset) = (Int.random(in: 1...9, using: &random), Int.random(in: 0...4, using: &random))
    for order in AlertQuery.Order.allCases {
      let query = AlertQuery(filter, order: order, limit: limit, offset: offset)
      #expect(try file.alerts(query, at: now) == paper.alerts(query, at: now), "\(query)")
    }
    for order in CaseQuery.Order.allCases {
      let query = CaseQuery(filter, order: order, limit: limit, offset: offset)
      #expect(try file.cases(query, at: now) == paper.cases(query, at: now), "\(query)")
    }
    #expect(try file.count(filter, at: now) == paper.count(filter, at: now))
  }

  @Test(arguments: StoreKind.allCases, 1...3 as ClosedRange<UInt64>)
  func theStoreAgreesWithThePaper(kind: StoreKind, seed: UInt64) throws { try agree(kind, seed) }

  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["SHERIFF_HEAVY"] != nil),
    arguments: StoreKind.allCases, 4...24 as ClosedRange<UInt64>)
  func theStoreAgreesWithThePaperHeavy(kind: StoreKind, seed: UInt64) throws { try agree(kind, seed) }

  private func agree(_ kind: StoreKind, _ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let place = try StorePlace(kind)
    var file = try place.store()
    let paper = PaperAlerts()
    func both<Value: Equatable>(_ step: Int, _ body: (any AlertStore) throws -> Value) {
      let (first, second) = (Result { try body(file) }, Result { try body(paper) })
      switch (first, second) {
      case (.success(let first), .success(let second)): #expect(first == second, "step \(step)")
      case (.failure(let first), .failure(let second)):
        #expect((first as? AlertError)?.code == (second as? AlertError)?.code, "step \(step)")
      default: Issue.record("step \(step): \(first) and \(second)")
      }
    }
    for step in 0..<90 {
      let now = Instant(microseconds: Int64(step))
      switch Int.random(in: 0..<12, using: &random) {
      case 0..<4:
        let batch = (0..<Int.random(in: 0...6, using: &random)).map { _ in sighting(&random) }
        let checkpoint =
          Bool.random(using: &random)
          ? Checkpoint(
            name: Bool.random(using: &random) ? "x" : "y", sequence: Int64(step) - Int64.random(in: 0...9, using: &random),
            bytes: [UInt8(truncatingIfNeeded: step)]) : nil
        both(step) { try $0.store(batch, checkpoint: checkpoint, at: now) }
      case 4..<7:
        var keys = try paper.alerts(AlertQuery(limit: 100), at: now).map(\.key).filter { _ in
          Int.random(in: 0..<5, using: &random) == 0
        }
        if Int.random(in: 0..<8, using: &random) == 0 { keys.append("no such key") }
        let ruling = AlertVerdict.Ruling.allCases[Int.random(in: 0...1, using: &random)]
        both(step) { try $0.judge(keys, AlertVerdict(ruling, who: "ann", why: "step \(step)", at: now)) }
      case 7:
        let said = sighting(&random)
        let parts = Int.random(in: 0..<16, using: &random)
        let suppression = Suppression(
          scheme: parts & 1 > 0 ? said.scheme : nil, rule: parts & 2 > 0 ? said.rules.first : nil,
          entity: parts & 4 > 0 ? said.entity : nil, record: parts & 8 > 0 ? said.record : nil, why: "known", who: "bob",
          made: now,
          until: Instant(microseconds: now.microseconds + Int64.random(in: 1...30, using: &random)))
        both(step) { try $0.suppress(suppression) }
      case 8:
        let id = Int.random(in: 1...4, using: &random)
        both(step) { store in
          try store.endSuppression(id, Suppression.Ending(who: "ann", why: "over", at: now))
          return true
        }
      case 9: file = try place.store()
      default: try compare(file, paper, now, &random)
      }
    }
    let now = Instant(microseconds: 90)
    for _ in 0..<20 { try compare(file, paper, now, &random) }
    both(90) { try $0.verdicts(ofSource: nil) }
    both(90) { try $0.verdicts(ofSource: "/a.csv") }
    both(90) { try $0.suppressions() }
    both(90) { try $0.sources() }
    both(90) { try $0.checkpointNames() }
    for name in ["x", "y"] { both(90) { try $0.checkpoints(named: name) } }
    for alert in try paper.alerts(AlertQuery(limit: 1_000), at: now) {
      both(90) { try $0.history(ofAlert: alert.key) }
      both(90) { try $0.alerts(withPrefix: String(alert.key.prefix(2)), limit: 3, at: now) }
      both(90) { try $0.caseIdentities(withPrefix: String(alert.sighting.caseIdentity.key.prefix(1)), limit: 3) }
    }
    #expect(try place.problems() == [])
  }
}
