/// One thing to say about a text: what, where, why, and how to mend it.
public struct Diagnostic: Hashable, Sendable {
  public enum Severity: String, Sendable { case error, warning }

  public struct Label: Hashable, Sendable {
    public var span: Span
    public var text: String

    public init(_ span: Span, _ text: String) { (self.span, self.text) = (span, text) }
  }

  /// A repair that is certain: the command line and an editor apply it alike.
  public struct Fix: Hashable, Sendable {
    public var description: String
    public var span: Span
    public var replacement: String

    public init(_ description: String, replace span: Span, with replacement: String) {
      (self.description, self.span, self.replacement) = (description, span, replacement)
    }
  }

  public var code: DiagnosticCode
  public var severity: Severity
  /// Lower case, no full stop, names in backticks.
  public var message: String
  public var span: Span
  /// What stands under the carets of the primary span.
  public var label: String
  public var related: [Label]
  public var notes: [String]
  public var fixes: [Fix]

  public init(
    _ code: DiagnosticCode, _ message: String, at span: Span, label: String = "", related: [Label] = [], notes: [String] = [],
    fixes: [Fix] = [], severity: Severity = .error
  ) {
    (self.code, self.severity, self.message, self.span) = (code, severity, message, span)
    (self.label, self.related, self.notes, self.fixes) = (label, related, notes, fixes)
  }
}

/// A diagnostic's number, stable for ever: never given to another meaning.
public struct DiagnosticCode: Hashable, Sendable, CustomStringConvertible {
  public let description: String
  /// What the page of this code is called.
  public let title: String

  public init(_ code: String, _ title: String) { (description, self.title) = (code, title) }
}
