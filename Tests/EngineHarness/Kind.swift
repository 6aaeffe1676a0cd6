import Records

/// The types of the language as far as they matter for choosing, with money in the schema's first currency and in another.
enum Kind: Int, CaseIterable, Hashable, Sendable {
  case money, foreign, percent, number, integer, duration, time, text, key, flag

  var isMoney: Bool { self == .money || self == .foreign }
  var isQuantity: Bool { rawValue <= Kind.duration.rawValue }
  var isOrdered: Bool { rawValue <= Kind.text.rawValue }
  /// What can be a window's key.
  var isKeyable: Bool { self == .key || self == .text || self == .integer || self == .flag || self == .time }

  static let quantities: [Kind] = [.money, .foreign, .percent, .number, .integer, .duration]
  static let keyable: [Kind] = [.key, .text, .integer, .flag, .time]
}

/// The fields of a schema by kind.
struct FieldTable: Sendable {
  let home: Currency
  let foreign: Currency?
  /// Names of the record's fields that are no labels, by kind.
  private(set) var fields: [[String]] = Array(repeating: [], count: Kind.allCases.count)
  /// The keys without the record's identity.
  private(set) var recurringKeys: [String] = []
  private(set) var labels: [[String]] = Array(repeating: [], count: Kind.allCases.count)
  /// Per list the names of its element's fields by kind.
  private(set) var elements: [[[String]]] = []

  init(_ schema: Schema) {
    var currencies: [Currency] = []
    for field in schema.fields + schema.lists.flatMap(\.fields) {
      if case .money(let currency) = field.type, !currencies.contains(currency) { currencies.append(currency) }
    }
    home = currencies.first ?? .usDollar
    foreign = currencies.count > 1 ? currencies[1] : nil
    for field in schema.fields {
      guard let kind = kind(of: field.type) else { continue }
      if field.type == .key { recurringKeys.append(field.name) }
      if field.isLabel { labels[kind.rawValue].append(field.name) } else { fields[kind.rawValue].append(field.name) }
    }
    for list in schema.lists {
      var names: [[String]] = Array(repeating: [], count: Kind.allCases.count)
      for field in list.fields { if let kind = kind(of: field.type) { names[kind.rawValue].append(field.name) } }
      elements.append(names)
    }
  }

  func kind(of type: FieldType) -> Kind? {
    switch type {
    case .identity, .key: .key
    case .text: .text
    case .money(let currency): currency == home ? .money : currency == foreign ? .foreign : nil
    case .percent: .percent
    case .number: .number
    case .integer: .integer
    case .duration: .duration
    case .time: .time
    case .flag: .flag
    }
  }

  func has(_ kind: Kind) -> Bool { kind != .foreign || foreign != nil }

  /// As a declaration names the type.
  func typeText(_ kind: Kind) -> String {
    switch kind {
    case .money: "money \(home)"
    case .foreign: "money \(foreign ?? home)"
    default: "\(kind)"
    }
  }
}
