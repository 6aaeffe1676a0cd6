import Records
import RuleLanguage

/// Walks along one field's values away from the present one, until the rule fires.
struct ScaleSearch {
  /// What the rule and the conditions within it come to at one value.
  struct Signature: Hashable {
    var fires: Bool
    var conditions: [Value]
  }

  let scale: ValueScale
  let field: String
  let type: ValueType
  let now: Value
  let start: Int64
  let signature: (Int64) -> Signature

  func change(constants: [Expression]) -> NearestChange? {
    let probes = probes(constants)
    let here = signature(start)
    let below = walk(probes.filter { $0 < start }.reversed(), from: here)
    let above = walk(probes.filter { $0 > start }, from: here)
    let found = [below, above].compactMap { $0 }.map { described($0) }
    return found.min { $0.relative < $1.relative }
  }

  // MARK: Where to look

  /// Ever larger steps, shares and multiples of the value, and what the rule compares with.
  private func probes(_ constants: [Expression]) -> [Int64] {
    var places: Set<Int64> = [scale.bounds.lowerBound, scale.bounds.upperBound, 0]
    var step: Int64 = 1
    while step < 1 << 62 {
      for (place, overflow) in [start.addingReportingOverflow(step), start.subtractingReportingOverflow(step)] where !overflow {
        places.insert(place)
      }
      step *= 2
    }
    let size = scale.size(start)
    for tenth in -10...40 { if let place = scale.place(size: size * Double(tenth) / 10) { places.insert(place) } }
    for constant in constants {
      let value: Value =
        scale.isOfNumbers ? .number(number(constant.payload)) : .integer(constant.payload)
      guard let place = scale.place(of: value), place > .min, place < .max else { continue }
      for near in [place - 1, place, place + 1] { places.insert(near) }
    }
    return places.filter { scale.bounds.contains($0) && $0 != start }.sorted()
  }

  /// The nearest value in one direction that fires, and the one before it, which does not.
  private func walk(_ probes: [Int64], from here: Signature) -> (fires: Int64, silent: Int64)? {
    var before = (place: start, signature: here)
    for probe in probes {
      let next = signature(probe)
      var firing: [Int64] = next.fires ? [probe] : []
      // A rule may fire between two probes at which it is silent; some condition within it turns there.
      if next != before.signature, !next.fires { firing += turns(between: before, (probe, next)) }
      if let nearest = firing.min(by: { distance($0) < distance($1) }) {
        return nearestFiring(silent: before.place, fires: nearest)
      }
      before = (probe, next)
    }
    return nil
  }

  private func distance(_ place: Int64) -> UInt64 {
    place > start ? UInt64(bitPattern: place &- start) : UInt64(bitPattern: start &- place)
  }

  /// Half of the way; the whole of it may be more than a signed number holds.
  private func middle(_ from: Int64, _ to: Int64) -> Int64 {
    from < to ? from &+ Int64(UInt64(bitPattern: to &- from) / 2) : from &- Int64(UInt64(bitPattern: from &- to) / 2)
  }

  private func nearestFiring(silent: Int64, fires: Int64) -> (fires: Int64, silent: Int64) {
    var (silent, firing) = (silent, fires)
    while distance(firing) - distance(silent) > 1 {
      let middle = middle(silent, firing)
      if signature(middle).fires { firing = middle } else { silent = middle }
    }
    return (firing, silent)
  }

  /// Values on both sides of each condition's turn that fire.
  private func turns(
    between first: (place: Int64, signature: Signature), _ second: (place: Int64, signature: Signature)
  ) -> [Int64] {
    var firing: [Int64] = []
    for condition in first.signature.conditions.indices
    where first.signature.conditions[condition] != second.signature.conditions[condition] {
      var (low, high) = (first.place, second.place)
      let value = first.signature.conditions[condition]
      while distance(high) - distance(low) > 1 {
        let middle = middle(low, high)
        let found = signature(middle)
        if found.fires { firing.append(middle) }
        if found.conditions[condition] == value { low = middle } else { high = middle }
      }
      for place in [low, high] where signature(place).fires { firing.append(place) }
    }
    return firing
  }

  // MARK: How to say it

  private func described(_ found: (fires: Int64, silent: Int64)) -> NearestChange {
    let isBelow = found.fires < start
    var change = NearestChange(
      field: field, type: type, now: now, value: scale.value(at: found.fires), limit: scale.value(at: found.silent),
      bound: .exactly, relative: relative(found.fires))
    // Of amounts the last cent that fires is said, of what has finer steps than anyone writes the limit.
    if !type.isAmount, digits(change.limit) < digits(change.value), firesBeyond(found.fires) {
      change.bound = isBelow ? .lessThan : .moreThan
      return change
    }
    let place = written(found.fires)
    (change.value, change.relative) = (scale.value(at: place), relative(place))
    if firesBeyond(place) { change.bound = isBelow ? .orLess : .orMore }
    return change
  }

  private func digits(_ value: Value) -> Int {
    if case .number(let number) = value { return "\(number)".utf8.count }
    return value.readableText(type).utf8.count
  }

  /// A little farther from the present value, as people write such values, if the rule fires there too.
  private func written(_ place: Int64) -> Int64 {
    let isBelow = place < start
    if scale.isOfNumbers { return shortened(place) }
    guard let step = scale.writtenStep(start), !place.isMultiple(of: step) else { return place }
    let remainder = ((place % step) + step) % step
    let near = isBelow ? place - remainder : place - remainder + step
    return scale.bounds.contains(near) && signature(near).fires ? near : place
  }

  /// The number of the fewest digits that makes the change no more than a thousandth larger.
  private func shortened(_ place: Int64) -> Int64 {
    let isBelow = place < start
    let (size, change) = (scale.size(place), (scale.size(place) - scale.size(start)).magnitude)
    var shortest = place
    var factor = 1e12
    while 1 / factor < change / 1000 {
      let rounded = (size * factor).rounded(isBelow ? .down : .up)
      // The product may have been rounded to the whole number on the wrong side.
      for whole in [rounded + (isBelow ? -1 : 1), rounded] {
        guard let near = scale.place(size: whole / factor), isBelow ? near <= place : near >= place,
          (whole / factor - size).magnitude < change / 1000, signature(near).fires
        else { continue }
        shortest = near
      }
      factor = factor > 1 ? (factor / 10).rounded() : factor / 10
    }
    return shortest
  }

  private func relative(_ place: Int64) -> Double {
    let (from, to) = (scale.size(start), scale.size(place))
    return from == 0 ? .infinity : ((to - from) / from).magnitude
  }

  /// Whether the rule goes on firing on the far side: as far as zero, or as far again as the value and the change together.
  private func firesBeyond(_ place: Int64) -> Bool {
    let (from, size) = (scale.size(start), scale.size(place))
    let isBelow = place < start
    let towardsZero = from != 0 && size.magnitude < from.magnitude && (size < 0) == (from < 0)
    let end = towardsZero ? 0 : size + (size - from) + (isBelow ? -1 : 1) * max(size.magnitude, from.magnitude)
    // Zero itself is often a case of its own.
    guard let last = scale.place(size: size + (end - size) * 0.99), isBelow ? last <= place : last >= place else { return true }
    var tried = (1...10).compactMap { scale.place(size: size + (end - size) * Double($0) / 10) }
    var step: Int64 = 1
    while step < 1 << 62 {
      let (near, overflow) = isBelow ? place.subtractingReportingOverflow(step) : place.addingReportingOverflow(step)
      if !overflow { tried.append(near) }
      step *= 2
    }
    let range = isBelow ? last...place : place...last
    return (tried + [last]).filter { range.contains($0) }.allSatisfy { signature($0).fires }
  }
}

extension ValueType {
  fileprivate var isAmount: Bool { if case .money = self { true } else { false } }
}
