import Foundation
public import Records

/// What an alert's rules used, by name, as its sighting keeps it.
public struct Evidence {
  private let text: String

  public init(_ text: String) { self.text = text }

  /// The value where it is a text; most alerts have none, and are not taken apart for it.
  public func text(_ name: String) -> String? {
    guard text.utf8.contains(name) else { return nil }
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

extension String.UTF8View {
  /// Whether the bytes of a word are in it, wherever.
  fileprivate func contains(_ word: String) -> Bool {
    let word = Array(word.utf8)
    guard let first = word.first else { return true }
    var rest = self[...]
    while let place = rest.firstIndex(of: first) {
      if self[place...].starts(with: word) { return true }
      rest = self[index(after: place)...]
    }
    return false
  }
}
