import Diagnostics
public import Records

/// From trees to the typed program: names resolved, units checked, every mistake said. A declaration is checked when it is
/// first needed, so their order does not matter; a mistake makes a value `unknown`, about which nothing more is said.
struct RuleChecker {
  /// A value on its way into the program.
  struct Typed {
    var id: Expression.ID
    var type: ValueType
    var span: Span
    /// A number without a unit, which takes the unit of what it stands beside: where its digits stand.
    var literal: Literal?
    /// Of an element: how many lists are walked around its own.
    var level = 0

    var isUnknown: Bool { type == .unknown }
  }

  struct Literal {
    var span: Span
    var package: Int
  }

  struct Declaration {
    enum State { case unchecked, checking, done }

    var kind: SyntaxKind
    var node: SyntaxTree.ID
    var name: Symbol
    var span: Span
    var state = State.unchecked
    var value: Typed?
    /// Where it is used, for lints: how often.
    var uses = 0
    /// A list's place in the program.
    var list = -1
    /// How many definitions lean on each other below it.
    var depth = 0
  }

  /// One file on its way.
  struct Package {
    var tree: SyntaxTree
    var name = Token.nameless
    var nameSpan = Span(0, 0)
    var schema: Int?
    var zone = "UTC"
    var fiscalStart = 1
    var declarations: [Declaration] = []
    var index: [Symbol: Int] = [:]
    var imports: [(name: Symbol, package: Int, span: Span, uses: Int)] = []
    var schemas: [Schema] = []
    /// The program's expression of each node, for lints and explanations.
    var typed: [Expression.ID]
    var diagnostics: [Diagnostic] = []
    var rules: [RuleFacts] = []
    var divisions: [Division] = []
  }

  /// What a checked rule is, and where it stands.
  struct RuleFacts {
    var rule: Int
    var node: SyntaxTree.ID
    var locals: [(name: Symbol, span: Span, value: Expression.ID, uses: Int)]
    var properties: [Keyword: SyntaxTree.ID]
  }

  struct Division {
    var span: Span
    var divisor: Span
    var quotient: Expression.ID
    var divisorValue: Expression.ID
    var isGuarded: Bool
  }

  struct Local {
    var name: Symbol
    var value: Typed
    var span: Span
    var uses = 0
  }

  let names: Names
  let registry: Registry
  let surroundings: any PackSurroundings
  var program = Program()
  var packages: [Package]
  /// The package whose text is being read.
  var here = 0
  var locals: [Local] = []
  /// Inside of a window's argument or filter: where.
  var windowSpan: Span?
  var elementLevel = 0
  var isGuarded = false
  var macroDepth = 0
  /// Inside of a sentence's hole, which is a tree of its own.
  var isInHole = false
  var expansions = 0
  /// How many expressions are being checked inside of each other, through definitions and macros.
  var depth = 0
  /// How deep the deepest definition is that the one being checked has named so far.
  var deepestNamed = 0
  var openDefinitions = 0
  private var wideSearches = 0
  /// Which package declares a name, for names that this one does not.
  private var owners: [String: String]?
  /// Expressions of a macro's body have no single meaning, so they are not noted.
  var isExpanding: Bool { macroDepth > 0 }
  var windowIndex: [Window: Int] = [:]
  var foldIndex: [Fold: Int] = [:]
  var ruleIndex: [String: (package: Int, rule: Int)] = [:]

  init(trees: [SyntaxTree], names: Names, registry: Registry, surroundings: any PackSurroundings) {
    (self.names, self.registry, self.surroundings) = (names, registry, surroundings)
    packages = trees.map {
      Package(tree: $0, typed: Array(repeating: Expression.none, count: $0.nodes.count), diagnostics: $0.diagnostics)
    }
    program.natives = registry.natives
    program.baselineNames = registry.baseline
  }

  mutating func check() {
    for index in packages.indices { declare(index) }
    for index in packages.indices { resolveUses(index) }
    for index in packages.indices {
      for declaration in packages[index].declarations.indices {
        switch packages[index].declarations[declaration].kind {
        case .param, .let, .feature, .list: _ = value(of: declaration, in: index)
        case .macro: checkMacro(declaration, in: index)
        default: break
        }
      }
    }
    for index in packages.indices { rules(index) }
    for index in packages.indices { testsAndSuppressions(index) }
    for index in packages.indices { sayDivisions(index) }
  }

  /// The package, other than this one, that declares a name.
  mutating func otherOwner(of word: String) -> String? {
    if owners == nil {
      var found: [String: String] = [:]
      for package in packages { for declaration in package.declarations { found[text(declaration.name)] = text(package.name) } }
      owners = found
    }
    return owners?[word].flatMap { $0 == text(packages[here].name) ? nil : $0 }
  }

  // MARK: Saying

  var tree: SyntaxTree { packages[here].tree }

  func text(_ name: Symbol) -> String { names.text(name) }

  mutating func report(_ diagnostic: Diagnostic) {
    guard packages[here].diagnostics.count < Limits.diagnosticsMax else { return }
    // A macro's mistake is said once, however often the macro is used.
    if isExpanding, packages[here].diagnostics.contains(where: { $0.span == diagnostic.span && $0.code == diagnostic.code }) {
      return
    }
    packages[here].diagnostics.append(diagnostic)
  }

  mutating func report(
    _ code: DiagnosticCode, _ message: String, at span: Span, label: String = "", related: [Diagnostic.Label] = [],
    notes: [String] = [], fixes: [Diagnostic.Fix] = []
  ) {
    report(Diagnostic(code, message, at: span, label: label, related: related, notes: notes, fixes: fixes))
  }

  func unknown(_ span: Span) -> Typed { Typed(id: Expression.none, type: .unknown, span: span) }

  /// A mistake, and the value that it leaves.
  mutating func mistake(
    _ code: DiagnosticCode, _ message: String, at span: Span, label: String = "", related: [Diagnostic.Label] = [],
    notes: [String] = [], fixes: [Diagnostic.Fix] = []
  ) -> Typed {
    report(code, message, at: span, label: label, related: related, notes: notes, fixes: fixes)
    return unknown(span)
  }

  /// `did you mean`, or what there is.
  mutating func unknownWord(_ code: DiagnosticCode, _ message: String, _ word: String, at span: Span, among known: [String]) {
    var diagnostic = Diagnostic(code, message, at: span)
    if let match = closestMatch(to: word, among: known) {
      diagnostic.fixes = [.init("did you mean `\(match)`?", replace: span, with: match)]
    } else if !known.isEmpty {
      let shown = known.prefix(30)
      diagnostic.notes = [
        "there are: \(shown.joined(separator: ", "))" + (known.count > 30 ? " and \(known.count - 30) more" : "")
      ]
    }
    report(diagnostic)
  }

  /// The names of a package's declarations of some kinds, for suggestions. Where thousands of names are wrong, each against
  /// thousands, the first of them are enough to see why: then none.
  mutating func names(in package: Int, _ isWanted: (SyntaxKind) -> Bool) -> [String] {
    if packages[package].declarations.count > 200 {
      wideSearches += 1
      if wideSearches > RuleChecker.wideSearchesMax { return [] }
    }
    return packages[package].declarations.filter { isWanted($0.kind) }.map { text($0.name) }
  }

  private static let wideSearchesMax = 100

  // MARK: Adding to the program

  mutating func add(_ expression: Expression, _ traits: Traits = [], below: [Expression.ID] = []) -> Expression.ID {
    if let folded = ConstantFolding.fold(expression, program.expressions) { return program.expressions.add(folded) }
    switch Simplification.simplify(expression, program.expressions) {
    case .existing(let id): return id
    case .better(let better): return add(better, traits, below: below)
    case nil: break
    }
    return program.expressions.add(expression, traits, below: below)
  }

  mutating func constant(_ payload: Int64, _ type: ValueType) -> Expression.ID {
    program.expressions.add(Expression(operation: .constant, type: type, payload: payload))
  }

  func traits(_ id: Expression.ID) -> Traits { id < 0 ? [] : program.expressions.traits[Int(id)] }

  mutating func note(_ node: SyntaxTree.ID, _ id: Expression.ID) {
    if !isExpanding, !isInHole { packages[here].typed[Int(node)] = id }
  }

  var schema: Schema? { packages[here].schema.map { program.schemas[$0] } }

  /// Reads in another package's text, with none of the names around.
  mutating func elsewhere<Result>(_ package: Int, locals fresh: [Local] = [], _ body: (inout RuleChecker) -> Result) -> Result {
    let saved = (here, locals, windowSpan, elementLevel, isGuarded)
    (here, locals, windowSpan, elementLevel, isGuarded) = (package, fresh, nil, 0, false)
    let result = body(&self)
    (here, locals, windowSpan, elementLevel, isGuarded) = saved
    return result
  }
}

/// The place of a value among others of which each is there once.
func once<Value: Hashable>(_ value: Value, _ places: inout [Value: Int], _ values: inout [Value]) -> Int {
  if let known = places[value] { return known }
  places[value] = values.count
  values.append(value)
  return values.count - 1
}

/// What lies around a file of rules, where the language cannot look itself.
public protocol PackSurroundings {
  func schema(named name: String, usedBy path: String) -> SchemaLookup
  /// The bytes of a list's file, named as the rule file names it; nil where it cannot be read.
  func listFile(_ name: String, usedBy path: String) -> [UInt8]?
}

public enum SchemaLookup: Sendable {
  case found(Schema)
  /// Its file has mistakes.
  case broken(path: String)
  case absent(known: [String])
}
