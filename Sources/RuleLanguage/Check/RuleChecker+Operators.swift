import Diagnostics
import Records

/// Signs between values, and what units they make.
extension RuleChecker {
  mutating func unary(_ node: SyntaxTree.ID) -> Typed {
    guard let child = tree.firstChild(node) else { return unknown(tree.span(node)) }
    let span = tree.span(node)
    if tree.firstToken(node).name == Keyword.not.symbol {
      let value = flag(child, "`not`")
      if value.isUnknown { return unknown(span) }
      return Typed(id: add(Expression(operation: .not, type: .flag, first: value.id)), type: .flag, span: span)
    }
    let value = expression(child)
    if value.isUnknown { return unknown(span) }
    guard value.type.isQuantity else {
      return mistake(.notAQuantity, "`-` wants a quantity, and this is \(value.type.phrase)", at: value.span)
    }
    let id = add(Expression(operation: .negate, type: value.type, first: value.id))
    return Typed(id: id, type: value.type, span: span, literal: value.literal.map { _ in Literal(span: span, package: here) })
  }

  /// A condition: true, false or unknown.
  mutating func flag(_ node: SyntaxTree.ID, _ who: String) -> Typed {
    let value = expression(node)
    if value.isUnknown { return value }
    guard value.type == .flag else {
      var notes: [String] = []
      if value.type.isQuantity { notes = ["compare it with something: `… > 0`"] }
      if value.type == .text || value.type == .key { notes = ["compare it with something: `… == \"A\"`"] }
      return mistake(
        .notAFlag, "\(who) wants a condition that is true or false, and this is \(value.type.phrase)", at: value.span,
        notes: notes)
    }
    return value
  }

  mutating func binary(_ node: SyntaxTree.ID) -> Typed {
    guard let left = tree.child(node, at: 0), let right = tree.child(node, at: 1) else { return unknown(tree.span(node)) }
    let sign = tree.token(after: left)
    let span = tree.span(node)
    if sign.kind == .word {
      switch sign.keyword {
      case .and, .or: return logic(left, right, sign, span)
      default: return membership(left, right, sign, span)
      }
    }
    guard case .mark(let mark) = sign.kind else { return unknown(span) }
    switch mark {
    case .plus, .minus, .times, .divide: return arithmetic(mark, left, right, sign, span)
    case .otherwise: return otherwise(left, right, sign, span)
    default:
      let (first, second) = (expression(left), expression(right))
      return comparison(mark, first, second, sign, span)
    }
  }

  private mutating func logic(_ left: SyntaxTree.ID, _ right: SyntaxTree.ID, _ sign: Token, _ span: Span) -> Typed {
    let word = sign.keyword ?? .and
    let first = flag(left, "`\(word)`")
    let second = flag(right, "`\(word)`")
    if first.isUnknown || second.isUnknown { return unknown(span) }
    let id = add(Expression(operation: word == .and ? .and : .or, type: .flag, first: first.id, second: second.id))
    return Typed(id: id, type: .flag, span: span)
  }

  // MARK: Arithmetic

  private mutating func arithmetic(
    _ mark: Token.Mark, _ left: SyntaxTree.ID, _ right: SyntaxTree.ID, _ sign: Token, _ span: Span
  ) -> Typed {
    var first = expression(left)
    var second = expression(right)
    if first.isUnknown || second.isUnknown { return unknown(span) }
    if mark == .plus || mark == .minus {
      if first.literal != nil, second.literal == nil { first = adapted(first, to: second.type) }
      if second.literal != nil, first.literal == nil { second = adapted(second, to: first.type) }
      if first.isUnknown || second.isUnknown { return unknown(span) }
    }
    for value in [first, second] where value.type == .calendar { return calendarArithmetic(value) }
    for value in [first, second] where !value.type.isQuantity && value.type != .time {
      return mistake(
        .notAQuantity, "`\(mark.rawValue)` wants quantities, and this is \(value.type.phrase)", at: value.span,
        notes: value.type == .text && mark == .plus ? ["texts are joined by `concat(a, b)`"] : [])
    }
    guard let type = resultType(mark, first, second) else { return mixed(mark, first, second, sign) }
    if type == .number || type == .percent || mark == .divide {
      // An integer beside a number counts as one.
      if first.type == .integer { first = widened(first) }
      if second.type == .integer { second = widened(second) }
    }
    let operations: [Token.Mark: Operation] = [.plus: .add, .minus: .subtract, .times: .multiply, .divide: .divide]
    let expression = Expression(operation: operations[mark] ?? .add, type: type, first: first.id, second: second.id)
    if mark == .divide, program.expressions.isConstant(second.id), ConstantFolding.magnitude(program.expressions[second.id]) == 0
    {
      return mistake(.divisionByZero, "this divides by zero", at: second.span, notes: ["the result would always be missing"])
    }
    let id = add(expression)
    if mark == .divide, !program.expressions.isConstant(second.id), !isExpanding {
      packages[here].divisions.append(
        Division(span: span, divisor: second.span, quotient: id, divisorValue: second.id, isGuarded: isGuarded))
    }
    return Typed(id: id, type: type, span: span)
  }

  private mutating func calendarArithmetic(_ value: Typed) -> Typed {
    mistake(
      .calendarArithmetic, "`\(tree.source.text(value.span))` has no fixed length, so nothing can be computed from it",
      at: value.span,
      notes: ["write days, such as 30d; months and years are for windows"])
  }

  /// The type of a sum, difference, product or quotient; nil where the units do not go together.
  private func resultType(_ mark: Token.Mark, _ first: Typed, _ second: Typed) -> ValueType? {
    let (left, right) = (first.type, second.type)
    let plain: ValueType = left == .integer && right == .integer ? .integer : .number
    switch mark {
    case .plus, .minus:
      if left == right, left != .time { return left }
      if left.isPlain, right.isPlain { return plain }
      if left == .time, right == .duration { return .time }
      if left == .duration, right == .time, mark == .plus { return .time }
      if left == .time, right == .time, mark == .minus { return .duration }
      return nil
    case .times:
      if left.isPlain, right.isPlain { return plain }
      for (unit, factor) in [(left, right), (right, left)] {
        if unit.isMoney, factor.isPlain || factor == .percent { return unit }
        if unit == .percent, factor.isPlain || factor == .percent { return .percent }
        if unit == .duration, factor.isPlain || factor == .percent { return .duration }
      }
      return nil
    default:
      if left.isPlain, right.isPlain { return .number }
      if left.isMoney, left == right { return .percent }
      if left == .percent, right == .percent { return .number }
      if left == .duration, right == .duration { return .number }
      if left.isMoney || left == .duration, right.isPlain || right == .percent { return left }
      if left == .percent, right.isPlain { return .percent }
      return nil
    }
  }

  private mutating func mixed(_ mark: Token.Mark, _ first: Typed, _ second: Typed, _ sign: Token) -> Typed {
    let related = [Diagnostic.Label(first.span, first.type.name), .init(second.span, second.type.name)]
    if case .money(let left) = first.type, case .money(let right) = second.type, left != right {
      return mistake(
        .mixedCurrencies, "\(left) and \(right) cannot be put together", at: sign.span, related: related,
        notes: ["nobody here knows the rate of exchange"])
    }
    let signs: [Token.Mark: String] = [
      .plus: "added to", .minus: "subtracted from", .times: "multiplied with", .divide: "divided by",
    ]
    let (left, right) = mark == .minus ? (second, first) : (first, second)
    var notes: [String] = []
    var fixes: [Diagnostic.Fix] = []
    if let hint = unitHint(first, second) { notes.append(hint) }
    if mark == .plus || mark == .minus, let money = [first, second].first(where: { $0.type.isMoney }),
      let percent = [first, second].first(where: { $0.type == .percent })
    {
      notes = ["a percentage of what? multiply it: `\(tree.source.text(percent.span)) * \(tree.source.text(money.span))`"]
      if first.type.isMoney {
        let text = "\(tree.source.text(second.span)) * \(tree.source.text(first.span))"
        fixes = [.init("write `\(text)`, if that is meant", replace: second.span, with: text)]
      }
    }
    return mistake(
      .mixedArithmetic, "\(left.type.phrase) cannot be \(signs[mark] ?? "put to") \(right.type.phrase)", at: sign.span,
      related: related,
      notes: notes, fixes: fixes)
  }

  /// What to write where two units meet.
  private func unitHint(_ first: Typed, _ second: Typed) -> String? {
    let types = [first.type, second.type]
    let texts = [first, second].map { tree.source.text($0.span) }
    if types.contains(.percent), types.contains(.integer), let constant = [first, second].first(where: { $0.type == .percent }),
      program.expressions.isConstant(constant.id)
    {
      return "a count is compared with a number; a share is one divided by another: `x / y`"
    }
    if types.contains(.duration), types.contains(where: \.isPlain),
      let constant = [first, second].first(where: { $0.type == .duration }),
      program.expressions.isConstant(constant.id)
    {
      let digits = tree.source.text(constant.span).prefix { $0.isNumber || $0 == "." }
      return "write `\(digits)`, if the other side counts hours or days"
    }
    if types.contains(.percent), types.contains(where: \.isPlain) {
      let (percent, plain) = types[0] == .percent ? (0, 1) : (1, 0)
      return "write `percent(\(texts[plain]))` or `number(\(texts[percent]))`, whichever is meant"
    }
    if types.contains(where: \.isMoney), types.contains(where: \.isPlain) {
      let plain = types[0].isPlain ? 0 : 1
      return "write `money(\(texts[plain]))`, if it is an amount"
    }
    if types.contains(.duration), types.contains(where: \.isPlain) {
      let duration = types[0] == .duration ? 0 : 1
      return "write `days(\(texts[duration]))`, or a duration such as 3d"
    }
    return nil
  }

  private mutating func otherwise(_ left: SyntaxTree.ID, _ right: SyntaxTree.ID, _ sign: Token, _ span: Span) -> Typed {
    let outer = isGuarded
    isGuarded = true
    var first = expression(left)
    isGuarded = outer
    var second = expression(right)
    if first.isUnknown || second.isUnknown { return unknown(span) }
    (first, second) = alike(first, second)
    if first.isUnknown || second.isUnknown { return unknown(span) }
    guard first.type.isScalar else {
      return mistake(.notAValue, "`??` wants a single value, and this is \(first.type.phrase)", at: first.span)
    }
    guard first.type == second.type else {
      return mistake(
        .differentBranches, "the substitute is \(second.type.phrase), and the value \(first.type.phrase)", at: sign.span,
        related: [.init(first.span, first.type.name), .init(second.span, second.type.name)],
        notes: unitHint(first, second).map { [$0] } ?? [])
    }
    // What the schema requires is never missing.
    let node = program.expressions[first.id]
    if node.operation == .field, let schema,
      schema.fields[Int(node.payload)].isRequired || schema.fields[Int(node.payload)].defaultText != nil
    {
      return Typed(id: first.id, type: first.type, span: span)
    }
    let id = add(Expression(operation: .otherwise, type: first.type, first: first.id, second: second.id))
    return Typed(id: id, type: first.type, span: span)
  }

  /// Literals take the other's unit, integers become numbers beside numbers, quoted keys become keys.
  mutating func alike(_ first: Typed, _ second: Typed) -> (Typed, Typed) {
    var (first, second) = (first, second)
    if first.literal != nil, second.type.isMoney { first = adapted(first, to: second.type) }
    if second.literal != nil, first.type.isMoney { second = adapted(second, to: first.type) }
    if first.type == .key { second = adapted(second, to: .key) }
    if second.type == .key { first = adapted(first, to: .key) }
    if first.type == .number { second = widened(second) }
    if second.type == .number { first = widened(first) }
    return (first, second)
  }

  // MARK: Comparison

  mutating func comparison(_ mark: Token.Mark, _ left: Typed, _ right: Typed, _ sign: Token, _ span: Span) -> Typed {
    if left.isUnknown || right.isUnknown { return unknown(span) }
    let (first, second) = alike(left, right)
    if first.isUnknown || second.isUnknown { return unknown(span) }
    for value in [first, second] where value.type == .calendar { return calendarArithmetic(value) }
    let related = [Diagnostic.Label(first.span, first.type.name), .init(second.span, second.type.name)]
    if mark == .like {
      for value in [first, second] where value.type != .text && value.type != .key {
        return mistake(.mixedComparison, "`~=` compares texts, and this is \(value.type.phrase)", at: value.span)
      }
      return Typed(
        id: add(Expression(operation: .like, type: .flag, first: first.id, second: second.id)), type: .flag, span: span)
    }
    guard first.type == second.type else { return mixedComparison(first, second, sign, related) }
    guard first.type.isScalar else {
      return mistake(.mixedComparison, "\(first.type.phrase) cannot be compared", at: sign.span, related: related)
    }
    let operations: [Token.Mark: Operation] = [
      .equal: .equal, .notEqual: .notEqual, .less: .less, .atMost: .atMost, .greater: .greater, .atLeast: .atLeast,
    ]
    if mark != .equal, mark != .notEqual, !first.type.isOrdered {
      return mistake(
        .unordered, "\(first.type.phrase) is the same or another, but never larger or smaller", at: sign.span, related: related,
        notes: first.type == .key ? ["declare the field as `integer` or `text` in the schema, if it has an order"] : [])
    }
    let id = add(Expression(operation: operations[mark] ?? .equal, type: .flag, first: first.id, second: second.id))
    return Typed(id: id, type: .flag, span: span)
  }

  private mutating func mixedComparison(_ first: Typed, _ second: Typed, _ sign: Token, _ related: [Diagnostic.Label]) -> Typed {
    let types = [first.type, second.type]
    if case .money(let left) = first.type, case .money(let right) = second.type {
      return mistake(
        .mixedCurrencies, "\(left) and \(right) cannot be compared", at: sign.span, related: related,
        notes: ["nobody here knows the rate of exchange"])
    }
    if types.contains(.key), types.contains(where: \.isPlain) {
      let number = types[0] == .key ? second : first
      let text = tree.source.text(number.span)
      return mistake(
        .keyAndNumber, "a key is an identity, and no number is one", at: sign.span, related: related,
        fixes: number.literal != nil ? [.init("write it in quotes", replace: number.span, with: "\"\(text)\"")] : [])
    }
    if types.contains(.percent), let literal = [first, second].first(where: { $0.literal != nil }) {
      let text = tree.source.text(literal.span)
      let value = Double(text) ?? 0
      return mistake(
        .bareUnit, "a percent is compared with the bare number \(text)", at: sign.span, related: related,
        notes: ["write `\(text)%`" + (value.magnitude <= 1 ? ", or `\(plainPercent(value))` if a share of one is meant" : "")])
    }
    if types.contains(.duration), let literal = [first, second].first(where: { $0.literal != nil }) {
      let text = tree.source.text(literal.span)
      return mistake(
        .bareUnit, "a duration is compared with the bare number \(text)", at: sign.span, related: related,
        notes: ["write its unit: `\(text)d`, `\(text)h`, `\(text)m` or `\(text)s`"])
    }
    var notes = unitHint(first, second).map { [$0] } ?? []
    if types.contains(.time), types.contains(.text) { notes = ["a date is written without quotes: 2026-01-31"] }
    if types.contains(.key), types.contains(.text) { notes = ["compare `text(…)` of the key, if the spelling is meant"] }
    if types.contains(.flag) { notes = ["a flag is a condition by itself: write `x` or `not x`"] }
    return mistake(
      .mixedComparison, "\(first.type.phrase) is compared with \(second.type.phrase)", at: sign.span, related: related,
      notes: notes)
  }

  private func plainPercent(_ share: Double) -> String {
    let value = share * 100
    let rounded = value.rounded()
    return (value - rounded).magnitude < 1e-9 ? "\(Int(rounded))%" : "\(value)%"
  }

  // MARK: Membership

  private mutating func membership(_ left: SyntaxTree.ID, _ right: SyntaxTree.ID, _ sign: Token, _ span: Span) -> Typed {
    let value = expression(left)
    let isNegated = sign.keyword == .not
    let result: Typed
    switch tree.kind(right) {
    case .range: result = inRange(value, right, span)
    case .listLiteral: result = inLiteral(value, right, span)
    default: result = inNamedList(value, right, span)
    }
    guard isNegated, !result.isUnknown else { return result }
    return Typed(id: add(Expression(operation: .not, type: .flag, first: result.id)), type: .flag, span: span)
  }

  private mutating func inRange(_ value: Typed, _ range: SyntaxTree.ID, _ span: Span) -> Typed {
    let ends = Array(tree.children(range))
    guard ends.count == 2 else {
      return mistake(.badRange, "a range has two ends, `[lo, hi)`, and this has \(ends.count)", at: tree.span(range))
    }
    var parts: [Expression.ID] = []
    for (index, end) in ends.enumerated() where tree.firstToken(end).kind != .mark(.through) {
      let limit = expression(end)
      let sign = tree.firstToken(range)
      let part = comparison(index == 0 ? .atLeast : .less, value, limit, sign, span)
      if part.isUnknown { return unknown(span) }
      parts.append(part.id)
    }
    guard let first = parts.first else {
      return mistake(.badRange, "everything is in a range that is open at both ends", at: tree.span(range))
    }
    let id = parts.count == 1 ? first : add(Expression(operation: .and, type: .flag, first: first, second: parts[1]))
    return Typed(id: id, type: .flag, span: span)
  }

  private mutating func inLiteral(_ value: Typed, _ literal: SyntaxTree.ID, _ span: Span) -> Typed {
    if value.isUnknown { return unknown(span) }
    var alternatives = Expression.none
    for child in tree.children(literal) {
      let member = expression(child)
      let same = comparison(.equal, value, member, tree.firstToken(literal), span)
      if same.isUnknown { return unknown(span) }
      alternatives =
        alternatives < 0 ? same.id : add(Expression(operation: .or, type: .flag, first: alternatives, second: same.id))
    }
    guard alternatives >= 0 else { return mistake(.badRange, "nothing is in an empty list", at: tree.span(literal)) }
    return Typed(id: alternatives, type: .flag, span: span)
  }

  private mutating func inNamedList(_ value: Typed, _ node: SyntaxTree.ID, _ span: Span) -> Typed {
    guard let (package, index) = listDeclaration(node) else { return unknown(span) }
    packages[package].declarations[index].uses += 1
    guard let declared = self.value(of: index, in: package), !declared.isUnknown, !value.isUnknown else { return unknown(span) }
    var value = value
    if value.literal != nil { value = adapted(value, to: declared.type) }
    if declared.type == .number { value = widened(value) }
    // A list of quoted words serves keys and texts alike.
    let isWords = (value.type == .key || value.type == .text) && (declared.type == .key || declared.type == .text)
    guard value.type == declared.type || isWords else {
      return mistake(
        .mixedComparison, "\(value.type.phrase) is sought in a list of \(declared.type.name)", at: value.span)
    }
    let list = packages[package].declarations[index].list
    let id = add(Expression(operation: .inList, type: .flag, payload: Int64(list), first: value.id))
    return Typed(id: id, type: .flag, span: span)
  }

  private mutating func listDeclaration(_ node: SyntaxTree.ID) -> (package: Int, index: Int)? {
    let token = tree.lastToken(node)
    var package = here
    if tree.kind(node) == .member, let base = tree.firstChild(node) {
      guard let index = packages[here].imports.firstIndex(where: { $0.name == tree.firstToken(base).name }) else {
        report(.noSuchList, "`\(tree.text(node))` is no list", at: tree.span(node))
        return nil
      }
      packages[here].imports[index].uses += 1
      package = packages[here].imports[index].package
    } else if tree.kind(node) != .name {
      report(.noSuchList, "what follows `in` is a list's name, `[a, b]` or a range `[lo, hi)`", at: tree.span(node))
      return nil
    }
    if let index = packages[package].index[token.name], packages[package].declarations[index].kind == .list {
      return (package, index)
    }
    let known = names(in: package) { $0 == .list }
    unknownWord(.noSuchList, "there is no list `\(text(token.name))`", text(token.name), at: token.span, among: known)
    return nil
  }
}
