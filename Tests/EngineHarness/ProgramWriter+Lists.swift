import Records
import RuleLanguage
import TestSupport

/// Aggregates over the lists within a record.
extension ProgramWriter {
  mutating func fold(_ kind: Kind, _ place: Place) -> Phrase? {
    guard let element = walk(place) else { return nil }
    wroteFold = true
    let list = setting.schema.lists[element.list]
    if kind == .integer, random.happens(25) {
      if random.happens(40) { return Phrase("count(\(list.name))") }
      let isRecordName = element.name == list.recordName
      let inner = place.deeper.with { $0.elements.append(element) }
      if isRecordName { return Phrase("count(\(list.name) where \(condition(inner).text))") }
      return Phrase("count(\(element.name) for \(element.name) in \(list.name)\(filter(inner)))")
    }
    let (function, argument) = foldFunction(kind)
    return written(function, argument, element, place)
  }

  /// What gives this kind, and of which kind it takes its argument.
  private mutating func foldFunction(_ kind: Kind) -> (String, Kind) {
    var choices: [(String, Kind)] = [("max by", kind), ("min by", kind)]
    if kind.isOrdered { choices += [("min", kind), ("max", kind), ("median", kind)] }
    if kind.isQuantity { choices += [("sum", kind), ("sum", kind)] }
    if kind.isQuantity, kind != .integer { choices += [("avg", kind), ("stddev", kind)] }
    if kind == .number { choices += [("avg", .integer), ("stddev", .integer)] }
    if kind == .integer { choices += [("count", anyKind()), ("distinct", random.one(of: Kind.keyable))] }
    if kind == .percent { choices += [("share", .flag), ("share", .flag)] }
    return random.one(of: choices)
  }

  private mutating func written(
    _ function: String, _ kind: Kind, _ element: (name: String, list: Int), _ place: Place
  ) -> Phrase {
    let list = setting.schema.lists[element.list]
    let inner = place.deeper.with { $0.elements.append(element) }
    let word = String(function.prefix { $0 != " " })
    // An element that goes by its record's name says itself which list is walked, where no other list is spoken of.
    let own = setting.fields.elements[element.list][kind.rawValue]
    let isAlone = setting.schema.lists.count(where: { $0.recordName == list.recordName }) == 1
    if element.name == list.recordName, isAlone, !own.isEmpty, random.happens(70) {
      let argument = "\(element.name).\(random.one(of: own))"
      let by = function.hasSuffix("by") ? " by \(orderedField(element))" : ""
      return Phrase("\(word)(\(argument)\(by)\(filter(inner)))")
    }
    let argument = value(kind, inner.with { $0.depth = min($0.depth, 1) })
    var text = "\(word)(\(argument.closed) for \(element.name) in \(list.name)"
    if function.hasSuffix("by") { text += " by \(value(ordered(), inner.with { $0.depth = min($0.depth, 1) }).closed)" }
    return Phrase("\(text)\(filter(inner)))")
  }

  /// A field of the element that has an order; every element has one.
  private mutating func orderedField(_ element: (name: String, list: Int)) -> String {
    let names = setting.fields.elements[element.list]
    let ordered = Kind.allCases.filter { $0.isOrdered && !names[$0.rawValue].isEmpty }
    return "\(element.name).\(random.one(of: names[random.one(of: ordered).rawValue]))"
  }

  private mutating func filter(_ place: Place) -> String {
    random.happens(45) ? " where \(condition(place).text)" : ""
  }
}
