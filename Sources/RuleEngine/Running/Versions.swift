import Records
import RuleLanguage

/// Which record was seen under which id, so that a later version of it can take its place.
final class Versions {
  struct Slot {
    var time: Int64
    var sequence: Int64
    var digest: [UInt8]
    /// The fields that rules ask the version before for.
    var previous: [Value]
  }

  /// A record whose id was last seen longer ago than this is a new one.
  static let memory: Int64 = 90 * Instant.microsecondsPerDay

  var slots: [Slot?] = []
  var places: [String: Int32] = [:]
  var free: [Int32] = []
  var sweepAt = 4096

  func place(of id: String) -> Int32? { places[id] }

  func slot(_ place: Int32) -> Slot? { slots[Int(place)] }

  /// Keeps a version under its id; in the place of the one before it where that is still known.
  func keep(_ id: String, _ slot: Slot, clock: Int64) -> Int32 {
    if let place = places[id] {
      slots[Int(place)] = slot
      return place
    }
    if places.count >= sweepAt { sweep(clock) }
    let place: Int32
    if let old = free.popLast() {
      place = old
      slots[Int(place)] = slot
    } else {
      place = Int32(slots.count)
      slots.append(slot)
    }
    places[id] = place
    return place
  }

  func remove(_ id: String) {
    guard let place = places.removeValue(forKey: id) else { return }
    slots[Int(place)] = nil
    free.append(place)
  }

  /// Forgets all that are too old to have another version.
  func sweep(_ clock: Int64) {
    for (id, place) in places {
      if let slot = slots[Int(place)], clock - slot.time > Versions.memory { remove(id) }
    }
    sweepAt = max(4096, places.count * 2)
  }
}
