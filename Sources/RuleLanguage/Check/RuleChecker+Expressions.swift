import Diagnostics
import Records

/// Expressions: what each is worth, and of which type.
extension RuleChecker {
  mutating func expression(_ node: SyntaxTree.ID) -> Typed {
    if isExpanding {
      expansions += 1
      if expansions == Limits.expansionMax {
        return mistake(
          .expansionTooLarge, "written out, the macros here are more than \(Limits.expansionMax) expressions",
          at: tree.span(node),
          notes: ["give a part a name with `let`, which is computed once"])
      }
      if expansions > Limits.expansionMax { return unknown(tree.span(node)) }
    }
    if tree.isBroken(node) { return unknown(tree.span(node)) }
    depth += 1
    defer { depth -= 1 }
    guard depth <= Limits.depthMax else { return tooDeep(node) }
    let value = typed(node)
    guard value.id < 0 || program.expressions.depths[Int(value.id)] <= Limits.depthMax else { return tooDeep(node) }
    note(node, value.id)
    return value
  }

  private mutating func tooDeep(_ node: SyntaxTree.ID) -> Typed {
    mistake(
      .tooDeep, "with all that its names stand for, this is more than \(Limits.depthMax) expressions deep", at: tree.span(node),
      notes: ["definitions lean on definitions: compute some of them from fields"])
  }

  private mutating func typed(_ node: SyntaxTree.ID) -> Typed {
    switch tree.kind(node) {
    case .literal: return literal(node)
    case .name: return name(tree.firstToken(node))
    case .member: return member(node)
    case .parenthesized:
      guard let inner = tree.firstChild(node) else { return unknown(tree.span(node)) }
      var value = expression(inner)
      value.span = tree.span(node)
      return value
    case .unary: return unary(node)
    case .binary: return binary(node)
    case .call: return call(node)
    case .windowed: return windowed(node)
    case .firstSeen: return firstSeen(node)
    case .absence: return absence(node)
    case .sequence: return sequence(node)
    case .quantifier: return quantifier(node)
    case .bands: return bands(node)
    case .matches: return matches(node)
    default: return unknown(tree.span(node))
    }
  }

  // MARK: Names

  mutating func name(_ token: Token) -> Typed {
    let span = token.span
    if let index = locals.lastIndex(where: { $0.name == token.name }) {
      locals[index].uses += 1
      var value = locals[index].value
      value.span = span
      return value.id < 0 ? value : checkedUse(value)
    }
    if let index = packages[here].index[token.name] { return declared(index, in: here, at: span) }
    if token.name == Keyword.now.symbol { return now(span) }
    let word = text(token.name)
    if let schema = packages[here].schema, let value = field(word, schema, span) { return value }
    if token.name == Keyword.behind.symbol { return behind(span) }
    if token.name == Keyword.corrected.symbol, packages[here].schema != nil {
      return Typed(id: add(Expression(operation: .corrected, type: .flag), .readsVersion), type: .flag, span: span)
    }
    if schema == nil, !packages[here].diagnostics.isEmpty,
      packages[here].diagnostics.contains(where: { [.unknownUsedSchema, .brokenSchema, .noSchemaUsed].contains($0.code) })
    {
      return unknown(span)
    }
    unknownName(word, span)
    return unknown(span)
  }

  private mutating func unknownName(_ word: String, _ span: Span) {
    if let record = schema?.lists.first(where: { $0.recordName == word }) {
      return report(
        .unknownName, "`\(word)` is an element of `\(record.name)`, and no list is walked here", at: span,
        notes: ["write `exists \(word) in \(record.name): …` or `sum(\(word).… )`"])
    }
    if ["null", "nil", "none", "na", "empty"].contains(word.lowercased()) {
      return report(
        .unknownName, "there is no `\(word)` here", at: span,
        notes: ["what is missing is asked with `missing(x)`, and replaced with `x ?? 0`"])
    }
    if word == "model" || word == "baseline" || word == "previous" {
      return report(
        .unknownName, "`\(word)` is no value by itself", at: span,
        notes: [
          word == "model"
            ? "write `model.score`"
            : word == "previous" ? "write `previous.list` or `previous(x) by rep`" : "write for example `baseline.price(product)`"
        ])
    }
    let known = namesInScope()
    if closestMatch(to: word, among: known) == nil {
      if Function.all.contains(where: { $0.name == word }) || Window.Function(rawValue: word) != nil {
        return report(.unknownName, "`\(word)` is a function and wants its arguments: `\(word)(…)`", at: span)
      }
      if let package = otherOwner(of: word) {
        return report(
          .unknownName, "there is no `\(word)` in this package", at: span,
          notes: ["`\(package)` has one: write `use package \(package)` and then `\(package).\(word)`"])
      }
    }
    unknownWord(.unknownName, "there is no `\(word)` here", word, at: span, among: known)
  }

  /// A declaration of this package or another one as a value.
  private mutating func declared(_ index: Int, in package: Int, at span: Span) -> Typed {
    packages[package].declarations[index].uses += 1
    let declaration = packages[package].declarations[index]
    let word = text(declaration.name)
    switch declaration.kind {
    case .rule:
      return mistake(
        .notAValue, "`\(word)` is a rule, and no rule reads another", at: span, notes: ["share a `let` between both"])
    case .macro: return mistake(.notAValue, "`\(word)` is a macro and wants its arguments: `\(word)(…)`", at: span)
    case .list: return mistake(.notAValue, "`\(word)` is a list; ask whether something is in it: `x in \(word)`", at: span)
    default: break
    }
    if package != here, let other = packages[package].schema, let mine = packages[here].schema, other != mine,
      declaration.kind != .param
    {
      return mistake(
        .notAValue,
        "`\(word)` is about records of `\(program.schemas[other].name)`, and this package about `\(program.schemas[mine].name)`",
        at: span)
    }
    if declaration.state == .checking {
      return mistake(
        .cyclicDefinition, "`\(word)` needs itself to be defined", at: span, label: "asked for here",
        related: package == here ? [.init(declaration.span, "defined here")] : [])
    }
    guard var value = value(of: index, in: package) else { return unknown(span) }
    value.span = span
    if declaration.kind != .param { value.literal = nil }
    return checkedUse(value)
  }

  /// A value with a window of its own cannot stand inside of another window or of a list, unless a feature names it.
  private mutating func checkedUse(_ value: Typed) -> Typed {
    guard !value.isUnknown, traits(value.id).contains(.hasWindow) else { return value }
    if windowSpan != nil {
      return mistake(
        .windowInWindow, "this is computed from a window, and stands inside of another", at: value.span,
        notes: ["declare it as `feature …`: a feature is computed at each record, and a window may read it"])
    }
    return value
  }

  private mutating func now(_ span: Span) -> Typed {
    guard let schema, let index = packages[here].schema else { return unknown(span) }
    guard let time = schema.timeField else {
      return mistake(
        .noTimeToWindow, "`\(schema.name)` has no time: its order is its source's", at: span,
        notes: ["`time sequence` in the schema says so"])
    }
    let id = add(Expression(operation: .field, type: .time, payload: Int64(time), first: Int32(index)))
    return Typed(id: id, type: .time, span: span)
  }

  private mutating func behind(_ span: Span) -> Typed {
    guard let schema else { return unknown(span) }
    guard schema.timeField != nil else {
      return mistake(
        .noTimeToWindow, "`\(schema.name)` has no time, so none of its records lies behind another", at: span,
        notes: ["`time sequence` in the schema says so: records come in their order"])
    }
    return Typed(id: add(Expression(operation: .behind, type: .duration)), type: .duration, span: span)
  }

  private mutating func field(_ word: String, _ index: Int, _ span: Span) -> Typed? {
    let schema = program.schemas[index]
    if let field = schema.field(named: word) {
      let type = ValueType(schema.fields[field].type)
      let own: Traits = schema.fields[field].isLabel ? .readsLabel : []
      let id = add(Expression(operation: .field, type: type, payload: Int64(field), first: Int32(index)), own)
      return Typed(id: id, type: type, span: span)
    }
    if let list = schema.list(named: word) {
      let id = add(Expression(operation: .list, type: .list(list), payload: Int64(list), third: -2 - Int32(index)))
      return Typed(id: id, type: .list(list), span: span)
    }
    return nil
  }

  // MARK: Members

  mutating func member(_ node: SyntaxTree.ID) -> Typed {
    guard let base = tree.firstChild(node) else { return unknown(tree.span(node)) }
    let part = tree.lastToken(node)
    let span = tree.span(node)
    if tree.kind(base) == .name {
      let token = tree.firstToken(base)
      if !locals.contains(where: { $0.name == token.name }) {
        if token.name == Keyword.baseline.symbol { return baseline(part, [], span) }
        if token.name == Keyword.model.symbol { return model(part, span) }
        if token.name == Keyword.previous.symbol { return earlier(part, span) }
        if let index = packages[here].imports.firstIndex(where: { $0.name == token.name }) {
          packages[here].imports[index].uses += 1
          return imported(part, from: packages[here].imports[index].package, span)
        }
        if packages[here].index[token.name] == nil, let list = schema?.lists.first(where: { $0.recordName == text(token.name) }) {
          if elementLevel == 0 {
            return mistake(
              .unknownName, "`\(text(token.name))` is an element of `\(list.name)`, and no list is walked here", at: token.span,
              notes: ["write `exists \(list.recordName) in \(list.name): …` or `sum(\(list.recordName).\(text(part.name)))`"])
          }
        }
      }
    }
    let value = expression(base)
    if value.isUnknown { return unknown(span) }
    switch value.type {
    case .element(let list): return elementField(value.level, part, list, span)
    case .native(let native):
      let fields = program.natives[native].fields
      let word = text(part.name)
      guard let index = fields.firstIndex(where: { $0.name == word }) else {
        unknownWord(
          .unknownMember, "`\(program.natives[native].name)` gives no `\(word)`", word, at: part.span, among: fields.map(\.name))
        return unknown(span)
      }
      let type = local(fields[index].type)
      let id = add(Expression(operation: .nativeField, type: type, payload: Int64(index), first: value.id))
      return Typed(id: id, type: type, span: span)
    case .list:
      return mistake(
        .unknownMember, "a list has no `\(text(part.name))`; its elements may", at: part.span,
        notes: ["write `exists x in \(tree.text(base)): …`, or an aggregate such as `sum(…)`, `max(…)`"])
    default:
      return mistake(
        .unknownMember, "\(value.type.phrase) has no parts", at: part.span, related: [.init(value.span, value.type.name)])
    }
  }

  private mutating func imported(_ part: Token, from package: Int, _ span: Span) -> Typed {
    guard let index = packages[package].index[part.name] else {
      let known = names(in: package) { _ in true }
      unknownWord(
        .unknownMember, "the package `\(text(packages[package].name))` has no `\(text(part.name))`", text(part.name),
        at: part.span,
        among: known)
      return unknown(span)
    }
    return declared(index, in: package, at: span)
  }

  private mutating func elementField(_ level: Int, _ part: Token, _ list: Int, _ span: Span) -> Typed {
    guard let schema = packages[here].schema else { return unknown(span) }
    let record = program.schemas[schema].lists[list]
    let word = text(part.name)
    guard let index = record.field(named: word) else {
      unknownWord(
        .unknownField, "`\(record.recordName)` has no field `\(word)`", word, at: part.span, among: record.fields.map(\.name))
      return unknown(span)
    }
    let type = ValueType(record.fields[index].type)
    let id = add(
      Expression(
        operation: .elementField, type: type, payload: Int64(index), first: Int32(list), second: Int32(level),
        third: Int32(schema)), .readsElement)
    return Typed(id: id, type: type, span: span)
  }

  private mutating func model(_ part: Token, _ span: Span) -> Typed {
    guard text(part.name) == "score" else {
      unknownWord(.unknownMember, "the model has no `\(text(part.name))`", text(part.name), at: part.span, among: ["score"])
      return unknown(span)
    }
    return Typed(id: add(Expression(operation: .modelScore, type: .percent), .readsModel), type: .percent, span: span)
  }

  private mutating func earlier(_ part: Token, _ span: Span) -> Typed {
    guard let index = packages[here].schema else { return unknown(span) }
    let schema = program.schemas[index]
    let word = text(part.name)
    guard let field = schema.field(named: word) else {
      unknownWord(
        .unknownField, "`\(schema.name)` has no field `\(word)`", word, at: part.span, among: schema.fields.map(\.name))
      return unknown(span)
    }
    let type = ValueType(schema.fields[field].type)
    let own: Traits = schema.fields[field].isLabel ? [.readsVersion, .readsLabel] : .readsVersion
    let id = add(Expression(operation: .previousField, type: type, payload: Int64(field), first: Int32(index)), own)
    return Typed(id: id, type: type, span: span)
  }

  /// `baseline.ladder`, `baseline.price(product)`.
  mutating func baseline(_ part: Token, _ arguments: [SyntaxTree.ID], _ span: Span) -> Typed {
    let word = text(part.name)
    guard let index = program.baselineNames.firstIndex(where: { $0.name == word }) else {
      unknownWord(
        .unknownBaseline, "the baseline has no `\(word)`", word, at: part.span, among: program.baselineNames.map(\.name))
      return unknown(span)
    }
    let entry = program.baselineNames[index]
    guard arguments.count == entry.parameters.count else {
      return mistake(
        .argumentCount, "`baseline.\(word)` takes \(counted(entry.parameters.count, "argument")), not \(arguments.count)",
        at: span,
        notes: entry.parameters.isEmpty ? [] : ["they are: \(entry.parameters.map(\.name).joined(separator: ", "))"])
    }
    var values: [Typed] = []
    for (argument, type) in zip(arguments, entry.parameters) {
      var value = expression(argument)
      if value.literal != nil || type == .key { value = adapted(value, to: type) }
      if value.isUnknown { return unknown(span) }
      guard value.type == type else {
        return mistake(
          .wrongArgument, "`baseline.\(word)` takes \(type.phrase) here, not \(value.type.phrase)", at: value.span)
      }
      values.append(value)
    }
    let type = local(entry.type)
    let id = add(
      Expression(operation: .baseline, type: type, payload: Int64(index), first: chain(values.map(\.id))), .readsBaseline)
    return Typed(id: id, type: type, span: span)
  }

  /// What is registered deals in money of whatever currency the records are in.
  func local(_ type: ValueType) -> ValueType { type.isMoney ? .money(schemaCurrency) : type }

  /// Arguments as a chain of nodes, since a node has three places.
  mutating func chain(_ values: [Expression.ID]) -> Expression.ID {
    var next = Expression.none
    for value in values.reversed() {
      next = add(Expression(operation: .argument, type: .unknown, first: value, second: next))
    }
    return next
  }
}

/// `1 argument`, `2 arguments`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
