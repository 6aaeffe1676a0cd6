import TestSupport

/// Rules with all that they may say, and their suppressions.
extension ProgramWriter {
  mutating func rule(_ name: String) -> String {
    let outer = named.count
    let readsModel = profile.readsModel && random.happens(12)
    let place = Place(depth: random.whole(1...profile.depthMost), mayReadModel: readsModel)
    var lines: [String] = []
    if random.happens(25) { lines.append(local(place)) }
    lines.append("when \(random.happens(40) ? windowCondition(place).text : condition(place).text)")
    if random.happens(45) { lines.append("score \(value(.percent, place.with { $0.depth = min($0.depth, 3) }).text)") }
    if random.happens(60) { lines.append("loss \(loss(place))") }
    let vote = readsModel ? nil : random.one(of: [nil, "fraud", "fraud", "legit"])
    if let vote { lines.append("votes \(vote)") }
    if vote == "fraud" || random.happens(30) { lines.append("scheme \(random.one(of: ["rep-padding", "refunds", "x-b2"]))") }
    if random.happens(40) { lines.append("severity \(random.one(of: ["low", "medium", "high", "critical"]))") }
    if random.happens(25) { lines.append("status \(random.one(of: ["draft", "shadow", "live", "live", "retired"]))") }
    if random.happens(10) { lines.append("expires 2027-01-01") }
    if random.happens(50) { lines.append("because \"\(sentence())\"") }
    if random.happens(30) { lines = random.shuffled(lines) }
    named.removeLast(named.count - outer)
    let title = random.happens(30) ? " \"Title of \(name)\"" : ""
    return "rule \(name)\(title) {\n" + lines.map { "  \($0)\n" }.joined() + "}\n"
  }

  /// A name for this rule alone.
  private mutating func local(_ place: Place) -> String {
    let name = name("q")
    let kind = anyKind()
    wroteWindow = false
    let body = value(kind, place.with { $0.mayReadModel = false })
    named.append(Named(name: name, kind: kind, meaning: body.text, hasWindow: wroteWindow))
    return "let \(name) = \(body.text)"
  }

  private mutating func loss(_ place: Place) -> String {
    let kind: Kind = setting.fields.has(.foreign) && random.happens(15) ? .foreign : .money
    if random.happens(15) { return bareConstant(.money).text }
    return value(kind, place.with { $0.depth = min($0.depth, 3) }).text
  }

  // MARK: Sentences

  private mutating func sentence() -> String {
    var text = random.one(of: ["", "Because ", "é: ", "a \\{ b \\\" "])
    for _ in 0..<random.below(4) {
      text += "{\(hole())}\(random.one(of: ["", ", ", " and ", "%\\n", " ﬁ "]))"
    }
    return text.isEmpty ? "So it is." : text
  }

  private mutating func hole() -> String {
    let place = Place(depth: 1, isPlain: true)
    let kind = kind([8, 2, 6, 6, 4, 3, 4, 3, 5, 0])
    let value: Phrase
    switch random.below(10) {
    case ..<7: value = variable(kind, place)
    case ..<9 where kind.isQuantity:
      value = .joined(variable(kind, place), random.one(of: ["+", "-"]), variable(kind, place), .sum)
    default: value = kind.isQuantity ? function(kind, place) : variable(kind, place)
    }
    let formats: [String]
    switch kind {
    case .money, .foreign: formats = ["whole", "cents", "exact"]
    case .percent, .number: formats = ["0", "1", "2", "3"]
    case .time: formats = ["date", "time", "month", "year"]
    case .duration: formats = ["days", "hours"]
    default: formats = []
    }
    return formats.isEmpty || random.happens(50) ? value.text : "\(value.text):\(random.one(of: formats))"
  }

  // MARK: Suppressions

  mutating func suppression(_ rule: String) -> String {
    let filter = random.happens(75) ? " where \(condition(Place(depth: random.whole(0...2))).text)" : ""
    let times = setting.samples[Kind.time.rawValue].compactMap(\.literal)
    let until = random.happens(80) ? random.one(of: times) : "2016-06-01"
    return "suppress \(rule)\(filter) until \(until) by \"someone\" because \"it was agreed\"\n"
  }
}
