import Diagnostics
import Records

/// Calls: of the language's functions, of macros, of what is registered, and of aggregates over lists.
extension RuleChecker {
  /// The arguments of a call, without the clauses that stand among them.
  func arguments(_ node: SyntaxTree.ID) -> [SyntaxTree.ID] {
    var result: [SyntaxTree.ID] = []
    var isFirst = true
    for child in tree.children(node) {
      switch tree.kind(child) {
      case .elementFor, .elementWhere, .elementBy: continue
      default:
        // The first child of `a.b(c)` is what the function is part of.
        if isFirst, tree.token(after: child).kind == .mark(.dot) {
          isFirst = false
          continue
        }
        isFirst = false
        result.append(child)
      }
    }
    return result
  }

  func hasClauses(_ node: SyntaxTree.ID) -> Bool {
    tree.children(node).contains { [.elementFor, .elementWhere, .elementBy].contains(tree.kind($0)) }
  }

  mutating func call(_ node: SyntaxTree.ID) -> Typed {
    let span = tree.span(node)
    if let base = tree.firstChild(node), tree.token(after: base).kind == .mark(.dot) { return partCall(node, base) }
    let token = tree.firstToken(node)
    let word = text(token.name)
    if let index = packages[here].index[token.name], packages[here].declarations[index].kind == .macro {
      return expand(index, in: here, node, span)
    }
    if let function = Window.Function(rawValue: word) { return aggregate(function, node, span) }
    if let index = Function.places[token.name] { return call(index, node, span) }
    if let index = program.natives.firstIndex(where: { $0.name == word }) { return native(index, node, span) }
    let macros = names(in: here) { $0 == .macro }
    let known = Function.all.map(\.name) + Window.Function.allCases.map(\.rawValue) + program.natives.map(\.name) + macros
    let others = [
      "max": "greatest", "min": "least", "ceil": "ceiling", "len": "length", "mean": "avg", "average": "avg", "abs": "abs",
    ]
    if let other = others[word] {
      report(
        .unknownFunction, "there is no function `\(word)`", at: token.span,
        fixes: [.init("did you mean `\(other)`?", replace: token.span, with: other)])
    } else {
      unknownWord(.unknownFunction, "there is no function `\(word)`", word, at: token.span, among: known)
    }
    return unknown(span)
  }

  /// `baseline.price(product)` or a macro of another package.
  private mutating func partCall(_ node: SyntaxTree.ID, _ base: SyntaxTree.ID) -> Typed {
    let span = tree.span(node)
    let bounds = tree.nodes[Int(base)]
    let part = tree.tokens[Int(bounds.tokenEnd) + 1]
    if tree.kind(base) == .name {
      let token = tree.firstToken(base)
      if token.name == Keyword.baseline.symbol { return baseline(part, arguments(node), span) }
      if let index = packages[here].imports.firstIndex(where: { $0.name == token.name }) {
        packages[here].imports[index].uses += 1
        let package = packages[here].imports[index].package
        if let macro = packages[package].index[part.name], packages[package].declarations[macro].kind == .macro {
          return expand(macro, in: package, node, span)
        }
        let known = names(in: package) { $0 == .macro }
        unknownWord(
          .unknownFunction, "the package `\(text(token.name))` has no macro `\(text(part.name))`", text(part.name), at: part.span,
          among: known)
        return unknown(span)
      }
    }
    return mistake(
      .unknownFunction, "`\(text(part.name))` is called on something that has no functions", at: part.span,
      notes: ["functions take what they work on as their first argument: `\(text(part.name))(x)`"])
  }

  private mutating func expand(_ index: Int, in package: Int, _ node: SyntaxTree.ID, _ span: Span) -> Typed {
    packages[package].declarations[index].uses += 1
    let declaration = packages[package].declarations[index]
    let other = packages[package].tree
    let parameters = other.children(declaration.node).filter { other.kind($0) == .parameter }
    let given = arguments(node)
    guard parameters.count == given.count else {
      return mistake(
        .argumentCount,
        "the macro `\(text(declaration.name))` takes \(counted(parameters.count, "argument")), not \(given.count)",
        at: span, related: package == here ? [.init(declaration.span, "declared here")] : [])
    }
    var bound: [Local] = []
    for (parameter, argument) in zip(parameters, given) {
      let value = expression(argument)
      if value.isUnknown { return unknown(span) }
      bound.append(Local(name: other.firstToken(parameter).name, value: value, span: other.span(parameter)))
    }
    guard !other.isBroken(declaration.node), macroDepth < Limits.macroDepthMax else {
      if other.isBroken(declaration.node) { return unknown(span) }
      return mistake(
        .cyclicDefinition,
        "the macro `\(text(declaration.name))` is used inside of itself, or macros are more than \(Limits.macroDepthMax) deep",
        at: span, related: package == here ? [.init(declaration.span, "declared here")] : [])
    }
    let isOutermost = macroDepth == 0
    if isOutermost { expansions = 0 }
    let reported = packages[package].diagnostics.count
    macroDepth += 1
    let (outerWindow, outerLevel) = (windowSpan, elementLevel)
    // A macro sees the elements that are walked where it is used only through its arguments.
    var value = elsewhere(package, locals: bound) { checker -> Typed in
      (checker.windowSpan, checker.elementLevel) = (outerWindow, outerLevel)
      guard let body = checker.expressionChild(declaration.node) else { return checker.unknown(span) }
      return checker.expression(body)
    }
    macroDepth -= 1
    if package == here, packages[package].diagnostics.count > reported {
      let label = Diagnostic.Label(span, "the macro is used here")
      for place in reported..<packages[package].diagnostics.count {
        let related = packages[package].diagnostics[place].related
        if related.count < 4, !related.contains(label) { packages[package].diagnostics[place].related.append(label) }
      }
    } else if value.isUnknown, package != here, packages[package].diagnostics.count > reported {
      report(.wrongArgument, "the macro `\(text(declaration.name))` makes no sense with these arguments", at: span)
    }
    value.span = span
    value.literal = nil
    return value
  }

  // MARK: Functions

  private mutating func call(_ index: Int, _ node: SyntaxTree.ID, _ span: Span) -> Typed {
    let function = Function.all[index]
    let given = arguments(node)
    if hasClauses(node) {
      return mistake(
        .misplacedClause, "`\(function.name)` takes values one by one; `for`, `where` and `by` are for aggregates", at: span)
    }
    let fewest = function.takes.count - function.optional
    guard given.count >= fewest, given.count <= function.takes.count || function.isVariadic else {
      let wanted = fewest == function.takes.count ? "\(fewest)" : "\(fewest) or \(function.takes.count)"
      return mistake(
        .argumentCount, "`\(function.name)` takes \(wanted) argument\(wanted == "1" ? "" : "s"), not \(given.count)", at: span,
        notes: [function.name + ": " + function.meaning])
    }
    let outer = isGuarded
    if function.name == "missing" { isGuarded = true }
    var values: [Typed] = given.map { _ in unknown(span) }
    for (place, argument) in given.enumerated() { values[place] = expression(argument) }
    isGuarded = outer
    if values.contains(where: \.isUnknown) { return unknown(span) }
    guard let values = unified(values, function) else { return unknown(span) }
    for (place, value) in values.enumerated() {
      let takes = function.takes[min(place, function.takes.count - 1)]
      guard takes.contains(value.type) else {
        return mistake(
          .wrongArgument, "`\(function.name)` takes \(takes.names) here, and this is \(value.type.phrase)", at: value.span,
          notes: [function.name + ": " + function.meaning])
      }
    }
    return result(of: function, index, values, span)
  }

  private mutating func unified(_ values: [Typed], _ function: Function) -> [Typed]? {
    guard let from = function.sameFrom, values.count > from + 1 else { return values }
    var values = values
    for _ in 0..<2 {
      for place in from + 1..<values.count { (values[from], values[place]) = alike(values[from], values[place]) }
    }
    if values.contains(where: \.isUnknown) { return nil }
    for place in from + 1..<values.count where values[place].type != values[from].type {
      report(
        .differentBranches, "`\(function.name)` takes values of one type", at: values[place].span, label: values[place].type.name,
        related: [.init(values[from].span, values[from].type.name)])
      return nil
    }
    return values
  }

  private mutating func result(of function: Function, _ index: Int, _ values: [Typed], _ span: Span) -> Typed {
    switch function.name {
    case "missing":
      return Typed(id: add(Expression(operation: .isMissing, type: .flag, first: values[0].id)), type: .flag, span: span)
    case "if":
      let node = Expression(
        operation: .choose, type: values[1].type, first: values[0].id, second: values[1].id, third: values[2].id)
      return Typed(id: add(node), type: values[1].type, span: span)
    case "round" where values.count == 2:
      guard program.expressions.isConstant(values[1].id), (0...9).contains(program.expressions[values[1].id].payload) else {
        return mistake(.wrongArgument, "`round` takes a constant number of places, from 0 to 9", at: values[1].span)
      }
    case "number" where values[0].type == .number: return values[0]
    case "text" where values[0].type == .text: return values[0]
    default: break
    }
    let type: ValueType
    switch function.gives {
    case .type(let fixed): type = fixed
    case .first: type = values[0].type
    case .second: type = values[1].type
    case .money: type = .money(schemaCurrency)
    }
    var given = values.map(\.id)
    if function.isOfCalendar { given.append(constant(program.expressions.text(packages[here].zone), .text)) }
    let arguments = chain(given)
    let id = add(
      Expression(operation: .call, type: type, payload: Int64(index), first: arguments), function.isInexact ? .isInexact : [])
    return Typed(id: id, type: type, span: span)
  }

  private mutating func native(_ index: Int, _ node: SyntaxTree.ID, _ span: Span) -> Typed {
    let native = program.natives[index]
    let given = arguments(node)
    guard given.count == native.parameters.count else {
      return mistake(
        .argumentCount, "`\(native.name)` takes \(counted(native.parameters.count, "argument")), not \(given.count)", at: span,
        notes: ["they are: \(native.parameters.map(\.name).joined(separator: ", "))", native.meaning])
    }
    var values: [Typed] = []
    for (argument, parameter) in zip(given, native.parameters) {
      var value = expression(argument)
      if value.isUnknown { return unknown(span) }
      switch parameter {
      case .money:
        value = adapted(value, to: .money(schemaCurrency))
        if value.isUnknown { return unknown(span) }
        guard value.type.isMoney else { return wrong(native.name, parameter.name, value) }
      case .type(let type):
        value = adapted(value, to: type)
        if value.isUnknown { return unknown(span) }
        guard value.type == type else { return wrong(native.name, parameter.name, value) }
      case .list(let fields):
        guard case .list(let list) = value.type, let schema else { return wrong(native.name, parameter.name, value) }
        if let absent = fields.first(where: { schema.lists[list].field(named: $0) == nil }) {
          return mistake(
            .wrongArgument,
            "`\(native.name)` reads `\(absent)` of every element, and `\(schema.lists[list].recordName)` has none",
            at: value.span)
        }
      }
      values.append(value)
    }
    let id = add(
      Expression(operation: .native, type: .native(index), payload: Int64(index), first: chain(values.map(\.id))), .callsNative)
    return Typed(id: id, type: .native(index), span: span)
  }

  private mutating func wrong(_ name: String, _ wanted: String, _ value: Typed) -> Typed {
    mistake(.wrongArgument, "`\(name)` takes \(wanted) here, and this is \(value.type.phrase)", at: value.span)
  }
}

extension Function {
  /// `missing` is a function too, though it is also a word.
  static let places: [Symbol: Int] = {
    let names = Names()
    var result: [Symbol: Int] = [:]
    for (index, function) in all.enumerated() { result[names.intern(function.name)] = index }
    return result
  }()
}
