/// Some registers' values for a whole history, where a frame keeps those of a few blocks.
final class RegisterStore {
  private let places: [Register: Register]
  private let store: LaneStore

  init(_ registers: Set<Register>, capacity: Int) {
    var counts = Plan.LaneCount()
    var places: [Register: Register] = [:]
    for register in registers.sorted(by: { ($0.isFlag ? 1 : 0, $0.lane) < ($1.isFlag ? 1 : 0, $1.lane) }) where !register.isNone {
      var place = register
      place.lane = Int32(register.isFlag ? counts.flags : counts.values)
      if register.isFlag { counts.flags += 1 } else { counts.values += 1 }
      places[register] = place
    }
    self.places = places
    store = LaneStore(counts, capacity: capacity)
  }

  /// A lane that nobody reads or writes.
  var nothing: Lane { store.lane(Register(lane: 0, scope: 0, isFlag: true, mayBeInsufficient: false), from: 0) }

  func lane(_ register: Register) -> Lane {
    guard let place = places[register] else { preconditionFailure("nobody said that this would be asked for") }
    return store.lane(place, from: 0)
  }

  /// Keeps what a section's windows read of a block.
  func save(_ frame: Frame, _ range: Range<Int>, _ section: Plan.Section) {
    for register in section.tracks.reduce(into: section.nativeResults, { $0.formUnion($1.inputs) }) {
      guard let place = places[register] else { continue }
      RegisterStore.copy(frame.lane(register), to: store.lane(place, from: range.lowerBound), range.count, register)
    }
  }

  func loadNatives(_ frame: Frame, _ range: Range<Int>, _ section: Plan.Section) {
    for register in section.nativeResults { copy(register, range, to: frame.lane(register)) }
  }

  func copy(_ register: Register, _ range: Range<Int>, to lane: Lane) {
    guard let place = places[register] else { return }
    RegisterStore.copy(store.lane(place, from: range.lowerBound), to: lane, range.count, register)
  }

  private static func copy(_ from: Lane, to: Lane, _ count: Int, _ register: Register) {
    let words = (count + 63) / 64
    if register.isFlag {
      to.truth.update(from: from.truth, count: words)
    } else {
      to.values.update(from: from.values, count: count)
    }
    to.valid.update(from: from.valid, count: words)
    if register.mayBeInsufficient { to.insufficient.update(from: from.insufficient, count: words) }
  }
}

extension TrackPlan {
  /// Everything that it reads.
  var inputs: Set<Register> {
    Set((keys + excluded + arguments + [filter].compactMap { $0 }).map(\.register).filter { !$0.isNone })
  }
}

extension Plan.Section {
  /// What natives give for each record.
  var nativeResults: Set<Register> {
    var result: Set<Register> = []
    for step in steps {
      if case .native(let work) = step.work, work.scope == 0 { result.formUnion(work.results.map(\.register)) }
    }
    return result
  }
}
