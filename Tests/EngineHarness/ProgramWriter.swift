import Records
import RuleLanguage
import TestSupport

/// Writes a program as the text of a rule file: well typed, and otherwise at random.
struct ProgramWriter {
  /// A param, let or feature that expressions may name.
  struct Named {
    var name: String
    var kind: Kind
    /// What it stands for.
    var meaning: String
    var hasWindow = false
    var isFeature = false
    var isParameter = false
  }

  struct Macro {
    var name: String
    var kind: Kind
    var parameters: [Kind]
    var hasWindow: Bool
    var hasFold: Bool
  }

  struct ValueList {
    var name: String
    var kind: Kind
  }

  /// Where an expression stands, as far as it decides what may be read.
  struct Place {
    /// How many operations may still stand inside of each other.
    var depth: Int
    var isInWindow = false
    var mayReadLabels = false
    var mayReadModel = false
    /// Inside of a macro its own parameters are what it is about.
    var parameters: [(name: String, kind: Kind)] = []
    var elements: [(name: String, list: Int)] = []
    /// In a sentence's hole: neither quotes nor braces.
    var isPlain = false

    var mayWindow: Bool { !isInWindow && elements.isEmpty && !isPlain }

    var deeper: Place { with { $0.depth -= 1 } }

    func with(_ change: (inout Place) -> Void) -> Place {
      var place = self
      change(&place)
      return place
    }
  }

  let setting: Setting
  let profile: Profile
  var random: SeededGenerator
  var facts = ProgramFacts()
  var named: [Named] = []
  var macros: [Macro] = []
  var lists: [ValueList] = []
  /// Params that windows are measured with: a duration, a number of records.
  var lengthParams: [(name: String, microseconds: Int64)] = []
  var countParams: [(name: String, count: Int)] = []
  /// Whether a window was written since somebody last asked.
  var wroteWindow = false
  /// Whether a walk over a list was.
  var wroteFold = false
  private var names = 0

  init(_ setting: Setting, _ random: SeededGenerator) {
    (self.setting, profile, self.random) = (setting, setting.profile, random)
  }

  mutating func name(_ prefix: String) -> String {
    names += 1
    return "\(prefix)\(names)"
  }

  func has(_ function: String) -> Bool { !profile.excludedFunctions.contains(function) }

  /// A kind of which the schema has values, by weights in the order of the kinds.
  mutating func kind(_ weights: [Int]) -> Kind {
    let kind = Kind.allCases[random.weighted(weights)]
    return setting.fields.has(kind) ? kind : .money
  }

  mutating func anyKind() -> Kind { kind([14, 4, 12, 12, 14, 7, 6, 10, 6, 15]) }

  mutating func quantity() -> Kind { kind([10, 3, 7, 8, 8, 5, 0, 0, 0, 0]) }

  mutating func ordered() -> Kind { kind([10, 3, 7, 8, 8, 5, 4, 5, 0, 0]) }

  // MARK: The file

  /// The file's declarations, its head first; parted by empty lines they are the file.
  mutating func file() -> [String] {
    var head = "package generated\nuse schema \(setting.schema.name)\n"
    if setting.zones[0].name != "UTC" || random.happens(10) { head += "use zone \"\(setting.zones[0].name)\"\n" }
    if let month = setting.fiscalMonth { head += "use fiscal year starting \(Setting.monthNames[month])\n" }
    var declarations: [String] = []
    for _ in 0..<random.below(3) { declarations.append(param()) }
    if random.happens(30) { declarations.append(lengthParam()) }
    for _ in 0..<random.below(3) { declarations.append(list()) }
    for _ in 0..<random.below(2) { declarations.append(macro()) }
    for _ in 0..<random.below(3) { declarations.append(definition("let")) }
    for _ in 0..<random.below(profile.featuresMost + 1) {
      declarations.append(definition("feature"))
      if random.happens(15) { declarations.append(definition("let")) }
    }
    if random.happens(10) { declarations.append(macro()) }
    for number in 1...random.whole(1...max(1, profile.rulesMost)) {
      declarations.append(rule("r\(number)"))
      if random.happens(20) { declarations.append(suppression("r\(number)")) }
    }
    // What is declared may stand anywhere.
    return [head] + (random.happens(30) ? random.shuffled(declarations) : declarations)
  }

  /// A file with which nothing can be wrong.
  func leastFile() -> [String] {
    ["package generated\nuse schema \(setting.schema.name)\n", "rule r1 {\n  when true\n}\n"]
  }

  // MARK: Declarations

  private mutating func param() -> String {
    let name = name("p")
    let isComputed = random.happens(20)
    let kind = isComputed ? .integer : kind([5, 2, 5, 5, 5, 3, 2, 3, 0, 1])
    let sign = random.one(of: ["+", "-", "*"])
    let text = isComputed ? "\(random.below(20)) \(sign) \(random.below(20))" : constant(kind).text
    named.append(Named(name: name, kind: kind, meaning: text, isParameter: true))
    return "param \(name)\(annotation(kind)) = \(text)\n"
  }

  private mutating func annotation(_ kind: Kind) -> String {
    random.happens(20) && kind != .key ? ": \(setting.fields.typeText(kind))" : ""
  }

  private mutating func lengthParam() -> String {
    let name = name("p")
    guard setting.hasTime, random.happens(60) else {
      let count = random.one(of: [1, 2, 3, 5])
      countParams.append((name, count))
      return "param \(name) = \(count)\n"
    }
    let text = random.one(of: setting.lengths)
    lengthParams.append((name, Sample.microseconds(text)))
    return "param \(name) = \(text)\n"
  }

  private mutating func list() -> String {
    let kind = kind([3, 1, 2, 2, 3, 1, 1, 5, 8, 0])
    let name = name("l")
    lists.append(ValueList(name: name, kind: kind))
    if kind == .key, random.happens(40) {
      return "list \(name) of key from \"\(ListFile.name)\" version \"\(ListFile.version)\"\n"
    }
    var members = (0..<random.whole(1...4)).map { _ in kind == .key ? constant(.key).text : bareConstant(kind).text }
    if random.happens(3) { members = [] }
    let type = kind == .text || kind == .key ? random.one(of: ["", " of \(kind)"]) : " of \(setting.fields.typeText(kind))"
    // An empty list is one of texts, unless it says more.
    return
      "list \(name)\(members.isEmpty ? " of \(setting.fields.typeText(kind))" : type) = [\(members.joined(separator: ", "))]\n"
  }

  private mutating func macro() -> String {
    let name = name("m")
    let parameters = (0..<random.whole(1...2)).map { _ in (name: self.name("a"), kind: anyKind()) }
    let kind = anyKind()
    (wroteWindow, wroteFold) = (false, false)
    let body = value(kind, Place(depth: 2, parameters: parameters))
    macros.append(
      Macro(name: name, kind: kind, parameters: parameters.map(\.kind), hasWindow: wroteWindow, hasFold: wroteFold))
    return "macro \(name)(\(parameters.map(\.name).joined(separator: ", "))) = \(body.text)\n"
  }

  private mutating func definition(_ word: String) -> String {
    let name = name(word == "let" ? "v" : "f")
    let kind = anyKind()
    wroteWindow = false
    let place = Place(depth: random.whole(1...profile.depthMost))
    // Windows are what features are for.
    let body = word == "feature" && random.happens(55) ? window(kind, place) : value(kind, place)
    let annotation = body.isLiteral ? "" : annotation(kind)
    named.append(
      Named(name: name, kind: kind, meaning: body.text, hasWindow: wroteWindow, isFeature: word == "feature"))
    return "\(word) \(name)\(annotation) = \(body.text)\n"
  }
}

/// The file that generated lists are read from.
enum ListFile {
  static let name = "members.txt"
  static let version = "3"
  static let text = "# version: 3\n# Some are spelled in two ways.\nR1\nC1\n\ne\u{301}\n01\n👍🏽\n"
}
