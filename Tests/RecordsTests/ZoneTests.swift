import Records
import Testing

@Suite struct ZoneTests {
  private static let hour: Int64 = 3_600_000_000

  private func zone(hours: Int64) -> Zone { Zone(name: "fixed", first: hours * 3_600, changes: [(at: 0, offset: hours * 3_600)]) }

  @Test(arguments: [-3, -1, 1, 14] as [Int64]) func thereIsNoWallBeyondTheFirstAndTheLastMoment(hours: Int64) {
    let (zone, offset) = (zone(hours: hours), hours * ZoneTests.hour)
    let (edge, other): (Int64, Int64) = hours < 0 ? (.min, .max) : (.max, .min)
    #expect(zone.local(edge) == nil)
    #expect(zone.local(edge - offset) == edge)
    #expect(zone.local(other) == other + offset)
    #expect(zone.instant(ofLocal: edge) == edge - offset)
    #expect(zone.instant(ofLocal: other) == nil)
    #expect(zone.instant(ofLocal: other + offset) == other)
  }

  /// Clocks go back by an hour at 0, a minute after midnight.
  @Test func aChangeIsSeenADayAround() {
    let zone = Zone(name: "back", first: 3_660, changes: [(at: 0, offset: 60)])
    let day = Instant.microsecondsPerDay
    #expect(zone.isChanged(near: 0))
    #expect(zone.isChanged(near: -day))
    #expect(zone.isChanged(near: day - 1))
    #expect(!zone.isChanged(near: day))
    #expect(!zone.isChanged(near: -day - 1))
    // The wall shows a minute past the hour twice; the earlier one is meant.
    #expect(zone.instant(ofLocal: 60_000_000) == -ZoneTests.hour)
  }
}
