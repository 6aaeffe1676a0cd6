import Records
import TestSupport

/// Conditions: true, false and unknown.
extension ProgramWriter {
  mutating func condition(_ place: Place) -> Phrase {
    if place.depth <= 0 { return random.happens(45) ? leaf(.flag, place) : comparison(place) }
    switch random.below(100) {
    case ..<30: return comparison(place)
    case ..<39: return .joined(condition(place.deeper), "and", condition(place.deeper), .conjunction)
    case ..<47: return .joined(condition(place.deeper), "or", condition(place.deeper), .disjunction)
    case ..<52: return Phrase("not \(condition(place.deeper).within(.negation))", .negation)
    case ..<58: return range(place)
    case ..<67: return membership(place)
    case ..<70: return like(place)
    case ..<75: return textTest(place)
    case ..<80: return Phrase.call("missing", value(anyKind(), place.deeper))
    case ..<87: return quantifier(place)
    case ..<94: return earlier(place)
    case ..<96 where has("weekend"): return Phrase.call("weekend", value(.time, place.deeper))
    default: return composite(.flag, place)
    }
  }

  // MARK: Comparisons

  private mutating func comparison(_ place: Place) -> Phrase {
    let kind = kind([10, 3, 7, 8, 11, 4, 4, 5, 6, 1])
    var left = value(kind, place.deeper)
    if left.isLiteral, random.happens(90) { left = variable(kind, place) }
    let signs = kind.isOrdered ? ["==", "!=", "<", "<=", ">", ">="] : ["==", "!="]
    let right = other(kind, left, place)
    return Phrase("\(left.within(.substitute)) \(random.one(of: signs)) \(right.within(.substitute))", .comparison)
  }

  /// What most rules ask: how something that was seen before compares with something known.
  mutating func windowCondition(_ place: Place) -> Phrase {
    let kind = kind([10, 2, 6, 6, 16, 3, 2, 3, 3, 0])
    let left = window(kind, place)
    let sign = random.one(of: kind.isOrdered ? ["==", "!=", "<", "<=", ">", ">="] : ["==", "!="])
    let compared = Phrase("\(left.within(.substitute)) \(sign) \(other(kind, left, place).within(.substitute))", .comparison)
    if random.happens(60) { return compared }
    let isAnd = random.happens(50)
    return .joined(compared, isAnd ? "and" : "or", condition(place.deeper), isAnd ? .conjunction : .disjunction)
  }

  /// The other side: mostly a constant near what records have, money also without its currency.
  private mutating func other(_ kind: Kind, _ left: Phrase, _ place: Place) -> Phrase {
    if (place.isPlain && kind == .text) || random.happens(35) { return value(kind, place.deeper) }
    // Two constants need one of them to say its type.
    if left.isLiteral { return kind == .key ? variable(kind, place) : constant(kind) }
    return random.happens(60) ? bareConstant(kind) : constant(kind)
  }

  private mutating func range(_ place: Place) -> Phrase {
    let kind = ordered()
    let subject = variableOrDeeper(kind, place)
    var ends = (0..<2).map { _ in random.happens(85) ? constant(kind).text : variable(kind, place).text }
    if random.happens(25) { ends[random.below(2)] = ".." }
    return Phrase("\(subject.within(.substitute))\(negation()) in [\(ends[0]), \(ends[1]))", .comparison)
  }

  private mutating func negation() -> String { random.happens(25) ? " not" : "" }

  private mutating func variableOrDeeper(_ kind: Kind, _ place: Place) -> Phrase {
    random.happens(60) ? variable(kind, place) : value(kind, place.deeper)
  }

  private mutating func membership(_ place: Place) -> Phrase {
    if !lists.isEmpty, random.happens(55) {
      let list = random.one(of: lists)
      let isWord = list.kind == .text || list.kind == .key
      let kind = isWord && random.happens(50) ? (list.kind == .text ? Kind.key : .text) : list.kind
      return Phrase("\(variableOrDeeper(kind, place).within(.substitute))\(negation()) in \(list.name)", .comparison)
    }
    let kind = kind([3, 1, 2, 2, 4, 1, 1, 5, 8, 0])
    let subject = variableOrDeeper(kind, place)
    let members = (0..<random.whole(1...4)).map { _ in
      kind == .key || random.happens(85) ? constant(kind).text : variable(kind, place).text
    }
    if kind == .key, subject.isLiteral { return comparison(place) }
    return Phrase("\(subject.within(.substitute))\(negation()) in [\(members.joined(separator: ", "))]", .comparison)
  }

  // MARK: Texts

  /// A text or a key.
  mutating func word(_ place: Place) -> Phrase {
    let kind: Kind = random.happens(60) ? .text : .key
    return random.happens(65) ? variable(kind, place) : value(kind, place.deeper)
  }

  private mutating func like(_ place: Place) -> Phrase {
    let left = word(place)
    let right = random.happens(70) ? constant(random.one(of: [.text, .key])) : word(place)
    return Phrase("\(left.within(.substitute)) ~= \(right.within(.substitute))", .comparison)
  }

  private mutating func textTest(_ place: Place) -> Phrase {
    let names = ["contains", "starts_with", "ends_with", "matches", "matches"].filter(has)
    guard !names.isEmpty else { return comparison(place) }
    let name = random.one(of: names)
    let patterns = ["*", "?", "a*", "*a*", "*1", "??", "R?", "", "*o*t*", "N*h", "é*", "*\u{301}", "a**b", "?*", "A"]
    let second = random.happens(70) ? literal(Sample.quoted(random.one(of: patterns))) : value(.text, place.deeper)
    return Phrase.call(name, word(place), second)
  }

  // MARK: Lists

  private mutating func quantifier(_ place: Place) -> Phrase {
    guard let element = walk(place) else { return comparison(place) }
    let inner = place.deeper.with { $0.elements.append(element) }
    let word = random.one(of: ["exists", "exists", "every", "no"])
    let condition = condition(inner)
    return Phrase(
      "\(word) \(element.name) in \(setting.schema.lists[element.list].name): \(condition.within(.conjunction))", .open)
  }

  /// A list to walk and a name for its element, unless enough of them are walked already.
  mutating func walk(_ place: Place) -> (name: String, list: Int)? {
    guard place.elements.count < 2, !setting.schema.lists.isEmpty, !place.isPlain else { return nil }
    let list = random.below(setting.schema.lists.count)
    let recordName = setting.schema.lists[list].recordName
    let isFree = !place.elements.contains { $0.name == recordName }
    return (isFree && random.happens(50) ? recordName : name("x"), list)
  }

  // MARK: Earlier records

  /// First seen, absence, sequence.
  private mutating func earlier(_ place: Place) -> Phrase {
    guard place.mayWindow, setting.hasTime else { return comparison(place) }
    wroteWindow = true
    let readsLabel = labelDelay != nil && random.happens(8)
    let inner = place.deeper.with {
      ($0.isInWindow, $0.mayReadLabels, $0.mayReadModel) = (true, readsLabel, false)
      $0.depth = min($0.depth, 2)
    }
    switch random.below(3) {
    case 0:
      let subject = random.happens(60) ? variable(.key, inner) : variable(random.one(of: Kind.keyable), inner)
      return Phrase("\(subject.within(.primary)) first seen\(lookback(inner, readsLabel))", .primary)
    case 1: return Phrase("no \(condition(inner).operand)\(lookback(inner, readsLabel))", .primary)
    default:
      let first = condition(inner)
      let second = condition(place.deeper)
      return Phrase("\(first.within(.comparison)) then \(second.operand)\(lookback(inner, readsLabel))", .sequence)
    }
  }
}
