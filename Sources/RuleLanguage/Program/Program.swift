public import Diagnostics
public import Records

/// What a load of rule files means: typed, with names resolved, constants folded, and equal expressions once. It is all that
/// an engine sees; nothing in it depends on how the files were laid out.
public struct Program: Sendable {
  public struct Feature: Sendable {
    public var id: String
    public var expression: Expression.ID
    public var schema: Int
  }

  public struct ValueList: Sendable {
    public var id: String
    public var type: ValueType
    /// Spelled as the language would compare them: keys and texts after NFC, the rest by their payload.
    public var members: [String]
    public var version: String
  }

  public struct Rule: Sendable {
    public enum Vote: String, Sendable, CaseIterable { case fraud, legit }
    public enum Severity: String, Sendable, CaseIterable { case low, medium, high, critical }
    public enum Status: String, Sendable, CaseIterable { case draft, shadow, live, retired }

    /// `package.rule`.
    public var id: String
    public var title: String
    public var documentation: String
    public var schema: Int
    /// Empty: every scheme of the package.
    public var scheme: String
    public var severity: Severity
    public var owner: String
    public var status: Status
    public var expires: Instant?
    public var when: Expression.ID
    public var score: Expression.ID
    public var loss: Expression.ID
    public var vote: Vote?
    public var because: Sentence
    /// Runs after the model, does not vote and is no feature.
    public var isSecondPass: Bool
  }

  /// A sentence with holes.
  public struct Sentence: Hashable, Sendable {
    public enum Part: Hashable, Sendable {
      case text(String)
      case hole(Expression.ID, Format)
    }

    public var parts: [Part] = []
  }

  public enum Format: String, Hashable, Sendable, CaseIterable {
    /// As the type is usually written.
    case usual
    case whole, cents, exact
    case places0 = "0", places1 = "1", places2 = "2", places3 = "3"
    case date, time, month, year
    case days, hours
  }

  public struct Suppression: Sendable {
    public var rule: String
    public var filter: Expression.ID
    public var until: Instant
    public var by: String
    public var because: String
  }

  public var schemas: [Schema] = []
  public var expressions = ExpressionPool()
  public var windows: [Window] = []
  public var folds: [Fold] = []
  public var lists: [ValueList] = []
  public var natives: [Registry.NativeFunction] = []
  public var baselineNames: [Registry.BaselineName] = []
  public var features: [Feature] = []
  public var rules: [Rule] = []
  public var tests: [RuleTest] = []
  public var suppressions: [Suppression] = []
  /// The names that authors gave to expressions, for explanations.
  public var names: [Expression.ID: String] = [:]

  /// The functions that `Operation.call` names.
  public var functions: [Function] { Function.all }
}

/// A test as a timeline of records, and what the last of them must come to.
public struct RuleTest: Sendable {
  public enum Outcome: String, Sendable, CaseIterable { case fires, silent, unknown, insufficient, suppressed }

  public struct Step: Sendable {
    /// Microseconds after the record before.
    public var after: Int64
    public var times: Int
    public var every: Int64
    public var record: Record
  }

  public indirect enum Value: Sendable {
    case constant(Expression.ID)
    case missing
    case elements([Record])
    case several([Value])
  }

  public struct Record: Sendable {
    /// By the field's index in the schema, or in the list's element.
    public var fields: [(field: Int, value: Value)] = []
    public var lists: [(list: Int, value: Value)] = []
  }

  public struct BaselineValue: Sendable {
    public var name: Int
    public var arguments: [Expression.ID]
    public var value: Value
  }

  public var rule: String
  public var path: String
  public var span: Span
  public var baseline: [BaselineValue]
  public var steps: [Step]
  public var outcome: Outcome
  public var loss: Expression.ID
  public var score: Expression.ID
  public var because: String?
}
