import Records
import RuleLanguage
import TestSupport

/// Windows: which aggregate gives a kind, and everything that may stand behind it.
extension ProgramWriter {
  /// How long after a record its labels are known; nil where there are none.
  var labelDelay: Int64? {
    guard setting.hasTime else { return nil }
    return setting.schema.fields.first { $0.isLabel }?.knownAfter
  }

  mutating func window(_ kind: Kind, _ place: Place) -> Phrase {
    guard place.mayWindow else { return leaf(kind, place) }
    wroteWindow = true
    let (function, argument) = aggregate(kind)
    let readsLabel = labelDelay != nil && random.happens(10)
    let inner = place.deeper.with {
      ($0.isInWindow, $0.mayReadLabels, $0.mayReadModel) = (true, readsLabel, false)
      $0.depth = min($0.depth, 2)
    }
    var text = "\(function.rawValue)("
    if let argument { text += value(argument, inner).text }
    if function == .percentile { text += ", \(random.one(of: ["50%", "95%", "100%", "10%", "99.9%", "33.3333%", "0.0000001%"]))" }
    text += ")"
    let (keys, by) = keys(inner)
    let filter = random.happens(30) ? condition(inner.with { $0.depth = min($0.depth, 1) }).closed : nil
    let reach = reach(function, canDoWithout: function == .previous && !(by.isEmpty && filter == nil))
    text += by
    if let filter { text += " where \(filter)" }
    let clauses = clauses(reach, keys, inner, readsLabel)
    text += clauses
    return clauses.isEmpty || random.happens(40) ? Phrase("(\(text))") : Phrase(text)
  }

  /// An aggregate that gives this kind, and of which kind it takes its argument.
  private mutating func aggregate(_ kind: Kind) -> (Window.Function, Kind?) {
    var choices: [(Window.Function, Kind?)] = [(.first, kind), (.last, kind), (.previous, kind)]
    if kind.isOrdered { choices += [(.min, kind), (.max, kind), (.median, kind), (.percentile, kind)] }
    if kind.isQuantity { choices += [(.sum, kind), (.sum, kind)] }
    if kind.isQuantity, kind != .integer { choices += [(.avg, kind), (.stddev, kind)] }
    switch kind {
    case .integer:
      choices += [(.count, nil), (.count, nil), (.count, nil), (.count, nil)]
      choices += [(.distinct, random.one(of: Kind.keyable)), (.distinct, .key)]
    case .number:
      choices += [(.avg, .integer), (.stddev, .integer), (.zscore, quantity()), (.zscore, quantity())]
    case .percent: choices += [(.share, .flag), (.share, .flag)]
    default: break
    }
    return random.one(of: choices)
  }

  /// By which keys, and how it is written.
  private mutating func keys(_ place: Place) -> ([String], String) {
    let count = random.weighted([18, 62, 16, 4])
    var keys: [String] = []
    for _ in 0..<count {
      let key = key(place)
      if !keys.contains(key) { keys.append(key) }
    }
    if keys.isEmpty { return ([], "") }
    if keys.count == 1, random.happens(85), !keys[0].hasPrefix("(") { return (keys, " by \(keys[0])") }
    return (keys, " by (\(keys.joined(separator: ", ")))")
  }

  /// A field mostly; else something that is computed.
  private mutating func key(_ place: Place) -> String {
    let kind: Kind = random.happens(60) ? .key : random.one(of: Kind.keyable)
    if random.happens(88) { return variable(kind, place.with { $0.depth = 0 }).operand }
    return value(kind, place.with { $0.depth = 1 }).operand
  }

  // MARK: Reach

  private mutating func reach(_ function: Window.Function, canDoWithout: Bool) -> String {
    if canDoWithout, random.happens(50) { return "" }
    let isConstant = ![Window.Function.median, .percentile, .distinct].contains(function)
    if profile.hasBaselineWindows, random.happens(4) {
      facts.hasBaselineWindows = true
      return " in baseline"
    }
    guard setting.hasTime else {
      return isConstant && random.happens(35) ? " over all before" : lastRecords()
    }
    switch random.below(100) {
    case ..<45: return " over \(length())"
    case ..<57: return " over \(monthLength())"
    case ..<72: return lastRecords()
    case ..<80 where isConstant: return " over all before"
    default: return calendar()
    }
  }

  private mutating func lastRecords() -> String {
    if !countParams.isEmpty, random.happens(30) { return " over last \(random.one(of: countParams).name)" }
    return " over last \(random.one(of: [1, 1, 2, 2, 3, 4, 5, 10, 100]))"
  }

  /// A length of time as it is written, noted for the history.
  mutating func length() -> String {
    if !lengthParams.isEmpty, random.happens(30) {
      let param = random.one(of: lengthParams)
      facts.note(length: param.microseconds)
      return param.name
    }
    let text = random.one(of: setting.lengths)
    facts.note(length: Sample.microseconds(text))
    return text
  }

  private mutating func monthLength() -> String {
    let months = random.one(of: setting.months)
    facts.note(months: months)
    return months.isMultiple(of: 12) && random.happens(70) ? "\(months / 12)y" : "\(months)mo"
  }

  private mutating func calendar() -> String {
    facts.hasCalendarWindows = true
    let unit = random.one(of: Window.Reach.Unit.allCases)
    var text = " over this "
    if unit == .quarter || unit == .year, random.happens(45) {
      text += "fiscal \(unit.rawValue)"
      if random.happens(50) { text += " starting \(random.one(of: Setting.monthNames))" }
    } else {
      text += unit.rawValue
    }
    if random.happens(30) { text += " zone \"\(setting.zones[1].name)\"" }
    return text
  }

  // MARK: The other clauses

  private mutating func clauses(_ reach: String, _ keys: [String], _ place: Place, _ readsLabel: Bool) -> String {
    if reach == " in baseline" { return reach }
    var clauses: [String] = []
    var isDelayed = false
    if setting.hasTime, readsLabel || random.happens(18) {
      clauses.append(delay(readsLabel))
      isDelayed = true
    }
    if !(isDelayed && readsLabel), random.happens(25) { clauses.append(" including current") }
    if random.happens(15), let excluding = excluding(keys, place) { clauses.append(excluding) }
    if random.happens(22) { clauses.append(" requires \(requirement(reach))") }
    // Behind keys or a filter the order is free.
    if random.happens(20) { clauses = random.shuffled(clauses) }
    return reach + clauses.joined()
  }

  private mutating func delay(_ readsLabel: Bool) -> String {
    guard readsLabel, let known = labelDelay else { return " delayed \(length())" }
    let text = known == 604_800_000_000 ? random.one(of: ["7d", "7d", "30d"]) : random.one(of: ["36h", "36h", "2d"])
    facts.note(length: Sample.microseconds(text))
    return " delayed \(text)"
  }

  private mutating func excluding(_ keys: [String], _ place: Place) -> String? {
    var others: [String] = []
    let taken = keys.map(meaning)
    for _ in 0..<random.weighted([0, 80, 20]) {
      let key = key(place)
      let fresh = meaning(key)
      if !taken.contains(where: { $0.contains(fresh) }), !others.contains(key) { others.append(key) }
    }
    if others.isEmpty { return nil }
    return " excluding same \(others.count == 1 && !others[0].hasPrefix("(") ? others[0] : "(\(others.joined(separator: ", ")))")"
  }

  /// What a key comes to when the names are followed that only name another.
  private func meaning(_ key: String) -> String {
    var text = key.drop { $0 == "(" }.prefix { $0 != ")" }
    while let found = named.first(where: { $0.name == text && !$0.isFeature }) { text = found.meaning[...] }
    return text == "now" ? setting.schema.timeField.map { setting.schema.fields[$0].name } ?? "" : String(text)
  }

  private mutating func requirement(_ reach: String) -> String {
    var most = 5
    if reach.hasPrefix(" over last ") {
      let written = reach.dropFirst(11)
      most = Int(written) ?? countParams.first { $0.name == written }?.count ?? 1
    }
    if let param = countParams.first(where: { $0.count <= most }), random.happens(20) { return param.name }
    return "\(random.whole(1...min(most, 5)))"
  }

  /// The clauses behind a question about earlier records.
  mutating func lookback(_ place: Place, _ readsLabel: Bool) -> String {
    let (keys, by) = keys(place)
    var text = by
    if random.happens(20) { text += " where \(condition(place).closed)" }
    text += " within \(random.happens(75) ? length() : monthLength())"
    if readsLabel || random.happens(15) { text += delay(readsLabel) }
    if random.happens(12), let excluding = excluding(keys, place) { text += excluding }
    return text
  }
}
