public import Diagnostics
public import Records

/// A schema file and what it means. Never a throw: whatever is wrong is among the diagnostics, and then no schema counts.
public struct SchemaFile: Sendable {
  public let source: SourceText
  public let schemas: [Schema]
  public let diagnostics: [Diagnostic]

  public init(_ source: SourceText) {
    self.source = source
    let (syntax, lexical) = SchemaParser.parse(source)
    var checker = SchemaChecker(syntax)
    let schemas = checker.check()
    diagnostics = (lexical + checker.diagnostics).sorted {
      ($0.span.start, $0.code.description) < ($1.span.start, $1.code.description)
    }
    self.schemas = diagnostics.contains { $0.severity == .error } ? [] : schemas
  }
}
