import Records
import RuleLanguage

/// What all of a snapshot is held against while it is read.
struct SnapshotBounds {
  var clock: Int64
  var sequence: Int64
  var texts: RestoredTexts
  /// Times and sequences of versions in the order in which they were written.
  var versionCount: Int

  static let sequenceMax: Int64 = 1 << 60
  /// More records of one key than any totals are made for.
  static let frozenMax: Int64 = 1 << 33
}

/// Fills a new track with what a snapshot tells of one that keeps the same records.
struct TrackReading {
  private let track: Track
  private let written: WrittenTrack
  private let meaning: TrackMeaning
  private let bounds: SnapshotBounds
  private var reader: SnapshotReader
  /// Of what was written, the track's argument; -1 where it has none.
  private let arguments: [Int]
  private let stride: Int
  private var excludedCount = 0

  init(_ track: Track, _ meaning: TrackMeaning, _ written: WrittenTrack, _ bounds: SnapshotBounds) throws(SnapshotError) {
    (self.track, self.written, self.meaning, self.bounds) = (track, written, meaning, bounds)
    reader = written.body
    stride = EntryLayout.arguments + written.arguments.count
    var arguments = [Int](repeating: -1, count: written.arguments.count)
    for (argument, place) in written.places(of: meaning).enumerated() {
      guard let place, arguments[place] < 0 else { continue }
      arguments[place] = argument
      guard written.arguments[place].kind == Int64(track.kinds[argument].rawValue) else {
        throw .inconsistent("an argument is of another kind")
      }
    }
    self.arguments = arguments
    guard written.keys == track.plan.keys.map({ Int64($0.kind.rawValue) }),
      written.excluded == track.plan.excluded.map({ Int64($0.kind.rawValue) })
    else { throw .inconsistent("keys are of another kind") }
  }

  mutating func read(slots: Int) throws(SnapshotError) {
    let track = track
    let keyCount = try readKeys(track.plan.keys, "keys") { words in
      let number = track.number(of: words, in: &track.keys)
      track.makeRoom(for: number)
      return number
    }
    excludedCount = try readKeys(track.plan.excluded, "excluded keys") { track.number(of: $0, in: &track.excludedKeys) }
    try readRings(keyCount)
    let settled = written.spans.indices.filter { !written.spans[$0].isTimed }
    for key in 0..<keyCount {
      for span in settled { try readSettled(key, written.spans[span].digest) }
    }
    let placements = try reader.halves(bounds.versionCount, "places of versions")
    track.placements = Array(repeating: -1, count: slots)
    for (slot, placement) in placements.enumerated() {
      guard placement <= UInt32(keyCount) else { throw .inconsistent("a version is counted with no key") }
      if slot < slots { track.placements[slot] = Int32(bitPattern: placement) - 1 }
    }
    guard reader.left == 0 else { throw .inconsistent("a track has \(reader.left) words too many") }
  }

  private mutating func readKeys(
    _ operands: [Operand], _ what: String, _ number: ([Int64]) -> Int
  ) throws(SnapshotError) -> Int {
    let count = try reader.count(what, words: operands.count)
    guard !operands.isEmpty || count <= 1 else { throw .inconsistent("there are \(count) ways to have no key") }
    let words = try reader.words(count * operands.count, what)
    var key = [Int64](repeating: 0, count: operands.count)
    for index in 0..<count {
      for (place, operand) in operands.enumerated() {
        key[place] = try symbol(words[index * operands.count + place], operand.kind)
      }
      guard number(key) == index else { throw .inconsistent("\(what) come twice") }
    }
    return count
  }

  @inline(__always)
  private func symbol(_ word: Int64, _ kind: Kind) throws(SnapshotError) -> Int64 {
    guard kind == .text else { return word }
    guard let symbol = bounds.texts.symbol(word) else { throw .inconsistent("there is no text \(word)") }
    return symbol
  }

  // MARK: Entries

  private mutating func readRings(_ keyCount: Int) throws(SnapshotError) {
    let counts = try reader.words(keyCount, "numbers of records")
    for key in 0..<keyCount {
      let count = counts[key]
      guard count >= 0, count <= Int64(reader.left / stride) else { throw .inconsistent("a key cannot have \(count) records") }
      let words = try reader.words(Int(count) * stride, "records")
      // No span of time asks any more where there was one: the records are of no use.
      guard !track.timed.isEmpty else { continue }
      track.slab.reserve(Int(count), in: key)
      var (time, sequence) = (Int64.min, Int64.min)
      for place in 0..<Int(count) {
        let entry = track.ring(key).pointee.append()
        try read(words, place * stride, into: entry)
        guard entry[EntryLayout.time] > time || entry[EntryLayout.time] == time && entry[EntryLayout.sequence] > sequence else {
          throw .inconsistent("records are not in the order of their times")
        }
        if entry[EntryLayout.sequence] < sequence { track.ring(key).pointee.isInSequence = false }
        (time, sequence) = (entry[EntryLayout.time], entry[EntryLayout.sequence])
      }
    }
  }

  private func read(_ words: SnapshotSlice, _ start: Int, into entry: Entry) throws(SnapshotError) {
    let (time, sequence) = (words[start + EntryLayout.time], words[start + EntryLayout.sequence])
    guard time <= bounds.clock, sequence >= 1, sequence <= bounds.sequence else {
      throw .inconsistent("a record is of the future")
    }
    entry[EntryLayout.time] = time
    entry[EntryLayout.sequence] = sequence
    let marks = words[start + EntryLayout.marks]
    let excluded = marks >> 32
    guard excluded >= -1, excluded < Int64(excludedCount) else { throw .inconsistent("a record excludes no key") }
    var own = excluded << 32 | marks & SettledState.deadMark
    for (place, argument) in arguments.enumerated() where argument >= 0 && marks >> Int64(place) & 1 == 1 {
      entry[EntryLayout.arguments + argument] = try symbol(words[start + EntryLayout.arguments + place], track.kinds[argument])
      own |= 1 << Int64(argument)
    }
    entry[EntryLayout.marks] = own
  }

  // MARK: Settled records

  private mutating func readSettled(_ key: Int, _ digest: [UInt8]) throws(SnapshotError) {
    let index = track.settled.firstIndex { meaning.spans[$0] == digest }
    // Where nobody asks it is read all the same, to come to what follows.
    let state = index.map { track.settledStates[key * track.settled.count + $0] }
    try readEntries(state, isPending: false)
    try readEntries(state, isPending: true)
    let newest = try reader.word("a newest time", in: .min...bounds.clock)
    let frozenCount = try reader.word("a number of frozen records", in: 0...min(bounds.sequence, SnapshotBounds.frozenMax))
    let frozenNewest = try reader.word("a newest frozen time", in: .min...bounds.clock)
    let isTainted = try reader.word("a taint", in: 0...1) == 1
    state?.restore(newest: newest, frozenCount: Int(frozenCount), frozenNewest: frozenNewest, isTainted: isTainted)
    for _ in 0..<(try reader.count("groups of frozen records", words: 2)) {
      let place = try reader.word("an excluded key", in: -1...Int64(track.isExcluding ? excludedCount - 1 : 0))
      var totals = FrozenTotals(arguments: track.kinds.count)
      totals.records = Int(try reader.word("a number of frozen records", in: 0...frozenCount))
      for argument in arguments {
        let part = try readPart(frozenCount, argument >= 0 ? track.kinds[argument] : .whole)
        if argument >= 0 { totals.parts[argument] = part }
      }
      state?.frozen[Int32(place)] = totals
    }
  }

  private mutating func readEntries(_ state: SettledState?, isPending: Bool) throws(SnapshotError) {
    let count = try reader.count("settled records", words: stride)
    let words = try reader.words(count * stride, "settled records")
    guard let state else { return }
    guard isPending || count <= state.atHandMax else { throw .inconsistent("there are \(count) records at hand") }
    var last: Int64 = 0
    for place in 0..<count {
      let entry = isPending ? state.pending.appended() : state.ring.appended()
      try read(words, place * stride, into: entry)
      guard entry[EntryLayout.sequence] > last else { throw .inconsistent("settled records are not in their order") }
      last = entry[EntryLayout.sequence]
    }
  }

  private mutating func readPart(_ countMax: Int64, _ kind: Kind) throws(SnapshotError) -> FrozenTotals.Part {
    var part = FrozenTotals.Part()
    part.totals.count = try reader.word("a number of values", in: 0...countMax)
    part.totals.oversized = try reader.word("a number of large values", in: 0...part.totals.count)
    var wide: [UInt128] = []
    for _ in 0..<3 {
      let low = UInt128(UInt64(bitPattern: try reader.word("a sum")))
      wide.append(low | UInt128(UInt64(bitPattern: try reader.word("a sum"))) << 64)
    }
    part.totals.sum = Int128(bitPattern: wide[0])
    (part.totals.squares.low, part.totals.squares.high) = (wide[1], wide[2])
    guard part.totals.sum.magnitude <= UInt128(part.totals.count) << 93 else { throw .inconsistent("a sum is too large") }
    guard try reader.word("whether there are values", in: 0...1) == 1 else { return part }
    var values: [Int64] = []
    for _ in 0..<4 { values.append(try symbol(try reader.word("a value"), kind)) }
    (part.smallest, part.greatest) = (values[0], values[1])
    part.first = (try reader.word("a first record", in: 1...bounds.sequence), values[2])
    part.last = (try reader.word("a last record", in: 1...bounds.sequence), values[3])
    return part
  }
}

extension EntryRing {
  fileprivate mutating func appended() -> Entry {
    makeRoom()
    return append()
  }
}

extension SettledState {
  /// What is summed up over those at hand is made anew when it is first asked for.
  func restore(newest: Int64, frozenCount: Int, frozenNewest: Int64, isTainted: Bool) {
    (self.newest, self.frozenCount, self.frozenNewest, self.isTainted) = (newest, frozenCount, frozenNewest, isTainted)
    deadCount = 0
    for place in ring.start..<ring.end where isDead(ring[place]) { deadCount += 1 }
    isStale = true
  }
}
