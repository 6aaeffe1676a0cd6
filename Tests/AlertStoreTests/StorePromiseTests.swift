import AlertSamples
import Alerts
import Detection
import Records
import Testing

/// What every store keeps to.
@Suite struct StorePromiseTests {
  private let now = AlertSamples.now

  private func filled(_ place: StorePlace) throws -> any AlertStore {
    let store = try place.store()
    try AlertSamples.fill(store)
    return store
  }

  @Test(arguments: StoreKind.allCases)
  func alertsAndTheirCheckpointComeTogetherOrNotAtAll(kind: StoreKind) throws {
    let place = try StorePlace(kind)
    let store = try filled(place)
    let error = #expect(throws: AlertError.self) {
      _ = try store.store([AlertSamples.sighting(3)], checkpoint: Checkpoint(name: "w", sequence: 2, bytes: [9]), at: now)
    }
    #expect(error?.code == .outdated)
    #expect(try store.count(AlertFilter(), at: now) == 2)
    #expect(try store.checkpoints(named: "w").map(\.bytes) == [[2], [1]])
    var damaged = Checkpoint(name: "w", sequence: 3, bytes: [3])
    damaged.bytes = [4]
    #expect(
      #expect(throws: AlertError.self) { _ = try store.store([AlertSamples.sighting(3)], checkpoint: damaged, at: now) }?.code
        == .badValue)
    #expect(try store.count(AlertFilter(), at: now) == 2)
    let counts = try store.store(
      [AlertSamples.sighting(1), AlertSamples.sighting(3)], checkpoint: Checkpoint(name: "w", sequence: 3, bytes: [3]), at: now)
    #expect(counts == StoredCounts(added: 1, updated: 0, known: 1))
    #expect(try store.checkpoints(named: "w").map(\.sequence) == [3, 2])
  }

  @Test(arguments: StoreKind.allCases)
  func aVerdictStandsWhenTheRecordIsFlaggedAgain(kind: StoreKind) throws {
    let place = try StorePlace(kind)
    let store = try filled(place)
    let counts = try store.store([AlertSamples.sighting(2, rules: "r2")], checkpoint: nil, at: Instant(microseconds: 1_500_000))
    #expect(counts == StoredCounts(added: 0, updated: 1, known: 0))
    let alert = try #require(try store.alerts(withPrefix: AlertSamples.sighting(2).alertKey, limit: 2, at: now).first)
    #expect(alert.status == .confirmed && alert.sightingCount == 2 && alert.sighting.hashes.rules == "r2")
    #expect(alert.firstStored == now && alert.lastStored == Instant(microseconds: 1_500_000))
    #expect(try store.history(ofAlert: alert.key).sightings.map(\.sighting.hashes.rules) == ["r1", "r2"])
  }

  @Test(arguments: StoreKind.allCases)
  func whatIsNotTextForPeopleIsRefused(kind: StoreKind) throws {
    let place = try StorePlace(kind)
    let store = try filled(place)
    for (who, why) in [("", "x"), ("ann", " "), ("a\u{1B}[2J", "x"), ("ann", String(repeating: "x", count: 2_001))] {
      let error = #expect(throws: AlertError.self) {
        _ = try store.judge([AlertSamples.sighting(1).alertKey], AlertVerdict(.dismissed, who: who, why: why, at: now))
      }
      #expect(error?.code == .badValue)
    }
    var odd = AlertSamples.sighting(5)
    odd.score = .nan
    #expect(#expect(throws: AlertError.self) { _ = try store.store([odd], checkpoint: nil, at: now) }?.code == .badValue)
    odd = AlertSamples.sighting(5)
    odd.record = "a\u{0}\u{7}'\"; DROP TABLE alert"
    odd.entity = "ünï 🦉"
    _ = try store.store([odd], checkpoint: nil, at: now)
    #expect(try store.alerts(withPrefix: odd.alertKey, limit: 1, at: now).first?.sighting == odd)
  }

  /// The same name to a person, of other bytes: whether they come together or one after the other, each has its own case.
  @Test(arguments: StoreKind.allCases)
  func namesThatOnlyLookAlikeHaveTheirOwnCases(kind: StoreKind) throws {
    let place = try StorePlace(kind)
    let store = try place.store()
    var (first, second) = (AlertSamples.sighting(1), AlertSamples.sighting(2))
    first.entity = "Zo\u{EB}"
    second.entity = "Zoe\u{308}"
    _ = try store.store([first, second], checkpoint: nil, at: now)
    for said in [first, second] {
      var filter = AlertFilter()
      filter.caseKey = said.caseIdentity.key
      #expect(try store.alerts(AlertQuery(filter), at: now).map(\.sighting.record) == [said.record])
    }
    #expect(try place.problems() == [])
  }

  @Test(arguments: StoreKind.allCases)
  func textsOfAnyLengthAndWithAnythingInThemComeBack(kind: StoreKind) throws {
    let place = try StorePlace(kind)
    let store = try place.store()
    var odd = AlertSamples.sighting(1)
    odd.record = "\u{1}\u{0}\u{1}0\u{2}" + String(repeating: "\u{0}x", count: 1_000)
    odd.entity = (0..<5_000).map { "\($0 * 7_919 % 10_007)" }.joined(separator: " ")
    odd.reason = "\u{0}\\{}\",NULL '$1'"
    odd.evidence = "{\"a\": \"" + String(repeating: "ü", count: 200_000) + "\"}"
    odd.score = 1e-300
    odd.model = 0.1 + 0.2
    odd.at = Instant(microseconds: .min)
    odd.row = .max
    _ = try store.store([odd], checkpoint: Checkpoint(name: "w\u{0}", sequence: .min, bytes: [0, 255, 92]), at: now)
    #expect(try store.alerts(AlertQuery(), at: now).map(\.sighting) == [odd])
    var filter = AlertFilter()
    (filter.entity, filter.record) = (odd.entity, odd.record)
    #expect(try store.count(filter, at: now) == 1)
    #expect(try store.checkpointNames() == ["w\u{0}"] && store.checkpoints(named: "w\u{0}").first?.bytes == [0, 255, 92])
    #expect(try store.history(ofAlert: odd.alertKey).sightings.map(\.sighting) == [odd])
  }

  @Test(arguments: StoreKind.allCases)
  func aBatchIsCountedAlsoWhereItRepeatsItself(kind: StoreKind) throws {
    let store = try StorePlace(kind).store()
    let counts = try store.store(
      [
        AlertSamples.sighting(1), AlertSamples.sighting(1), AlertSamples.sighting(1, rules: "r2"), AlertSamples.sighting(2),
        AlertSamples.sighting(1),
      ], checkpoint: nil, at: now)
    #expect(counts == StoredCounts(added: 2, updated: 1, known: 2))
    #expect(try store.history(ofAlert: AlertSamples.sighting(1).alertKey).sightings.map(\.sighting.hashes.rules) == ["r1", "r2"])
    #expect(try store.store([], checkpoint: nil, at: now) == StoredCounts())
    #expect(
      try store.store([AlertSamples.sighting(2), AlertSamples.sighting(1)], checkpoint: nil, at: now) == StoredCounts(known: 2))
  }

  @Test(arguments: StoreKind.allCases)
  func aCheckpointIsNotMadeOfNothing(kind: StoreKind) throws {
    let store = try StorePlace(kind).store()
    let error = #expect(throws: AlertError.self) {
      _ = try store.store([AlertSamples.sighting(1)], checkpoint: Checkpoint(name: "", sequence: 1, bytes: []), at: now)
    }
    #expect(error?.code == .badValue)
    #expect(try store.count(AlertFilter(), at: now) == 0 && store.checkpointNames() == [])
  }
}
