import RuleLanguage

/// Where a value lies while a block is worked on: a lane of its scope.
struct Register: Hashable, Sendable {
  /// Among the lanes of its scope; -1 for no register.
  var lane: Int32
  var scope: Int32
  /// A condition has bits only, everything else 64 bits a value as well; lanes of the two are counted apart.
  var isFlag: Bool
  /// Lasts for the whole block; else it is free again when its last reader has read.
  var isKept = false
  /// Whether a value that is missing may be so for want of history.
  var mayBeInsufficient: Bool

  static let none = Register(lane: -1, scope: 0, isFlag: false, mayBeInsufficient: false)
  var isNone: Bool { lane < 0 }
}

/// What a step reads: a lane, or one value for all.
struct Operand: Hashable, Sendable {
  var register: Register
  var kind: Kind
  var constant: Int64 = 0

  var isConstant: Bool { register.isNone }
  var number: Double { Double(bitPattern: UInt64(bitPattern: constant)) }
}

/// How a value's 64 bits are read.
enum Kind: UInt8, Sendable {
  /// Ten-thousandths, bounded to 2^53.
  case money
  /// Integers, durations and times.
  case whole
  /// Numbers and percents.
  case number
  /// Symbols of texts and keys.
  case text
  case flag

  init(_ type: ValueType) {
    switch type {
    case .money: self = .money
    case .percent, .number: self = .number
    case .text, .key: self = .text
    case .flag: self = .flag
    default: self = .whole
    }
  }
}

/// One operation over a block: every record, or every element of a list's walk, at once.
///
/// An object, so that running it for a record copies nothing; it changes only while its plan is made.
final class Step: @unchecked Sendable {
  enum Work: Sendable {
    case add, subtract, multiply, divide, negate, widen
    case compare(Comparison)
    case like
    case and, or, not
    case otherwise, isMissing
    case inList(Int)
    case choose
    case function(Int)
    /// A value of the baseline, by its place among the program's names.
    case baseline(Int)
    /// A window over the baseline's history, by its place among the program's windows; the operands are its keys.
    case baselineWindow(Int)
    case missing
    /// One value for all.
    case fill
    /// The record's value for each element, or the outer element's for each inner one.
    case spread
    case fold(FoldWork)
    case native(NativeWork)
    case modelScore
  }

  enum Comparison: UInt8, Sendable { case equal, notEqual, less, atMost, greater, atLeast }

  var work: Work
  let kind: Kind
  let code: StepCode
  var result: Register
  var operands: [Operand]
  /// The program's node, for what remembers something from block to block.
  let node: Expression.ID

  init(work: Work, kind: Kind, result: Register, operands: [Operand], node: Expression.ID) {
    (self.work, self.kind, self.result, self.operands, self.node) = (work, kind, result, operands, node)
    code = StepCode(work, kind, operands)
  }
}

/// An aggregate over the elements of a scope, for each item of the scope around it.
struct FoldWork: Sendable {
  var function: Fold.Function
  var scope: Int32
  var argument: Operand?
  var argumentType: ValueType
  var filter: Operand?
  var key: Operand?
  var keyType: ValueType
}

/// A call of a native function: its arguments, and a register for each field of its result that is read.
struct NativeWork: Sendable {
  enum Argument: Sendable {
    case value(Operand, ValueType)
    case elements(list: Int, fields: [Int])
    case baseline(String)
  }

  var name: String
  var scope: Int32
  var arguments: [Argument]
  var results: [(field: Int, type: ValueType, register: Register)]
}
