import RuleLanguage

/// What an engine keeps of the records that it has seen.
public struct EngineMemory: Hashable, Sendable {
  /// Records in windows, counted once for each set of windows with the same keys that keeps them.
  public var entries = 0
  /// Combinations of keys, over all such sets.
  public var keys = 0
  /// Ids under which a later version may come.
  public var versions = 0
  /// About how much room all of that takes.
  public var bytes = 0
}

extension StreamEngine {
  /// As things are; `compact()` gives back what has become free.
  public var memory: EngineMemory {
    var memory = EngineMemory()
    for track in tracks.joined() { track.measure(&memory) }
    admission.versions.measure(&memory)
    return memory
  }
}

extension Track {
  func measure(_ memory: inout EngineMemory) {
    memory.keys += keys.count
    memory.bytes += keys.bytes + excludedKeys.bytes + pairs.bytes
    memory.bytes += placements.capacity * MemoryLayout<Int32>.stride
    memory.bytes += renumbered.capacity * MemoryLayout<Int32>.stride
    memory.bytes += slab.bytes
    for key in 0..<keys.count { memory.entries += ring(key).pointee.count }
    for values in orders { memory.bytes += values.bytes + MemoryLayout<Ordered>.stride }
    for state in settledStates {
      memory.entries += state.ring.count + state.pending.count
      memory.bytes += state.bytes + MemoryLayout<SettledState>.stride
    }
  }
}

extension EntryRing {
  fileprivate var bytes: Int { capacity * stride * MemoryLayout<Int64>.stride }
}

extension SettledState {
  /// The object itself and what it points to.
  fileprivate static let objectBytes = 320

  var bytes: Int {
    var bytes = SettledState.objectBytes + ring.bytes + pending.bytes
    bytes += totals.capacity * MemoryLayout<ExactTotals>.stride
    for values in orders { bytes += values.bytes }
    let part = MemoryLayout<FrozenTotals>.stride + kinds.count * MemoryLayout<FrozenTotals.Part>.stride + 32
    return bytes + frozen.capacity * (MemoryLayout<Int32>.stride + 4) + frozen.count * part
  }
}

extension Versions {
  func measure(_ memory: inout EngineMemory) {
    memory.versions += places.count
    memory.bytes += slots.capacity * MemoryLayout<Slot?>.stride + free.capacity * MemoryLayout<Int32>.stride
    // An id's text may lie outside of the table, and a digest does.
    memory.bytes += places.capacity * (MemoryLayout<String>.stride + 8) + places.count * (32 + 64)
    if let first = slots.lazy.compactMap({ $0 }).first, !first.previous.isEmpty {
      memory.bytes += places.count * (32 + first.previous.count * MemoryLayout<Value>.stride)
    }
  }
}
