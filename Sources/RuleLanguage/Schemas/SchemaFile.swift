public import Diagnostics
public import Records

/// A schema file and what it means. Never a throw: whatever is wrong is among the diagnostics, and then no schema counts.
public struct SchemaFile: Sendable {
  public let source: SourceText
  public let schemas: [Schema]
  public let diagnostics: [Diagnostic]

  public init(_ source: SourceText) { self.init(source, tokens: nil) }

  /// The schema that stands in a rule file: its tokens were set apart.
  init(_ source: SourceText, tokens: [Token]?) {
    self.source = source
    let (syntax, lexical) = SchemaParser.parse(source, tokens: tokens)
    var checker = SchemaChecker(syntax)
    let schemas = checker.check()
    diagnostics = (lexical + checker.diagnostics).sorted {
      ($0.span.start, $0.code.description) < ($1.span.start, $1.code.description)
    }
    self.schemas = diagnostics.contains { $0.severity == .error } ? [] : schemas
  }

  /// Whether the file means to declare a schema of that name, mistakes or not.
  public func declares(_ name: String) -> Bool { SchemaParser.parse(source).0.schemas.contains { $0.name.text == name } }
}
