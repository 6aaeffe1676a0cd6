public import Records

/// What a program needs besides its records: zones, the baseline, and who computes the native functions.
public struct RunSurroundings: Sendable {
  /// By the names that stand in the program; each was checked when the rules were.
  public var zone: @Sendable (String) -> Zone
  public var baseline: any BaselineValues
  /// By the function's name.
  public var natives: [String: any NativeComputation]
  /// The model's score of a record, where a model runs: by the record's row.
  public var modelScore: (@Sendable (Int64) -> Double?)?

  public init(
    zone: @escaping @Sendable (String) -> Zone = { _ in .utc }, baseline: any BaselineValues = NoBaseline(),
    natives: [String: any NativeComputation] = [:], modelScore: (@Sendable (Int64) -> Double?)? = nil
  ) {
    (self.zone, self.baseline, self.natives, self.modelScore) = (zone, baseline, natives, modelScore)
  }
}

/// What was learned from history, by name: `baseline.price(product)`.
public protocol BaselineValues: Sendable {
  /// Missing where the baseline knows nothing of it.
  func value(of name: String, _ arguments: [Value]) -> Value
}

public struct NoBaseline: BaselineValues {
  public init() {}

  public func value(of name: String, _ arguments: [Value]) -> Value { .missing(.absent) }
}

/// Computes a native function, a record at a time.
public protocol NativeComputation: Sendable {
  /// One value for each field of its result.
  func result(_ arguments: [NativeArgument]) -> [Value]
}

public enum NativeArgument: Sendable {
  case value(Value)
  /// Of a list's elements the fields that the function asked for, in its order.
  case elements([[Value]])
  /// A part of the baseline that only the function understands, by name.
  case baseline(String)
}
