import Alerts
import Detection
import Records
import Testing

/// Which alerts are the same, and what a case is.
@Suite struct AlertsTests {
  private func sighting(_ change: (inout Sighting) -> Void = { _ in }) -> Sighting {
    var sighting = Sighting(
      source: "/data/orders.csv", record: "row:172", row: 172, at: CivilDate(year: 2016, month: 8, day: 27)?.instant,
      entity: "Ann", scheme: "rep-padding", severity: .high, score: 0.98, rules: ["padding.gap"],
      loss: Money(text: "1687.4950"), reason: "Ann gave too much", evidence: #"{"gap":"1687.4950"}"#,
      hashes: DecisionHashes(rules: "r1", baseline: "b1", model: nil))
    change(&sighting)
    return sighting
  }

  @Test func whatIsSaidAgainIsTheSameSighting() {
    let first = sighting()
    #expect(first.key.count == AlertKey.length && first.alertKey.count == AlertKey.length && first.key != first.alertKey)
    let unchanged: [(inout Sighting) -> Void] = [
      { $0.row = 9 }, { $0.hashes.baseline = "b2" }, { $0.hashes.baseline = nil }, { $0.score = 0.5 },
    ]
    for change in unchanged { #expect(sighting(change).key == first.key) }
    let newly: [(inout Sighting) -> Void] = [
      { $0.hashes.rules = "r2" }, { $0.hashes.model = "m" }, { $0.loss = Money(text: "1687.4951") }, { $0.loss = nil },
      { $0.reason += "!" }, { $0.evidence = "{}" }, { $0.entity = nil }, { $0.entity = "" }, { $0.at = nil },
      { $0.severity = .low }, { $0.rules.append("padding.more") },
    ]
    var keys: Set<String> = [first.key]
    for change in newly {
      #expect(sighting(change).alertKey == first.alertKey)
      // Nobody and a name without letters are told alike: neither names anybody.
      keys.insert(sighting(change).key)
    }
    #expect(keys.count == newly.count)
  }

  @Test func anotherRecordSourceOrSchemeIsAnotherAlert() {
    let changes: [(inout Sighting) -> Void] = [
      { _ in }, { $0.source = "/data/other.csv" }, { $0.record = "row:173" }, { $0.scheme = "admin-injected" },
      // Parts that only run together alike.
      { ($0.source, $0.record) = ("/data/orders.csvrow", ":172") },
    ]
    #expect(Set(changes.map { sighting($0).alertKey }).count == changes.count)
  }

  @Test func aCaseIsOnePersonInOneSchemeInOneMonth() {
    let first = sighting().caseIdentity
    #expect(first.period?.description == "2016-08")
    #expect(sighting { $0.at = CivilDate(year: 2016, month: 8, day: 1)?.instant }.caseIdentity == first)
    let others: [(inout Sighting) -> Void] = [
      { _ in }, { $0.at = CivilDate(year: 2016, month: 9, day: 1)?.instant }, { $0.at = nil }, { $0.entity = nil },
      { $0.entity = "Bob" }, { $0.scheme = "x" },
    ]
    #expect(Set(others.map { sighting($0).caseIdentity.key }).count == others.count)
    let early = CasePeriod(of: Instant(microseconds: -62_135_596_800_000_000 - 1))
    #expect(early.year == 0 && early.month == 12 && early.description == "0000-12")
    for months in [-13, -12, -1, 0, 11, 12] {
      let period = CasePeriod(months: months)
      #expect(period.year * 12 + period.month - 1 == months && (1...12).contains(period.month))
    }
  }

  @Test func aCaseStandsAsItsAlertsDo() {
    func status(_ open: Int, _ confirmed: Int, _ dismissed: Int, _ suppressed: Int) -> AlertCase.Status {
      var counts = AlertCase.Counts()
      (counts.open, counts.confirmed, counts.dismissed, counts.suppressed) = (open, confirmed, dismissed, suppressed)
      return AlertCase(
        identity: sighting().caseIdentity, counts: counts, amounts: [], first: nil, last: nil, severity: .low
      ).status
    }
    #expect(status(2, 0, 0, 1) == .open && status(0, 2, 0, 1) == .confirmed && status(0, 0, 1, 0) == .dismissed)
    #expect(status(1, 1, 0, 0) == .mixed && status(0, 1, 1, 0) == .mixed && status(0, 0, 0, 3) == .suppressed)
  }

  @Test func sumsNeverRunOver() throws {
    var sum = AmountSum()
    let most = try #require(Money(tenThousandths: Money.magnitudeMax))
    for _ in 0..<3_000 { sum.add(most) }
    #expect(sum.total == nil)
    for _ in 0..<3_000 { sum.add(Money(unchecked: -Money.magnitudeMax)) }
    sum.add(Money(unchecked: -7))
    #expect(sum.total == Money(unchecked: -7))
  }

  @Test func aCheckpointThatWasChangedIsNotSound() {
    let sound = Checkpoint(name: "orders", sequence: 4, bytes: [1, 2, 3])
    #expect(sound.isSound)
    let changed: [(inout Checkpoint) -> Void] = [{ $0.bytes[1] = 0 }, { $0.sequence = 5 }, { $0.name = "order" }]
    for change in changed {
      var damaged = sound
      change(&damaged)
      #expect(!damaged.isSound)
    }
  }

  @Test func aSuppressionFitsWhatItNames() throws {
    let moment = Instant(microseconds: 10)
    func suppression(_ change: (inout Suppression) -> Void) -> Suppression {
      var made = Suppression(why: "known", who: "ann", made: moment, until: Instant(microseconds: 20))
      change(&made)
      return made
    }
    #expect(suppression { ($0.scheme, $0.entity) = ("rep-padding", "Ann") }.matches(sighting()))
    #expect(!suppression { ($0.scheme, $0.entity) = ("rep-padding", "Bob") }.matches(sighting()))
    #expect(suppression { $0.rule = "padding.gap" }.matches(sighting()))
    #expect(!suppression { $0.rule = "padding" }.matches(sighting()))
    let holding = suppression { $0.rule = "padding.gap" }
    #expect(holding.holds(at: Instant(microseconds: 19)) && !holding.holds(at: Instant(microseconds: 20)))
    #expect(throws: AlertError.self) { try suppression { _ in }.check() }
    #expect(throws: AlertError.self) { try suppression { ($0.rule, $0.until) = ("r", moment) }.check() }
    #expect(throws: AlertError.self) { try suppression { ($0.rule, $0.why) = ("r", " ") }.check() }
  }
}
