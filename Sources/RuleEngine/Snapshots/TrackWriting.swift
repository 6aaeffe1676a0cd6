import Records
import RuleLanguage

/// Writes what a track keeps, in an order that depends on nothing but what that is.
struct TrackWriting {
  let track: Track
  let meaning: TrackMeaning
  private let texts: SnapshotTexts
  private let textArguments: [Int]
  /// The track's numbers of keys and excluded keys in the order in which they are written, and back.
  private var keys: [Int] = []
  private var keyPlaces: [Int32] = []
  private var excluded: [Int] = []
  private var excludedPlaces: [Int32] = []

  /// All symbols that the track's words stand for.
  static func note(_ track: Track, _ texts: inout SnapshotTexts) {
    for key in 0..<track.keys.count { note(track.keys.key(key), track.plan.keys, &texts) }
    for key in 0..<track.excludedKeys.count { note(track.excludedKeys.key(key), track.plan.excluded, &texts) }
    let arguments = track.kinds.indices.filter { track.kinds[$0] == .text }
    guard !arguments.isEmpty else { return }
    func noteArguments(_ entry: Entry) {
      for argument in arguments where hasArgument(entry, argument) { texts.note(entry[EntryLayout.arguments + argument]) }
    }
    for key in 0..<track.keys.count {
      let ring = track.ring(key).pointee
      for place in ring.start..<ring.end { noteArguments(ring[place]) }
    }
    for state in track.settledStates {
      state.forEachEntry(noteArguments)
      for part in state.frozen.values.flatMap({ totals in arguments.map { totals.parts[$0] } }) {
        for value in [part.smallest, part.greatest, part.first?.value, part.last?.value] {
          if let value { texts.note(value) }
        }
      }
    }
  }

  private static func note(_ words: ArraySlice<Int64>, _ operands: [Operand], _ texts: inout SnapshotTexts) {
    for (word, operand) in zip(words, operands) where operand.kind == .text { texts.note(word) }
  }

  init(_ track: Track, _ meaning: TrackMeaning, _ texts: SnapshotTexts) {
    (self.track, self.meaning, self.texts) = (track, meaning, texts)
    textArguments = track.kinds.indices.filter { track.kinds[$0] == .text }
    keys = order(track.keys, track.plan.keys)
    excluded = order(track.excludedKeys, track.plan.excluded)
    keyPlaces = TrackWriting.places(keys)
    excludedPlaces = TrackWriting.places(excluded)
  }

  private static func places(_ order: [Int]) -> [Int32] {
    var places = [Int32](repeating: 0, count: order.count)
    for (place, number) in order.enumerated() { places[number] = Int32(place) }
    return places
  }

  private func order(_ table: KeyTable, _ operands: [Operand]) -> [Int] {
    if operands.count == 1 {
      let words = (0..<table.count).map { written(table, $0, operands)[0] }
      return words.indices.sorted { words[$0] < words[$1] }
    }
    // All keys' words in one array: an array a key costs more than to put them in order.
    let width = operands.count
    var words: [Int64] = []
    words.reserveCapacity(table.count * width)
    for number in 0..<table.count { words.append(contentsOf: written(table, number, operands)) }
    return words.withUnsafeBufferPointer { words in
      (0..<table.count).sorted { left, right in
        for place in 0..<width where words[left * width + place] != words[right * width + place] {
          return words[left * width + place] < words[right * width + place]
        }
        return false
      }
    }
  }

  private func written(_ table: KeyTable, _ number: Int, _ operands: [Operand]) -> [Int64] {
    zip(table.key(number), operands).map { $1.kind == .text ? texts.place($0) : $0 }
  }

  // MARK: Writing

  /// - versions: the slots of versions in the order in which they are written.
  func write(to writer: inout SnapshotWriter, versions: [(slot: Int32, version: Versions.Slot)]) {
    let length = writer.reserve()
    let start = writer.words.count
    meaning.write(track.plan, to: &writer)
    for (order, table, operands) in [
      (keys, track.keys, track.plan.keys), (excluded, track.excludedKeys, track.plan.excluded),
    ] {
      writer.add(order.count)
      for number in order { for word in written(table, number, operands) { writer.add(word) } }
    }
    writeRings(to: &writer)
    for key in keys {
      for span in settledOrder { write(track.settledStates[key * track.settled.count + span], to: &writer) }
    }
    writer.add(halves: versions.map { placement($0.slot, $0.version) })
    writer.set(length, writer.words.count - start)
  }

  /// The settled spans, as numbered among themselves.
  private var settledOrder: [Int] { meaning.spanOrder.compactMap { track.settled.firstIndex(of: $0) } }

  private func writeRings(to writer: inout SnapshotWriter) {
    var total = 0
    for key in keys {
      writer.add(track.ring(key).pointee.count)
      total += track.ring(key).pointee.count
    }
    let stride = track.stride
    writer.add(room: total * stride) { room in
      var target = room
      for key in keys {
        let ring = track.ring(key).pointee
        for place in ring.start..<ring.end {
          write(ring[place], to: target)
          target += stride
        }
      }
    }
  }

  private func write(_ entry: Entry, to target: Entry) {
    target[EntryLayout.time] = entry[EntryLayout.time]
    target[EntryLayout.sequence] = entry[EntryLayout.sequence]
    let excluded = excludedKey(entry)
    var marks = Int64(excluded >= 0 ? excludedPlaces[Int(excluded)] : excluded) << 32
    marks |= entry[EntryLayout.marks] & SettledState.deadMark
    // What an entry has no value for is whatever stood there before.
    for (place, argument) in meaning.argumentOrder.enumerated() where hasArgument(entry, argument) {
      target[EntryLayout.arguments + place] = word(entry[EntryLayout.arguments + argument], argument)
      marks |= 1 << Int64(place)
    }
    target[EntryLayout.marks] = marks
  }

  @inline(__always)
  private func word(_ value: Int64, _ argument: Int) -> Int64 {
    !textArguments.isEmpty && track.kinds[argument] == .text ? texts.place(value) : value
  }

  private func write(_ state: SettledState, to writer: inout SnapshotWriter) {
    for ring in [state.ring, state.pending] {
      writer.add(ring.count)
      writer.add(room: ring.count * track.stride) { room in
        for place in ring.start..<ring.end { write(ring[place], to: room + (place - ring.start) * track.stride) }
      }
    }
    writer.add(state.newest)
    writer.add(state.frozenCount)
    writer.add(state.frozenNewest)
    writer.add(state.isTainted ? 1 : 0)
    writer.add(state.frozen.count)
    let groups = state.frozen.map { key, totals in
      (place: track.isExcluding && key >= 0 ? excludedPlaces[Int(key)] : key, totals: totals)
    }
    for group in groups.sorted(by: { $0.place < $1.place }) {
      writer.add(Int64(group.place))
      writer.add(group.totals.records)
      for argument in meaning.argumentOrder { write(group.totals.parts[argument], argument, to: &writer) }
    }
  }

  private func write(_ part: FrozenTotals.Part, _ argument: Int, to writer: inout SnapshotWriter) {
    let totals = part.totals
    writer.add(totals.count)
    writer.add(totals.oversized)
    // Of texts there are none; what stands there is made of symbols.
    let sum = track.kinds[argument] == .text ? 0 : totals.sum
    for wide in [UInt128(bitPattern: sum), totals.squares.low, totals.squares.high] {
      writer.add(Int64(truncatingIfNeeded: wide))
      writer.add(Int64(truncatingIfNeeded: wide >> 64))
    }
    // All four are there or none.
    guard let smallest = part.smallest, let greatest = part.greatest, let first = part.first, let last = part.last else {
      writer.add(0)
      return
    }
    writer.add(1)
    for value in [smallest, greatest, first.value, last.value] { writer.add(word(value, argument)) }
    writer.add(first.sequence)
    writer.add(last.sequence)
  }

  /// The key that a version is counted with, plus one; 0 where nothing of it is left that could be taken away again.
  private func placement(_ slot: Int32, _ version: Versions.Slot) -> UInt32 {
    guard slot < track.placements.count, track.placements[Int(slot)] >= 0 else { return 0 }
    let key = Int(track.placements[Int(slot)])
    let written = UInt32(keyPlaces[key] + 1)
    guard track.settled.isEmpty else { return written }
    let ring = track.ring(key).pointee
    var place = ring.firstPlace(after: version.time) - 1
    while place >= ring.start, ring[place][EntryLayout.time] == version.time {
      if ring[place][EntryLayout.sequence] == version.sequence { return written }
      place -= 1
    }
    return 0
  }
}
