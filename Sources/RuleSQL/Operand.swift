/// A piece of SQL with a value, and the columns that it reads.
struct Operand {
  enum Form {
    /// A column or a constant, which may stand several times.
    case simple
    /// A call, a choice, or something in parentheses.
    case closed
    /// Something that wants parentheses beside other operators.
    case open
  }

  var text: String
  var reads: Set<Int>
  var form: Form

  var isSimple: Bool { form == .simple }

  /// As a part of something larger.
  var inside: String { form == .open ? "(\(text))" : text }

  static func literal(_ text: String) -> Operand { Operand(text: text, reads: [], form: .simple) }

  /// A text made of others, which reads what they read.
  static func closed(_ text: String, _ parts: Operand...) -> Operand { made(text, parts, .closed) }

  static func open(_ text: String, _ parts: Operand...) -> Operand { made(text, parts, .open) }

  static func made(_ text: String, _ parts: [Operand], _ form: Form) -> Operand {
    Operand(text: text, reads: parts.reduce(into: []) { $0.formUnion($1.reads) }, form: form)
  }
}

/// Why something cannot be written, and what to do instead.
struct Problem: Error {
  var reason: String
  var advice: String

  init(_ reason: String, _ advice: String) { (self.reason, self.advice) = (reason, advice) }

  static let engine = "decide it with `sheriff scan`, whose engines can"
}
