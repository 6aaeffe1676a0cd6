/// What an expression does with its operands.
public enum Operation: UInt8, Sendable {
  /// `payload` holds the value: ten-thousandths, an integer, a double's bits, microseconds, 0 or 1, a text's index, months.
  case constant
  case missing
  /// `payload` is the field's index in the rule's schema, `first` the schema.
  case field
  /// A field of a list's element: `payload` the field, `first` the list, `second` how many element scopes are open outside.
  case elementField
  /// A field of the earlier version of the record.
  case previousField
  case corrected
  /// How far the record's time lies behind the clock.
  case behind
  /// The model's score of the record's scheme.
  case modelScore
  case negate, add, subtract, multiply, divide
  case equal, notEqual, less, atMost, greater, atLeast, like
  case and, or, not
  /// `first` where it has a value, else `second`.
  case otherwise
  case isMissing
  /// Whether `first` is in the list `payload`.
  case inList
  /// `second` where `first` is true, `third` where it is false.
  case choose
  /// A function of the language: `payload` its place among `Program.functions`, `first` the arguments.
  case call
  /// A native function: `payload` its place among `Program.natives`, `first` the arguments.
  case native
  /// A field of a native's result: `first` the call, `payload` the field.
  case nativeField
  /// `payload` the name's place among `Program.baselineNames`, `first` the arguments.
  case baseline
  /// `payload` the window's place among `Program.windows`.
  case window
  /// `payload` the fold's place among `Program.folds`.
  case fold
  /// A list as it stands, for a native function: `payload` the list.
  case list
  /// A feature's value: `first`, `payload` its place among `Program.features`.
  case feature
  /// An integer as a number.
  case widen
  /// One argument and the next: `first`, `second` or none.
  case argument
}

/// One node of the program. Equal expressions are one node, however often and wherever they are written.
public struct Expression: Hashable, Sendable {
  public typealias ID = Int32

  public var operation: Operation
  public var type: ValueType
  public var payload: Int64 = 0
  public var first: ID = -1
  public var second: ID = -1
  public var third: ID = -1

  static let none: ID = -1

  /// Without the type: the rest tells nearly all apart, and types are slow to hash.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(UInt64(truncatingIfNeeded: payload) &* 31 &+ UInt64(operation.rawValue))
    hasher.combine(UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second)))
    hasher.combine(third)
  }
}

/// What is true of an expression and all below it, down to the features.
public struct Traits: OptionSet, Hashable, Sendable {
  public let rawValue: UInt16

  public init(rawValue: UInt16) { self.rawValue = rawValue }

  public static let hasWindow = Traits(rawValue: 1)
  public static let readsLabel = Traits(rawValue: 2)
  public static let readsModel = Traits(rawValue: 4)
  public static let readsBaseline = Traits(rawValue: 8)
  /// Comes out of log, exp or power: no comparison that SQL could repeat.
  public static let isInexact = Traits(rawValue: 16)
  public static let readsElement = Traits(rawValue: 32)
  public static let readsVersion = Traits(rawValue: 64)
  public static let callsNative = Traits(rawValue: 128)
}

/// All expressions of a load. Adding one that is there gives the one that is there.
public struct ExpressionPool: Sendable {
  public private(set) var nodes: [Expression] = []
  public private(set) var traits: [Traits] = []
  /// How many expressions stand below each other in each.
  private(set) var depths: [Int32] = []
  private var known: [Expression: Int32] = [:]
  public private(set) var texts: [String] = []
  private var textIndex: [String: Int] = [:]
  /// How many times an expression was asked for, with all repetitions.
  public private(set) var requests = 0

  public subscript(_ id: Expression.ID) -> Expression { nodes[Int(id)] }

  /// - below: what a window or fold is made of, which is not among its operands.
  mutating func add(_ expression: Expression, _ own: Traits = [], below: [Expression.ID] = []) -> Expression.ID {
    requests += 1
    let next = Int32(nodes.count)
    let id = known[expression, default: next]
    if id != next { return id }
    known[expression] = next
    var traits = own
    var depth: Int32 = 1
    for part in below where part >= 0 { depth = max(depth, depths[Int(part)] + 1) }
    let hasOperands =
      expression.operation != .field && expression.operation != .elementField && expression.operation != .previousField
    if hasOperands {
      for operand in [expression.first, expression.second, expression.third] where operand >= 0 {
        traits.formUnion(self.traits[Int(operand)])
        depth = max(depth, depths[Int(operand)] + 1)
      }
    }
    if expression.operation == .feature { traits.remove(.hasWindow) }
    nodes.append(expression)
    self.traits.append(traits)
    depths.append(depth)
    return next
  }

  mutating func text(_ text: String) -> Int64 {
    if let index = textIndex[text] { return Int64(index) }
    textIndex[text] = texts.count
    texts.append(text)
    return Int64(texts.count - 1)
  }

  func isConstant(_ id: Expression.ID) -> Bool { id >= 0 && nodes[Int(id)].operation == .constant }

  /// The arguments of a call.
  public func arguments(_ id: Expression.ID) -> [Expression.ID] {
    var result: [Expression.ID] = []
    var next = nodes[Int(id)].first
    while next >= 0 {
      result.append(nodes[Int(next)].first)
      next = nodes[Int(next)].second
    }
    return result
  }
}
