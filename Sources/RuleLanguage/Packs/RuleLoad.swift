public import Diagnostics

/// Rule files loaded together: what each says, and the one program that they make. Loading is all or nothing: with an error
/// anywhere there is a program to look at, but none to run.
public struct RuleLoad: Sendable {
  public struct File: Sendable {
    public let tree: SyntaxTree
    /// Empty where the file names none.
    public let package: String
    /// In the order of their places.
    public var diagnostics: [Diagnostic]

    public var source: SourceText { tree.source }
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }
  }

  public var files: [File]
  public let program: Program
  let checker: CheckedPackages

  public var isSound: Bool { !files.contains(where: \.hasErrors) }

  public init(_ sources: [SourceText], registry: Registry, surroundings: any PackSurroundings) {
    let names = Names()
    let trees = sources.map { SyntaxTree($0, names: names) }
    var checker = RuleChecker(trees: trees, names: names, registry: registry, surroundings: surroundings)
    checker.check()
    program = checker.program
    files = checker.packages.map { package in
      File(
        tree: package.tree, package: names.text(package.name),
        diagnostics: package.diagnostics.sorted {
          ($0.span.start, $0.span.end, $0.code.description) < ($1.span.start, $1.span.end, $1.code.description)
        })
    }
    self.checker = CheckedPackages(checker)
  }
}

/// What the checker knows of the files, for lints.
struct CheckedPackages: Sendable {
  struct Declaration: Sendable {
    var kind: SyntaxKind
    var node: SyntaxTree.ID
    var name: String
    var span: Span
    var uses: Int
    var value: Expression.ID
    var isUnknown: Bool
    var list: Int
  }

  struct Local: Sendable {
    var name: String
    var span: Span
    var uses: Int
  }

  struct Rule: Sendable {
    var rule: Int
    var node: SyntaxTree.ID
    var locals: [Local]
    var properties: [Keyword: SyntaxTree.ID]
  }

  struct Package: Sendable {
    var name: String
    var nameSpan: Span
    var schema: Int?
    var declarations: [Declaration]
    var imports: [(name: String, span: Span, uses: Int)]
    var rules: [Rule]
    var typed: [Expression.ID]
  }

  var packages: [Package]

  init(_ checker: RuleChecker) {
    let names = checker.names
    packages = checker.packages.map { package in
      Package(
        name: names.text(package.name), nameSpan: package.nameSpan, schema: package.schema,
        declarations: package.declarations.map {
          Declaration(
            kind: $0.kind, node: $0.node, name: names.text($0.name), span: $0.span, uses: $0.uses,
            value: $0.value?.id ?? Expression.none, isUnknown: $0.value?.isUnknown ?? false, list: $0.list)
        },
        imports: package.imports.map { (names.text($0.name), $0.span, $0.uses) },
        rules: package.rules.map { facts in
          Rule(
            rule: facts.rule, node: facts.node,
            locals: facts.locals.map { Local(name: names.text($0.name), span: $0.span, uses: $0.uses) },
            properties: facts.properties)
        },
        typed: package.typed)
    }
  }
}

extension RuleLoad {
  /// The packages that a file says it uses, read from its lines without the parser: to find files before they are loaded.
  public static func packagesUsed(in source: SourceText) -> [String] { words(after: ["use", "package"], in: source) }

  /// The package that a file is.
  public static func packageNamed(_ source: SourceText) -> [String] { Array(words(after: ["package"], in: source).prefix(1)) }

  private static func words(after start: [String], in source: SourceText) -> [String] {
    var result: [String] = []
    for number in 1...max(1, min(source.lineCount, 200)) {
      guard source.lineByteCount(number) < 200 else { continue }
      let words = source.line(number).split(whereSeparator: \.isWhitespace).map(String.init)
      if words.count > start.count, Array(words.prefix(start.count)) == start { result.append(words[start.count]) }
    }
    return result
  }
}
