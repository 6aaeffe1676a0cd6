import Records
import TestSupport

/// What expressions end in: fields, names, constants.
extension ProgramWriter {
  mutating func leaf(_ kind: Kind, _ place: Place) -> Phrase {
    if random.happens(14), let constant = mayBeConstant(kind, place) { return constant }
    return variable(kind, place)
  }

  private mutating func mayBeConstant(_ kind: Kind, _ place: Place) -> Phrase? {
    kind == .key || place.isPlain || (kind == .flag && !random.happens(20)) ? nil : constant(kind)
  }

  /// Something that differs from record to record, where there is something.
  mutating func variable(_ kind: Kind, _ place: Place) -> Phrase {
    let own = place.parameters.filter { $0.kind == kind }
    if !own.isEmpty, random.happens(70) { return Phrase(random.one(of: own).name) }
    if !place.elements.isEmpty, random.happens(75) {
      let usable = place.elements.filter { !setting.fields.elements[$0.list][kind.rawValue].isEmpty }
      if !usable.isEmpty {
        // The innermost is what the expression is mostly about.
        let element = random.happens(80) ? usable[usable.count - 1] : random.one(of: usable)
        return Phrase("\(element.name).\(random.one(of: setting.fields.elements[element.list][kind.rawValue]))")
      }
    }
    if place.mayReadLabels, random.happens(70), !setting.fields.labels[kind.rawValue].isEmpty {
      return Phrase(random.one(of: setting.fields.labels[kind.rawValue]))
    }
    if random.happens(45), let name = visibleName(kind, place) { return Phrase(name) }
    if let word = special(kind, place) { return word }
    let fields = setting.fields.fields[kind.rawValue]
    if fields.isEmpty { return constant(kind) }
    // A record's identity tells nothing of others; what recurs does.
    let recurring = setting.fields.recurringKeys
    return Phrase(random.one(of: kind == .key && random.happens(85) ? recurring : fields))
  }

  /// A name of the file that may stand here: a window only reads windows through features.
  private mutating func visibleName(_ kind: Kind, _ place: Place) -> String? {
    let visible = named.filter { $0.kind == kind && (!place.isInWindow || !$0.hasWindow || $0.isFeature) }
    if visible.isEmpty { return nil }
    let chosen = random.one(of: visible)
    if chosen.hasWindow, !chosen.isFeature { wroteWindow = true }
    return chosen.name
  }

  /// Versions, the model, the record's own time, the clock.
  private mutating func special(_ kind: Kind, _ place: Place) -> Phrase? {
    if profile.readsVersions, random.happens(6) {
      if kind == .flag, random.happens(50) { return Phrase("corrected") }
      let fields = setting.fields.fields[kind.rawValue]
      if !fields.isEmpty { return Phrase("previous.\(random.one(of: fields))") }
    }
    if kind == .percent, place.mayReadModel, random.happens(40) { return Phrase("model.score") }
    if kind == .time, setting.hasTime, random.happens(25) { return Phrase("now") }
    if kind == .duration, setting.hasTime, random.happens(25) { return Phrase("behind") }
    return nil
  }

  // MARK: Constants

  /// A constant that has its type by itself, but for a key, which is a text until it meets one.
  mutating func constant(_ kind: Kind) -> Phrase {
    let bare = bareConstant(kind)
    switch kind {
    case .money: return Phrase("\(bare.text) \(setting.fields.home)", bare.binding, isLiteral: true)
    case .foreign: return Phrase("\(bare.text) \(setting.fields.foreign ?? setting.fields.home)", bare.binding, isLiteral: true)
    default: return bare
    }
  }

  /// Money without its currency, good beside money.
  mutating func bareConstant(_ kind: Kind) -> Phrase {
    if random.happens(20), let near = neighbour(kind) { return near }
    let usable = setting.samples[kind.rawValue].filter { $0.literal != nil }
    let text = random.one(of: usable.isEmpty ? SampleTable.ordinary[kind.rawValue] : usable).literal ?? "0"
    return literal(text)
  }

  func literal(_ text: String) -> Phrase { Phrase(text, text.hasPrefix("-") ? .sign : .primary, isLiteral: true) }

  /// One unit beside a value that records have.
  private mutating func neighbour(_ kind: Kind) -> Phrase? {
    let sample = random.one(of: setting.samples[kind.rawValue])
    let step = random.one(of: [-1, 1]) as Int64
    switch kind {
    case .money, .foreign:
      guard let money = Money(text: sample.cell), let near = Money(tenThousandths: money.tenThousandths + step) else {
        return nil
      }
      return literal("\(near)")
    case .integer:
      guard let value = Int64(sample.cell) else { return nil }
      let (near, overflow) = value.addingReportingOverflow(step)
      return overflow || near == .min ? nil : literal("\(near)")
    case .time:
      let near = Int64(sample.magnitude) + step
      return (Moments.first...Moments.last).contains(near) ? literal(Sample.time(near).cell) : nil
    default: return nil
    }
  }

  /// What something may be divided by: not a constant zero, which the checker refuses.
  mutating func divisor(_ kind: Kind, _ place: Place) -> Phrase {
    let isDeep = place.depth > 1 && random.happens(40)
    for _ in 0..<5 {
      let divisor = random.happens(25) ? constant(kind) : isDeep ? value(kind, place.deeper) : variable(kind, place)
      let isParameter = named.contains { $0.isParameter && divisor.text.contains($0.name) }
      let isNonzero = divisor.text.contains { ("1"..."9").contains($0) }
      // Without a small letter it is nothing but digits and signs.
      let isComputed = divisor.text.contains { $0.isLowercase } && !isParameter
      if divisor.isLiteral ? isNonzero : isComputed { return divisor }
    }
    return Phrase(setting.fields.fields[kind.rawValue].first ?? "\(constant(.integer).text)")
  }

  /// Several constants in order, for bands. Of texts one: their order is not that of any number.
  mutating func limits(_ kind: Kind) -> [String] {
    var known = setting.samples[kind.rawValue].filter { $0.literal != nil }
    known.sort { $0.magnitude < $1.magnitude }
    var limits: [Sample] = []
    for sample in known where limits.last.map({ $0.magnitude < sample.magnitude }) ?? true { limits.append(sample) }
    if kind == .text { limits = Array(limits.prefix(1)) }
    let count = min(limits.count, random.whole(1...3))
    let start = random.below(limits.count - count + 1)
    return limits[start..<start + count].map { $0.literal ?? "0" }
  }
}
