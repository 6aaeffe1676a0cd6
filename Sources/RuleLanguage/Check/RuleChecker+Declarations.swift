import Diagnostics
import Records

/// What a file declares, and what its names stand for.
extension RuleChecker {
  mutating func declare(_ package: Int) {
    here = package
    let tree = packages[package].tree
    var schemaTokens: [Token] = []
    var hasDeclarations = false
    for node in tree.children(tree.root) {
      switch tree.kind(node) {
      case .package: packageName(node, isFirst: !hasDeclarations && packages[package].name == Token.nameless)
      case .param, .let, .feature, .list, .macro, .rule: declare(node)
      case .schema:
        let bounds = tree.nodes[Int(node)]
        schemaTokens += tree.tokens[Int(bounds.firstToken)..<Int(bounds.tokenEnd)]
      default: break
      }
      hasDeclarations = true
    }
    if packages[package].name == Token.nameless, !tree.diagnostics.contains(where: { $0.code == .fileTooLarge }), hasDeclarations,
      tree.children(tree.root).contains(where: { tree.kind($0) != .schema && tree.kind($0) != .broken })
    {
      let stem = fileStem(tree.source.path)
      report(
        .noPackage, "the file belongs to no package", at: Span(0, 0), label: "`package …` comes first",
        fixes: [.init("begin with `package \(stem)`", replace: Span(0, 0), with: "package \(stem)\n\n")])
    }
    if let last = tree.tokens.last, !schemaTokens.isEmpty {
      let file = SchemaFile(tree.source, tokens: schemaTokens + [last])
      packages[package].schemas = file.schemas
      packages[package].diagnostics += file.diagnostics
    }
  }

  private func fileStem(_ path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    let stem = name.split(separator: ".").first.map(String.init) ?? ""
    let cleaned = String(stem.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return cleaned.first?.isLetter == true ? cleaned : "rules"
  }

  private mutating func packageName(_ node: SyntaxTree.ID, isFirst: Bool) {
    guard let name = tree.child(node, .name) else { return }
    let span = tree.span(name)
    guard isFirst else {
      report(
        .misplacedPackage, "`package` comes first, and once", at: tree.span(node),
        related: packages[here].name == Token.nameless ? [] : [.init(packages[here].nameSpan, "the package is named here")])
      if packages[here].name == Token.nameless { packages[here].name = tree.firstToken(name).name }
      return
    }
    packages[here].name = tree.firstToken(name).name
    packages[here].nameSpan = span
    if let other = packages.indices.first(where: { $0 < here && packages[$0].name == packages[here].name }) {
      report(
        .duplicatePackage, "another file is the package `\(tree.text(name))` already", at: span,
        notes: ["it is \(packages[other].tree.source.path); a package is one file"])
    }
  }

  private mutating func declare(_ node: SyntaxTree.ID) {
    guard let name = tree.child(node, .name) else { return }
    let token = tree.firstToken(name)
    let declaration = Declaration(kind: tree.kind(node), node: node, name: token.name, span: token.span)
    if Keyword.isReserved(token.name) {
      report(.reservedName, "`\(tree.text(name))` is a word of the language", at: token.span, notes: ["choose another name"])
    }
    if let earlier = packages[here].index[token.name] {
      let first = packages[here].declarations[earlier]
      let isRule = first.kind == .rule && declaration.kind == .rule
      report(
        isRule ? .duplicateRule : .duplicateName,
        isRule ? "there are two rules `\(tree.text(name))`" : "`\(tree.text(name))` is declared twice", at: token.span,
        label: "again here", related: [.init(first.span, "first here")],
        notes: isRule ? ["a rule's id stands in alerts and verdicts for ever, so it must mean one rule"] : [])
      packages[here].declarations.append(declaration)
      return
    }
    packages[here].index[token.name] = packages[here].declarations.count
    packages[here].declarations.append(declaration)
  }

  // MARK: What is used

  mutating func resolveUses(_ package: Int) {
    here = package
    for node in tree.children(tree.root) {
      switch tree.kind(node) {
      case .useSchema: useSchema(node)
      case .usePackage: usePackage(node)
      case .useZone:
        let token = tree.lastToken(node)
        guard token.kind == .string else { continue }
        if let zone = zone(named: stringContent(token), at: token.span) { packages[here].zone = zone }
      case .useFiscalYear:
        if let name = tree.child(node, .name), let month = month(name) { packages[here].fiscalStart = month }
      default: break
      }
    }
    guard packages[here].schema == nil,
      let first = packages[here].declarations.first(where: { $0.kind == .rule || $0.kind == .feature })
    else { return checkAgainstFields() }
    if !tree.children(tree.root).contains(where: { tree.kind($0) == .useSchema }) {
      report(
        .noSchemaUsed, "nothing says which records this package is about", at: first.span, label: "it needs fields",
        notes: ["write `use schema NAME` below the package's name"])
    }
  }

  private mutating func useSchema(_ node: SyntaxTree.ID) {
    guard let name = tree.child(node, .name) else { return }
    let text = tree.text(name)
    let span = tree.span(name)
    if packages[here].schema != nil {
      let isSame = schema?.name == text
      return report(
        .importedTwice, isSame ? "the schema `\(text)` is used twice" : "a package is about one schema", at: span,
        notes: [isSame ? "take the second away" : "move the other rules into a file of their own"])
    }
    if let own = packages[here].schemas.first(where: { $0.name == text }) {
      packages[here].schema = program.schemas.count
      program.schemas.append(own)
      return
    }
    switch surroundings.schema(named: text, usedBy: tree.source.path) {
    case .found(let schema):
      if let known = program.schemas.firstIndex(of: schema) {
        packages[here].schema = known
      } else {
        packages[here].schema = program.schemas.count
        program.schemas.append(schema)
      }
    case .broken(let path):
      report(
        .brokenSchema, "the schema `\(text)` has mistakes of its own", at: span,
        notes: ["run `sheriff schema check \(path)`; the rules are not checked against it"])
    case .absent(let known):
      if tree.children(tree.root).contains(where: { tree.kind($0) == .schema }), packages[here].schemas.isEmpty { return }
      unknownWord(
        .unknownUsedSchema, "there is no schema `\(text)`", text, at: span, among: packages[here].schemas.map(\.name) + known)
      if known.isEmpty, !packages[here].diagnostics.isEmpty {
        packages[here].diagnostics[packages[here].diagnostics.count - 1].notes.append(
          "looked for .schema files beside this file, in the folders above it and in rules/; or name one with --schema")
      }
    }
  }

  private mutating func usePackage(_ node: SyntaxTree.ID) {
    guard let name = tree.child(node, .name) else { return }
    let symbol = tree.firstToken(name).name
    let span = tree.span(name)
    guard let package = packages.firstIndex(where: { $0.name == symbol }) else {
      let known = packages.map { text($0.name) }.filter { !$0.isEmpty }.sorted()
      return unknownWord(.unknownPackage, "there is no package `\(text(symbol))`", text(symbol), at: span, among: known)
    }
    if let earlier = packages[here].imports.first(where: { $0.name == symbol }) {
      return report(
        .importedTwice, "the package `\(text(symbol))` is used twice", at: span, related: [.init(earlier.span, "first here")])
    }
    packages[here].imports.append((symbol, package, span, 0))
  }

  func isReady(_ node: SyntaxTree.ID) -> Bool { !tree.isBroken(node) }

  mutating func zone(named name: String, at span: Span) -> String? {
    if registry.isZone(name) { return name }
    report(
      .unknownZone, "there is no time zone \"\(name)\"", at: span, notes: ["zones are named like \"Europe/Paris\" or \"UTC\""])
    return nil
  }

  mutating func month(_ node: SyntaxTree.ID) -> Int? {
    let months = [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
    if let index = months.firstIndex(of: tree.text(node)) { return index + 1 }
    unknownWord(.unknownMonth, "there is no month `\(tree.text(node))`", tree.text(node), at: tree.span(node), among: months)
    return nil
  }

  /// A name of the file that is also a field's would be read now as one, now as the other.
  private mutating func checkAgainstFields() {
    guard let schema else { return }
    for declaration in packages[here].declarations where declaration.kind != .rule {
      let name = text(declaration.name)
      if schema.field(named: name) != nil || schema.list(named: name) != nil {
        report(
          .duplicateName, "`\(name)` is a field of the schema `\(schema.name)`", at: declaration.span,
          notes: ["choose another name, so that no reader takes one for the other"])
      }
    }
  }

  // MARK: Values of declarations

  /// A param, let, feature or list, checked when first asked for.
  mutating func value(of index: Int, in package: Int) -> Typed? {
    let declaration = packages[package].declarations[index]
    switch declaration.state {
    case .done:
      deepestNamed = max(deepestNamed, declaration.depth)
      return declaration.value
    case .checking:
      // The circle is closed by whoever asked; it is named where the question stands.
      return nil
    case .unchecked: break
    }
    packages[package].declarations[index].state = .checking
    let outer = deepestNamed
    deepestNamed = 0
    openDefinitions += 1
    var value = elsewhere(package) { checker -> Typed? in
      if checker.openDefinitions > Limits.definitionDepthMax { return checker.definitionsTooDeep(declaration.span) }
      if declaration.kind == .list { return checker.list(index) }
      return checker.definition(declaration)
    }
    openDefinitions -= 1
    let depth = deepestNamed + 1
    if depth > Limits.definitionDepthMax, value?.isUnknown == false {
      value = elsewhere(package) { $0.definitionsTooDeep(declaration.span) }
    }
    deepestNamed = max(outer, depth)
    packages[package].declarations[index].depth = depth
    packages[package].declarations[index].state = .done
    packages[package].declarations[index].value = value
    return value
  }

  private mutating func definitionsTooDeep(_ span: Span) -> Typed {
    mistake(
      .tooDeep, "more than \(Limits.definitionDepthMax) definitions lean on each other here", at: span,
      notes: ["compute some of them from fields"])
  }

  private mutating func definition(_ declaration: Declaration) -> Typed? {
    guard isReady(declaration.node), let body = expressionChild(declaration.node) else { return unknown(declaration.span) }
    var value = expression(body)
    value = annotated(value, declaration.node)
    if value.isUnknown { return value }
    if declaration.kind == .param, !program.expressions.isConstant(value.id) {
      return mistake(
        .notConstant, "a parameter is known beforehand, and this is not", at: value.span,
        notes: ["use `let` for what is computed from a record"])
    }
    if !value.type.isScalar, declaration.kind != .let || value.type == .calendar {
      if case .native = value.type, declaration.kind == .let {
      } else if value.type != .calendar || declaration.kind != .param {
        return mistake(
          .notAValue, "`\(text(declaration.name))` would be \(value.type.phrase), which is no single value", at: value.span)
      }
    }
    if declaration.kind == .feature { value = feature(declaration, value) }
    if program.names[value.id] == nil, !program.expressions.isConstant(value.id) {
      program.names[value.id] = text(declaration.name)
    }
    return value
  }

  /// The expression behind `=`: the last child.
  func expressionChild(_ node: SyntaxTree.ID) -> SyntaxTree.ID? {
    var last: SyntaxTree.ID?
    for child in tree.children(node) where tree.kind(child) != .broken { last = child }
    return last
  }

  mutating func annotated(_ value: Typed, _ node: SyntaxTree.ID) -> Typed {
    guard let annotation = tree.child(node, .typeName), let type = valueType(annotation), !value.isUnknown else { return value }
    var value = value
    if value.literal != nil { value = adapted(value, to: type) }
    if value.isUnknown || value.type == type { return value }
    if value.type == .integer, type == .number { return widened(value) }
    return mistake(
      .declaredType, "this is \(value.type.phrase), not \(type.phrase)", at: value.span,
      related: [.init(tree.span(annotation), "declared here")])
  }

  static let typeNames = ["money", "percent", "number", "integer", "duration", "time", "text", "key", "flag"]

  mutating func valueType(_ node: SyntaxTree.ID) -> ValueType? {
    let words = tree.text(node).split(whereSeparator: \.isWhitespace).map(String.init)
    if words[0] == "money" { return .money(words.count > 1 ? Currency(words[1]) ?? .usDollar : schemaCurrency) }
    let types: [String: ValueType] = [
      "percent": .percent, "number": .number, "integer": .integer, "duration": .duration, "time": .time, "text": .text,
      "key": .key, "flag": .flag,
    ]
    if let type = types[words[0]], words.count == 1 { return type }
    unknownWord(
      .unknownValueType, "there is no type `\(words.joined(separator: " "))`", words[0], at: tree.span(node),
      among: RuleChecker.typeNames)
    return nil
  }

  /// The currency of the schema's first amount, else dollars.
  var schemaCurrency: Currency {
    for field in schema?.fields ?? [] { if case .money(let currency) = field.type { return currency } }
    return .usDollar
  }

  private mutating func feature(_ declaration: Declaration, _ value: Typed) -> Typed {
    let traits = traits(value.id)
    if traits.contains(.readsModel) {
      return mistake(
        .modelFeature, "a feature is what the model reads, so it cannot read the model", at: value.span,
        notes: ["use `let` for what only rules read"])
    }
    if traits.contains(.readsLabel) { return labelTooEarly(value.span) }
    guard let schema = packages[here].schema else { return unknown(value.span) }
    let depth = featureDepth(value.id) + 1
    if depth > Limits.featureDepthMax {
      return mistake(
        .featuresTooDeep, "more than \(Limits.featureDepthMax) features would read one another", at: declaration.span,
        notes: ["each level is a window's state of its own; compute one of them from the record itself"])
    }
    let id = "\(text(packages[here].name)).\(text(declaration.name))"
    let index = program.features.count
    program.features.append(.init(id: id, expression: value.id, schema: schema))
    let node = add(Expression(operation: .feature, type: value.type, payload: Int64(index), first: value.id))
    return Typed(id: node, type: value.type, span: value.span)
  }

  /// How many features lie below each other, counted through the windows that read them.
  private func featureDepth(_ id: Expression.ID) -> Int {
    var seen: Set<Expression.ID> = []
    var roots = [id]
    var depth = 0
    // Level by level: what a feature reads is one level further down.
    while !roots.isEmpty, depth <= Limits.featureDepthMax + 1 {
      var next: [Expression.ID] = []
      var stack = roots
      while let id = stack.popLast() {
        guard id >= 0, seen.insert(id).inserted else { continue }
        let node = program.expressions[id]
        if node.operation == .feature {
          next.append(node.first)
          continue
        }
        stack += operands(node)
      }
      roots = next
      if !roots.isEmpty { depth += 1 }
    }
    return depth
  }

  /// Everything an expression reads, through windows and folds as well.
  func operands(_ node: Expression) -> [Expression.ID] {
    switch node.operation {
    case .field, .elementField, .previousField, .constant, .missing: return []
    case .window:
      let window = program.windows[Int(node.payload)]
      return [window.argument, window.filter] + window.keys + window.excludingSame
    case .fold:
      let fold = program.folds[Int(node.payload)]
      return [fold.argument, fold.filter, fold.key]
    default: return [node.first, node.second, node.third]
    }
  }

  // MARK: Macros

  /// A macro has a meaning only where it is used; here its names are held against what there is.
  mutating func checkMacro(_ index: Int, in package: Int) {
    here = package
    let declaration = packages[package].declarations[index]
    guard isReady(declaration.node), let body = expressionChild(declaration.node) else { return }
    var parameters: [Symbol: Span] = [:]
    for child in tree.children(declaration.node) where tree.kind(child) == .parameter {
      let token = tree.firstToken(child)
      if let earlier = parameters[token.name] {
        report(
          .duplicateName, "the macro has two parameters `\(text(token.name))`", at: token.span, label: "again here",
          related: [.init(earlier, "first here")])
      }
      parameters[token.name] = token.span
    }
    macroNames(body, Set(parameters.keys))
  }

  private mutating func macroNames(_ node: SyntaxTree.ID, _ bound: Set<Symbol>) {
    var bound = bound
    switch tree.kind(node) {
    case .name:
      let token = tree.firstToken(node)
      if !bound.contains(token.name), !isKnown(token.name) {
        unknownWord(
          .unknownName, "there is no `\(text(token.name))`", text(token.name), at: token.span,
          among: bound.map(text).sorted() + namesInScope())
      }
      return
    case .member, .byClause, .overClause, .excludingClause, .elementFor: return
    case .quantifier:
      if let name = tree.child(node, .name) { bound.insert(tree.firstToken(name).name) }
    case .call where tree.child(node, .elementFor) != nil:
      if let scope = tree.child(node, .elementFor), let name = tree.firstChild(scope) { bound.insert(tree.firstToken(name).name) }
    default: break
    }
    for child in tree.children(node) { macroNames(child, bound) }
  }

  private func isKnown(_ name: Symbol) -> Bool {
    if packages[here].index[name] != nil || packages[here].imports.contains(where: { $0.name == name })
      || [Keyword.now, .corrected, .behind].contains(where: { name == $0.symbol })
    {
      return true
    }
    guard let schema else { return true }
    let word = text(name)
    return schema.field(named: word) != nil || schema.list(named: word) != nil || schema.lists.contains { $0.recordName == word }
  }

  /// All that a name here could stand for, for `did you mean`.
  mutating func namesInScope() -> [String] {
    var result = locals.map { text($0.name) }
    result += names(in: here) { $0 != .rule && $0 != .macro }
    if let schema { result += schema.fields.map(\.name) + schema.lists.map(\.name) }
    result +=
      packages[here].imports.map { text($0.name) } + ["now", "behind", "corrected", "baseline", "missing", "true", "false"]
    return result
  }
}
