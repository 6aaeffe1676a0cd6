public import RuleLanguage

/// Why a rule says of one record what it says.
public struct RuleExplanation: Sendable {
  /// Among the program's rules.
  public var rule: Int
  public var outcome: RuleOutcome
  /// The outcome in one sentence.
  public var summary: String
  public var condition: ExplainedNode
  /// What the score and the loss are made of; what the condition showed already is not taken apart again.
  public var score: ExplainedNode?
  /// Only where the rule fired.
  public var loss: ExplainedNode?
  public var sentence: String?
  /// Of a silent rule: for each field that alone would make it fire its smallest change, the nearest first.
  public var changes: [NearestChange] = []
  /// Whether fields were changed to see: only those of a silent rule are.
  public var isSilent: Bool { outcome == .silent }
}

/// One expression of a rule at one record.
public struct ExplainedNode: Sendable {
  public enum State: Hashable, Sendable {
    case known
    /// There is no value, and why.
    case unknown(String)
    /// There is none until more history has come, and why.
    case insufficient(String)
    /// What stands before it decided.
    case skipped
  }

  /// What its author called it; nil for what has no name.
  public var name: String?
  /// What the name stands for, or the expression itself.
  public var expression: String
  public var type: ValueType
  public var value: Value
  public var state: State
  /// It was taken apart further above.
  public var isRepeated = false
  public var parts: [ExplainedNode] = []
  public var window: ExplainedWindow?

  /// As one line: `rate = gap / list`, or only the name where it was said already.
  public var text: String {
    guard let name, name != expression else { return expression }
    return isRepeated || state == .skipped ? name : "\(name) = \(expression)"
  }

  /// Why it has no value.
  public var reason: String? {
    switch state {
    case .known, .skipped: nil
    case .unknown(let reason), .insufficient(let reason): reason
    }
  }
}

/// The records behind a window's value.
public struct ExplainedWindow: Sendable {
  /// How many records it holds.
  public var count: Int
  /// How many of them have a value to aggregate.
  public var values: Int
  /// How many it asks for at least; 0 for any number.
  public var required: Int
  /// The earliest of them, and the latest, by id; `hidden` lie between.
  public var first: [String] = []
  public var last: [String] = []
  public var hidden = 0
  /// Why it looks at no records: a key is missing, or the record came too late.
  public var problem: String?
  /// What these records come to, aggregated anew.
  public var recount: Value

  /// More ids than this say nothing to a reader.
  static let idsMost = 10
}

/// The smallest change of one field that makes a silent rule fire.
public struct NearestChange: Sendable {
  /// Which values on the far side of the found one fire too.
  public enum Bound: String, Hashable, Sendable {
    case exactly, orLess, orMore, lessThan, moreThan
  }

  public var field: String
  public var type: ValueType
  public var now: Value
  /// A value that fires.
  public var value: Value
  /// The last one on the way there that does not; of keys and flags the present one.
  public var limit: Value
  public var bound: Bound
  /// How many other values seen in the history would do too, for keys.
  public var others = 0
  /// The change as a share of what the field has now.
  public var relative: Double

  /// `would fire if charged were $799.99 or less (now $850.00)`.
  public var text: String {
    let wanted =
      switch bound {
      case .exactly: exact(value)
      case .orLess: "\(exact(value)) or less"
      case .orMore: "\(exact(value)) or more"
      case .lessThan: "less than \(exact(limit))"
      case .moreThan: "more than \(exact(limit))"
      }
    let more = others > 0 ? ", or one of \(others) others" : ""
    let present = now.isMissing ? "missing" : exact(now)
    return "would fire if \(field) were \(wanted)\(more) (now \(present))"
  }

  private func exact(_ value: Value) -> String {
    guard case .number(let number) = value else { return value.readableText(type) }
    return type == .percent ? ExpressionText.percent(number) : ExpressionText.number(number)
  }
}
