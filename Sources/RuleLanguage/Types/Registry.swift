/// What rooms above the language bring into it: native functions, and what the baseline holds. The language knows only
/// their types; whoever registers them also runs them.
public struct Registry: Sendable {
  public struct NativeFunction: Sendable {
    public var name: String
    /// Part of every rule's hash that calls it: another version is another rule.
    public var version: Int
    public var parameters: [Parameter]
    /// The fields of its result, in order.
    public var fields: [(name: String, type: ValueType)]
    public var meaning: String

    public init(
      _ name: String, version: Int, parameters: [Parameter], fields: [(name: String, type: ValueType)], meaning: String
    ) {
      (self.name, self.version, self.parameters) = (name, version, parameters)
      (self.fields, self.meaning) = (fields, meaning)
    }
  }

  public enum Parameter: Sendable {
    case type(ValueType)
    /// Money of any currency.
    case money
    /// A list whose elements have these fields.
    case list(fields: [String])

    var name: String {
      switch self {
      case .type(let type): type.name
      case .money: "money"
      case .list(let fields): "a list with \(fields.joined(separator: ", "))"
      }
    }
  }

  /// Something learned from history: `baseline.price(product)`, `baseline.ladder`.
  public struct BaselineName: Sendable {
    public var name: String
    public var parameters: [ValueType]
    public var type: ValueType
    public var meaning: String

    public init(_ name: String, parameters: [ValueType] = [], type: ValueType, meaning: String) {
      (self.name, self.parameters, self.type, self.meaning) = (name, parameters, type, meaning)
    }
  }

  public var natives: [NativeFunction]
  public var baseline: [BaselineName]
  /// Whether there is a time zone of that name.
  public var isZone: @Sendable (String) -> Bool

  public init(
    natives: [NativeFunction] = [], baseline: [BaselineName] = [],
    isZone: @escaping @Sendable (String) -> Bool = Registry.looksLikeZone
  ) {
    (self.natives, self.baseline, self.isZone) = (natives, baseline, isZone)
  }

  /// `UTC` or `Area/City`, where nobody knows better.
  @Sendable public static func looksLikeZone(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return name == "UTC"
      || parts.count >= 2
        && parts.allSatisfy { part in
          part.first?.isUppercase == true && part.allSatisfy { $0.isLetter || "_-+".contains($0) || $0.isNumber }
        }
  }
}
