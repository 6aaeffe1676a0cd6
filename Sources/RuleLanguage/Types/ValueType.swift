public import Records

/// What a value is. Percent and money are no numbers: a unit that is mixed up is a mistake found before the first record.
public enum ValueType: Hashable, Sendable {
  case money(Currency)
  case percent, number, integer
  case duration
  /// Months and years, whose length depends on where they begin: good for windows only.
  case calendar
  case time, text, key, flag
  /// What a native function gives: fields to read by name.
  case native(Int)
  /// A list of records, and one element of it.
  case list(Int)
  case element(Int)
  /// Something of the baseline that only native functions understand.
  case opaque(String)
  /// Of no type, since a mistake was already reported.
  case unknown

  public var name: String {
    switch self {
    case .money(let currency): currency == .usDollar ? "money" : "money \(currency)"
    case .percent: "percent"
    case .number: "number"
    case .integer: "integer"
    case .duration: "duration"
    case .calendar: "calendar duration"
    case .time: "time"
    case .text: "text"
    case .key: "key"
    case .flag: "flag"
    case .native: "record"
    case .list: "list"
    case .element: "element of a list"
    case .opaque(let name): name
    case .unknown: "unknown"
    }
  }

  /// With its article, for sentences.
  var phrase: String {
    switch self {
    case .money, .text, .time: name
    case .integer, .element: "an \(name)"
    default: "a \(name)"
    }
  }

  var isMoney: Bool { if case .money = self { true } else { false } }

  /// Integer or number: a count of nothing in particular.
  var isPlain: Bool { self == .integer || self == .number }

  /// What can be added up.
  var isQuantity: Bool { isMoney || isPlain || self == .percent || self == .duration }

  /// What has a smaller and a larger.
  var isOrdered: Bool { isQuantity || self == .time || self == .text }

  public var isScalar: Bool {
    switch self {
    case .native, .list, .element, .opaque, .calendar, .unknown: false
    default: true
    }
  }

  /// The type of a schema's field.
  public init(_ type: FieldType) {
    switch type {
    case .identity, .key: self = .key
    case .text: self = .text
    case .money(let currency): self = .money(currency)
    case .percent: self = .percent
    case .number: self = .number
    case .integer: self = .integer
    case .duration: self = .duration
    case .time: self = .time
    case .flag: self = .flag
    }
  }
}
