import Records
import TestSupport

/// Values of a kind: what every kind can be made of, then texts, times and keys.
extension ProgramWriter {
  mutating func value(_ kind: Kind, _ place: Place) -> Phrase {
    if place.depth <= 0 || random.happens(18) { return leaf(kind, place) }
    if place.mayWindow, random.happens(kind == .flag ? 3 : 25) { return window(kind, place) }
    if random.happens(12), let fold = fold(kind, place) { return fold }
    if random.happens(10) { return composite(kind, place) }
    if random.happens(8), let learned = learned(kind, place) { return learned }
    switch kind {
    case .flag: return condition(place)
    case .money, .foreign, .percent, .number, .integer, .duration:
      return random.happens(70) ? operation(kind, place) : function(kind, place)
    case .time: return time(place)
    case .text: return text(place)
    case .key: return random.happens(40) ? composite(kind, place) : leaf(kind, place)
    }
  }

  // MARK: What every kind can be made of

  mutating func composite(_ kind: Kind, _ place: Place) -> Phrase {
    if place.isPlain { return leaf(kind, place) }
    switch random.below(10) {
    case ..<3: return choice(kind, place)
    case ..<6: return .joined(nonconstant(kind, place), "??", branch(kind, place), .substitute)
    case ..<7: return bands(kind, place)
    case ..<8: return match(kind, place)
    default: return macroCall(kind, place) ?? (random.happens(50) ? choice(kind, place) : value(kind, place.deeper).parenthesized)
    }
  }

  /// A key has to be one by itself in at least one branch.
  private mutating func branch(_ kind: Kind, _ place: Place) -> Phrase {
    kind == .key && random.happens(30) ? constant(.key) : value(kind, place.deeper)
  }

  private mutating func nonconstant(_ kind: Kind, _ place: Place) -> Phrase {
    random.happens(60) ? variable(kind, place) : value(kind, place.deeper)
  }

  private mutating func choice(_ kind: Kind, _ place: Place) -> Phrase {
    .call("if", condition(place.deeper), nonconstant(kind, place), branch(kind, place))
  }

  private mutating func bands(_ kind: Kind, _ place: Place) -> Phrase {
    let subjectKind = ordered()
    let subject = nonconstant(subjectKind, place)
    var limits = limits(subjectKind)
    if limits.isEmpty { return choice(kind, place) }
    if subject.isLiteral, subjectKind.isMoney { return choice(kind, place) }
    if random.happens(70) || limits.count < 2 { limits.insert("..", at: 0) }
    if random.happens(70) || limits.count < 2 { limits.append("..") }
    var bands: [String] = []
    for (low, high) in zip(limits, limits.dropFirst()) {
      let result = bands.isEmpty ? nonconstant(kind, place) : branch(kind, place)
      bands.append("[\(low), \(high)) => \(result.text)")
    }
    return Phrase("bands \(subject.operand) { \(bands.joined(separator: random.one(of: [", ", "  "]))) }", .primary)
  }

  private mutating func match(_ kind: Kind, _ place: Place) -> Phrase {
    let subjectKind = self.kind([2, 0, 1, 1, 5, 1, 1, 5, 8, 1])
    // A match wants different values, and something that differs among records.
    let subject = variable(subjectKind, place)
    if subject.isLiteral || named.contains(where: { $0.isParameter && $0.name == subject.text }) { return choice(kind, place) }
    var members: [String] = []
    for _ in 0..<random.whole(1...4) {
      let member = subjectKind == .key ? constant(.key).text : constant(subjectKind).text
      if !members.contains(member) { members.append(member) }
    }
    var cases: [String] = []
    while !members.isEmpty {
      let count = min(members.count, random.whole(1...2))
      let result = cases.isEmpty ? nonconstant(kind, place) : branch(kind, place)
      cases.append("\(members.prefix(count).joined(separator: ", ")) => \(result.parenthesized.text)")
      members.removeFirst(count)
    }
    let otherwise = branch(kind, place)
    return Phrase("match \(subject.operand) { \(cases.joined(separator: ", ")), else => \(otherwise.text) }", .primary)
  }

  private mutating func macroCall(_ kind: Kind, _ place: Place) -> Phrase? {
    let usable = macros.filter {
      $0.kind == kind && (place.mayWindow || !$0.hasWindow) && (place.elements.isEmpty || !$0.hasFold)
    }
    guard !usable.isEmpty, place.parameters.isEmpty else { return nil }
    let macro = random.one(of: usable)
    if macro.hasWindow { wroteWindow = true }
    // What a macro's window reads must itself be free of windows, also where it comes in as an argument.
    let inner = place.deeper.with { place in
      if macro.hasWindow { (place.isInWindow, place.mayReadModel) = (true, false) }
    }
    let arguments = macro.parameters.map { variableOrConstant($0, inner).text }
    return Phrase("\(macro.name)(\(arguments.joined(separator: ", ")))")
  }

  private mutating func variableOrConstant(_ kind: Kind, _ place: Place) -> Phrase {
    random.happens(75) || kind == .key ? variable(kind, place) : constant(kind)
  }

  // MARK: The baseline and native functions

  mutating func learned(_ kind: Kind, _ place: Place) -> Phrase? {
    if place.isPlain { return nil }
    if profile.callsNatives, random.happens(45), let call = native(kind, place) { return call }
    guard profile.readsBaseline else { return nil }
    let names: [Kind: String] = [
      .money: "price", .percent: "rate", .duration: "usual_wait", .time: "opened", .text: "motto", .key: "twin", .flag: "trusted",
      .number: "drift", .integer: "size",
    ]
    guard let name = names[kind] else { return nil }
    if name == "size" { return Phrase("baseline.size") }
    if !place.parameters.isEmpty { return nil }
    let key = random.happens(80) ? variable(.key, place) : constant(.key)
    if name == "drift" { return Phrase("baseline.drift(\(key.text), \(value(.text, place.deeper).text))") }
    return Phrase("baseline.\(name)(\(key.text))")
  }

  private mutating func native(_ kind: Kind, _ place: Place) -> Phrase? {
    let lists = setting.schema.lists.filter { $0.field(named: "product") != nil && $0.field(named: "quantity") != nil }
    let parts: [Kind: String] = [.money: "loss", .percent: "chance", .text: "lines"]
    if let part = parts[kind], !lists.isEmpty {
      return Phrase("attribute(\(value(.money, place.deeper).text), \(random.one(of: lists).name), baseline.ladder).\(part)")
    }
    let others: [Kind: String] = [
      .integer: "parts", .number: "weight", .key: "first", .flag: "isOdd", .duration: "lasts", .time: "since",
    ]
    guard let part = others[kind] else { return nil }
    let (text, integer, number) = (value(.text, place.deeper), value(.integer, place.deeper), value(.number, place.deeper))
    return Phrase("outline(\(text.text), \(integer.text), \(number.text)).\(part)")
  }

  // MARK: Times and texts

  private mutating func time(_ place: Place) -> Phrase {
    switch random.below(10) {
    case ..<4:
      let sign = random.one(of: ["+", "-"])
      return .joined(value(.time, place.deeper), sign, value(.duration, place.deeper), .sum)
    case ..<5: return .joined(value(.duration, place.deeper), "+", value(.time, place.deeper), .sum)
    case ..<8 where has("date"): return .call("date", value(.time, place.deeper))
    case ..<9: return extremum(.time, place)
    default: return leaf(.time, place)
    }
  }

  /// The smallest or largest of several.
  mutating func extremum(_ kind: Kind, _ place: Place) -> Phrase {
    let names = ["least", "greatest"].filter(has)
    guard !names.isEmpty else { return leaf(kind, place) }
    let values = (0..<random.whole(2...3)).map { _ in value(kind, place.deeper).text }
    return Phrase("\(random.one(of: names))(\(values.joined(separator: ", ")))")
  }

  private mutating func text(_ place: Place) -> Phrase {
    let names = ["lower", "upper", "trim", "concat", "left", "right", "replace", "text", "least"].filter(has)
    guard !names.isEmpty else { return leaf(.text, place) }
    let name = random.one(of: names)
    switch name {
    case "concat":
      let words = (0..<random.whole(2...3)).map { _ in word(place).text }
      return Phrase("concat(\(words.joined(separator: ", ")))")
    case "left", "right":
      let count = random.happens(75) ? literal(random.one(of: ["0", "1", "2", "3", "-1", "100"])) : value(.integer, place.deeper)
      return .call(name, word(place), count)
    case "replace": return .call(name, word(place), value(.text, place.deeper), value(.text, place.deeper))
    case "text": return .call(name, value(random.one(of: [.key, .text, .integer]), place.deeper))
    case "least": return extremum(.text, place)
    default: return .call(name, word(place))
    }
  }
}
