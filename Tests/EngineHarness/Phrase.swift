/// A piece of an expression, and how tightly it holds together: where it stands as part of another, it goes into parentheses
/// or not.
struct Phrase: Sendable {
  /// From the loosest. A quantifier takes what follows it, so it is the loosest of all.
  enum Binding: Int, Comparable, Sendable {
    case open, disjunction, conjunction, negation, sequence, comparison, substitute, sum, product, sign, primary

    static func < (left: Binding, right: Binding) -> Bool { left.rawValue < right.rawValue }
  }

  var text: String
  var binding: Binding
  /// A constant as it is written, which takes its unit from what stands beside it.
  var isLiteral = false

  init(_ text: String, _ binding: Binding = .primary, isLiteral: Bool = false) {
    (self.text, self.binding, self.isLiteral) = (text, binding, isLiteral)
  }

  var parenthesized: Phrase { Phrase("(\(text))") }

  /// As a part of something that binds so tightly.
  func within(_ other: Binding) -> String { binding < other ? "(\(text))" : text }

  /// As what stands before `by`, `where` or `over`: behind a call these would be read as the call's own.
  var closed: String {
    binding == .open || text.hasSuffix(")") ? "(\(text))" : text
  }

  /// As an operand in the grammar's sense: a name, or in parentheses.
  var operand: String {
    text.utf8.allSatisfy { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A || $0 == 0x5F || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x2E }
      && text.utf8.first.map { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A } == true && text != "missing"
      ? text : "(\(text))"
  }

  static func joined(_ left: Phrase, _ sign: String, _ right: Phrase, _ binding: Binding) -> Phrase {
    let tighter = Binding(rawValue: binding.rawValue + 1) ?? .primary
    return Phrase("\(left.within(binding)) \(sign) \(right.within(tighter))", binding)
  }

  static func call(_ name: String, _ arguments: Phrase...) -> Phrase {
    Phrase("\(name)(\(arguments.map(\.text).joined(separator: ", ")))")
  }
}
