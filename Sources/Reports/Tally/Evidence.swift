import Foundation
public import Records

/// What an alert's rules used, by name, as its sighting keeps it.
public struct Evidence {
  private let text: String

  public init(_ text: String) { self.text = text }

  /// The value where it is a text; most alerts have none, and are not taken apart for it.
  public func text(_ name: String) -> String? {
    guard text.contains("\"\(name)\"") else { return nil }
    return values[name] as? String
  }

  /// Amounts are kept as text, so that none is rounded.
  public func money(_ name: String) -> Money? { text(name).flatMap { Money(text: $0) } }

  /// All amounts, by name.
  public var amounts: [(name: String, amount: Money)] {
    values.compactMap { name, value in
      // An amount has four places, and no other text that is a number has.
      guard let text = value as? String, text.contains("."), text.split(separator: ".").last?.utf8.count == 4 else { return nil }
      return Money(text: text).map { (name, $0) }
    }.sorted { $0.name < $1.name }
  }

  private var values: [String: Any] {
    (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
  }
}
