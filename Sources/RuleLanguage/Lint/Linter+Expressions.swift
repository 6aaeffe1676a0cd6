import Diagnostics
import Records

/// Expressions that say less, or more, than their author thinks.
extension Linter {
  mutating func expressions() {
    let tree = tree
    for index in tree.nodes.indices {
      let node = Int32(index)
      switch tree.kind(node) {
      case .binary: binary(node)
      case .unary: negation(node)
      case .parenthesized: parentheses(node)
      case .call: call(node)
      case .windowed: window(node)
      case .bands: bands(node)
      case .quantifier: quantifier(node)
      case .list: list(node)
      default: break
      }
    }
  }

  private mutating func binary(_ node: SyntaxTree.ID) {
    guard let left = tree.child(node, at: 0), let right = tree.child(node, at: 1), typed(node) != nil else { return }
    let sign = tree.token(after: left)
    switch sign.kind {
    case .mark(let mark):
      switch mark {
      case .equal, .notEqual, .less, .atMost, .greater, .atLeast: comparison(node, mark, left, right)
      case .plus, .minus, .times, .divide: arithmetic(node, mark, left, right)
      case .otherwise: substitute(node, left, right)
      default: break
      }
    case .word where sign.keyword == .and || sign.keyword == .or: logic(node, sign, left, right)
    case .word where sign.keyword == .in || sign.keyword == .not: membership(left, right)
    default: break
    }
  }

  // MARK: Comparisons

  private mutating func comparison(_ node: SyntaxTree.ID, _ mark: Token.Mark, _ left: SyntaxTree.ID, _ right: SyntaxTree.ID) {
    guard let first = typed(left), let second = typed(right) else { return }
    let span = tree.span(node)
    let isEquality = mark == .equal || mark == .notEqual
    if first.type == .flag, isEquality,
      let truth = [(first, right), (second, left)].first(where: { $0.0.operation == .constant })
    {
      let isPlain = (truth.0.payload == 1) == (mark == .equal)
      let other = tree.text(truth.1)
      let text = isPlain ? other : "not \(tree.kind(truth.1) == .binary ? "(\(other))" : other)"
      return report(
        LintCode.comparedWithTrue, "a condition is true or false by itself", at: span,
        fixes: [.init("write `\(text)`", replace: span, with: text)])
    }
    if id(left) == id(right), first.operation != .constant {
      return report(LintCode.sameOnBothSides, "`\(tree.text(left))` is compared with itself", at: span)
    }
    if first.operation == .constant, second.operation != .constant { return constantFirst(node, mark, left, right) }
    if isEquality { exactness(node, mark, left, right, first, second) }
    known(node, left, right, mark)
  }

  private mutating func constantFirst(_ node: SyntaxTree.ID, _ mark: Token.Mark, _ left: SyntaxTree.ID, _ right: SyntaxTree.ID) {
    let turned: [Token.Mark: Token.Mark] = [.less: .greater, .greater: .less, .atMost: .atLeast, .atLeast: .atMost]
    let text = "\(tree.text(right)) \((turned[mark] ?? mark).rawValue) \(tree.text(left))"
    report(
      LintCode.constantFirst, "the constant stands before what it is compared with", at: tree.span(node),
      fixes: [.init("write `\(text)`", replace: tree.span(node), with: text)])
  }

  private mutating func exactness(
    _ node: SyntaxTree.ID, _ mark: Token.Mark, _ left: SyntaxTree.ID, _ right: SyntaxTree.ID, _ first: Expression,
    _ second: Expression
  ) {
    let span = tree.span(node)
    if first.type.isMoney, second.operation == .constant, second.payload == 0, first.operation != .field {
      let text = tree.text(left)
      report(
        LintCode.moneyIsZero, "a difference of amounts is rarely exactly zero", at: span,
        notes: [
          mark == .notEqual
            ? "say how much matters: `abs(\(text)) > 0.01`" : "say how much does not matter: `abs(\(text)) <= 0.01`"
        ])
    } else if first.type == .percent || first.type == .number, !isGiven(first), !isGiven(second) || second.operation == .constant
    {
      report(
        LintCode.exactComparison, "what was computed is rarely exactly equal to anything", at: span,
        notes: ["compare with a range: `x in [lo, hi)`, or with a tolerance: `abs(x - y) <= …`"])
    } else if let call = [first, second].first(where: { isLowerOrUpper($0) }),
      let constant = [first, second].first(where: { $0.operation == .constant })
    {
      let text = program.expressions.texts[Int(constant.payload)]
      let isLower = program.functions[Int(call.payload)].name == "lower"
      if isLower ? text != text.lowercased() : text != text.uppercased() {
        report(
          LintCode.caseNeverFits, "\"\(text)\" can never be equal to a text in \(isLower ? "small" : "capital") letters",
          at: span,
          notes: ["write it in \(isLower ? "small" : "capital") letters, or compare with `~=`, which ignores case"])
      }
    }
  }

  private func isLowerOrUpper(_ node: Expression) -> Bool {
    node.operation == .call && ["lower", "upper"].contains(program.functions[Int(node.payload)].name)
  }

  private func isGiven(_ node: Expression) -> Bool {
    node.operation == .field || node.operation == .elementField || node.operation == .constant
  }

  /// A comparison that the value's bounds decide: a count below zero, a share above 100%, an hour of 25.
  private mutating func known(_ node: SyntaxTree.ID, _ left: SyntaxTree.ID, _ right: SyntaxTree.ID, _ mark: Token.Mark) {
    guard let second = typed(right), second.operation == .constant, id(left) >= 0 else { return }
    let bounds = bounds(id(left))
    guard bounds != Interval() else { return }
    let condition = Condition(id(node), program.expressions)
    guard let wanted = condition.interval else { return }
    let text = tree.text(left)
    if bounds.intersection(wanted).isEmpty {
      report(
        LintCode.constantComparison, "`\(text)` is never like this", at: tree.span(node), notes: [range(bounds, second.type)])
    } else if bounds.isWithin(wanted) {
      report(
        LintCode.constantComparison, "`\(text)` is always like this", at: tree.span(node), notes: [range(bounds, second.type)])
    }
  }

  private func range(_ bounds: Interval, _ type: ValueType) -> String {
    func plain(_ value: Double) -> String { type == .percent ? "\(Int(value * 100))%" : "\(Int(value))" }
    return bounds.high == .infinity
      ? "it is \(plain(bounds.low)) or more" : "it lies between \(plain(bounds.low)) and \(plain(bounds.high))"
  }

  // MARK: Logic

  private mutating func negation(_ node: SyntaxTree.ID) {
    guard tree.firstToken(node).keyword == .not, let child = tree.firstChild(node), typed(node) != nil else { return }
    let span = tree.span(node)
    let inner = tree.kind(child) == .parenthesized ? tree.firstChild(child) ?? child : child
    if tree.kind(inner) == .unary, tree.firstToken(inner).keyword == .not, let core = tree.firstChild(inner) {
      report(
        LintCode.doubleNegation, "two negations say nothing", at: span,
        fixes: [.init("write `\(tree.text(core))`", replace: span, with: tree.text(core))])
      return
    }
    guard tree.kind(inner) == .binary, let left = tree.child(inner, at: 0), let right = tree.child(inner, at: 1),
      case .mark(let mark) = tree.token(after: left).kind
    else { return }
    let opposites: [Token.Mark: Token.Mark] = [
      .equal: .notEqual, .notEqual: .equal, .less: .atLeast, .atLeast: .less, .greater: .atMost, .atMost: .greater,
    ]
    guard let opposite = opposites[mark] else { return }
    let text = "\(tree.text(left)) \(opposite.rawValue) \(tree.text(right))"
    report(
      LintCode.negatedComparison, "the opposite has a sign of its own", at: span,
      fixes: [.init("write `\(text)`", replace: span, with: text)])
  }

  private mutating func logic(_ node: SyntaxTree.ID, _ sign: Token, _ left: SyntaxTree.ID, _ right: SyntaxTree.ID) {
    // A chain is looked at once, from its end.
    let operands = chain(node, sign.keyword ?? .and)
    if let again = operands.dropLast().last(where: { id($0) >= 0 && id($0) == id(right) }) {
      report(
        LintCode.repeatedCondition, "this stands there already", at: tree.span(right), related: [.init(tree.span(again), "here")],
        fixes: [.init("take it away", replace: Span(tree.span(left).end, tree.span(node).end), with: "")])
      return
    }
    guard sign.keyword == .or, operands.count >= 3, !isWithinChain(node) else { return }
    chainOfEquals(node, operands)
  }

  private func chain(_ node: SyntaxTree.ID, _ word: Keyword) -> [SyntaxTree.ID] {
    guard tree.kind(node) == .binary, let left = tree.child(node, at: 0), let right = tree.child(node, at: 1),
      tree.token(after: left).keyword == word
    else { return [node] }
    return chain(left, word) + [right]
  }

  private func isWithinChain(_ node: SyntaxTree.ID) -> Bool {
    let bounds = tree.nodes[Int(node)]
    return Int(bounds.tokenEnd) < tree.tokens.count && tree.tokens[Int(bounds.tokenEnd)].keyword == .or
  }

  private mutating func chainOfEquals(_ node: SyntaxTree.ID, _ operands: [SyntaxTree.ID]) {
    var subject: SyntaxTree.ID?
    var members: [String] = []
    for operand in operands {
      guard tree.kind(operand) == .binary, let left = tree.child(operand, at: 0), let right = tree.child(operand, at: 1),
        tree.token(after: left).kind == .mark(.equal), typed(right)?.operation == .constant, typed(left) != nil
      else { return }
      if let subject, id(subject) != id(left) { return }
      subject = left
      if !members.contains(tree.text(right)) { members.append(tree.text(right)) }
    }
    guard let subject, let value = typed(subject), value.type != .percent && value.type != .number || isGiven(value) else {
      return
    }
    let text = "\(tree.text(subject)) in [\(members.joined(separator: ", "))]"
    report(
      LintCode.chainOfEquals, "one value is compared \(operands.count) times", at: tree.span(node),
      fixes: [.init("write `\(text)`", replace: tree.span(node), with: text)])
  }

  private mutating func membership(_ left: SyntaxTree.ID, _ right: SyntaxTree.ID) {
    guard tree.kind(right) == .listLiteral else { return }
    let members = Array(tree.children(right))
    duplicates(members)
    if let value = typed(left), value.type == .percent || value.type == .number, !isGiven(value) {
      return report(
        LintCode.exactComparison, "what was computed is rarely exactly equal to anything", at: tree.span(right),
        notes: ["compare with a range: `x in [lo, hi)`"])
    }
    guard members.count == 2, let first = typed(members[0]), let second = typed(members[1]), first.operation == .constant,
      second.operation == .constant, first.type.isQuantity || first.type == .time,
      ConstantFolding.magnitude(second) - ConstantFolding.magnitude(first) > (first.type == .integer ? 1 : 0)
    else { return }
    let text = tree.text(right).dropLast() + ")"
    report(
      LintCode.listOrRange, "this is a list of two values, and no range", at: tree.span(right),
      notes: ["`\(text)` is the range; for the two values write `x == \(tree.text(members[0])) or x == \(tree.text(members[1]))`"]
    )
  }

  // MARK: Arithmetic and parentheses

  private mutating func arithmetic(_ node: SyntaxTree.ID, _ mark: Token.Mark, _ left: SyntaxTree.ID, _ right: SyntaxTree.ID) {
    guard let first = typed(left), let second = typed(right) else { return }
    let neutral = mark == .plus || mark == .minus ? 0.0 : 1.0
    func isNeutral(_ constant: Expression) -> Bool {
      constant.operation == .constant && (constant.type.isPlain || neutral == 0) && ConstantFolding.magnitude(constant) == neutral
    }
    var kept: SyntaxTree.ID?
    if isNeutral(second), first.operation != .constant { kept = left }
    if isNeutral(first), second.operation != .constant, mark == .plus || mark == .times { kept = right }
    if mark == .minus, id(left) == id(right), first.operation != .constant {
      return report(LintCode.sameOnBothSides, "`\(tree.text(left))` less itself is nothing", at: tree.span(node))
    }
    guard let kept, typed(kept)?.type == typed(node)?.type else { return }
    report(
      LintCode.withoutEffect, "this changes nothing", at: tree.span(node),
      fixes: [.init("write `\(tree.text(kept))`", replace: tree.span(node), with: tree.text(kept))])
  }

  private mutating func parentheses(_ node: SyntaxTree.ID) {
    guard let inner = tree.firstChild(node), typed(node) != nil else { return }
    switch tree.kind(inner) {
    case .name, .literal, .member, .call, .parenthesized:
      // `by (rep)` is a list of one key.
      report(
        LintCode.needlessParentheses, "parentheses around a single value", at: tree.span(node),
        fixes: [.init("take them away", replace: tree.span(node), with: tree.text(inner))])
    default: break
    }
  }

  // MARK: What is never missing

  func isNeverMissing(_ id: Expression.ID) -> Bool {
    guard id >= 0 else { return false }
    let node = program.expressions[id]
    switch node.operation {
    case .constant, .isMissing, .corrected, .behind: return true
    case .field:
      let field = program.schemas[Int(node.first)].fields[Int(node.payload)]
      return field.isRequired || field.defaultText != nil
    case .otherwise: return isNeverMissing(node.second)
    default: return false
    }
  }

  private mutating func substitute(_ node: SyntaxTree.ID, _ left: SyntaxTree.ID, _ right: SyntaxTree.ID) {
    guard isNeverMissing(id(left)) else { return }
    report(
      LintCode.needlessSubstitute, "`\(tree.text(left))` always has a value, so its substitute is never taken",
      at: tree.span(node),
      fixes: [.init("write `\(tree.text(left))`", replace: tree.span(node), with: tree.text(left))])
  }

  private mutating func call(_ node: SyntaxTree.ID) {
    guard let argument = tree.firstChild(node), typed(node) != nil || id(node) >= 0 else { return }
    let word = tree.source.text(tree.firstToken(node).span)
    if word == "missing", isNeverMissing(id(argument)) {
      report(
        LintCode.neverMissing, "`\(tree.text(argument))` always has a value", at: tree.span(node), notes: ["the schema says so"])
    }
    guard word == "if", let second = tree.child(node, at: 1), let third = tree.child(node, at: 2) else { return }
    if typed(argument)?.operation == .constant {
      report(LintCode.decidedChoice, "the condition is always the same, so one branch is never taken", at: tree.span(node))
    } else if id(second) >= 0, id(second) == id(third) {
      report(LintCode.decidedChoice, "both branches are the same", at: tree.span(node))
    }
  }

  /// What a quantifier swallowed behind an `and` though it says nothing about the element.
  private mutating func quantifier(_ node: SyntaxTree.ID) {
    guard let body = tree.child(node, at: 2), typed(node) != nil else { return }
    for part in chain(body, .and).dropFirst()
    where id(part) >= 0 && !program.expressions.traits[Int(id(part))].contains(.readsElement) {
      report(
        LintCode.notAboutTheElement, "this says nothing about the element that is walked", at: tree.span(part),
        notes: ["put the quantifier into parentheses, if this is a condition of its own"])
    }
  }

  // MARK: Windows, bands, lists

  private mutating func window(_ node: SyntaxTree.ID) {
    guard let value = typed(node), value.operation == .window else { return }
    let window = program.windows[Int(value.payload)]
    if window.function == .zscore, window.includesCurrent {
      report(
        LintCode.scoresItself, "the window holds the record that is measured, which makes it look more ordinary",
        at: tree.span(node),
        notes: ["leave out `including current`"])
    }
    guard [.avg, .share, .stddev, .zscore, .percentile, .median].contains(window.function), window.requires == 0,
      window.reach != .baseline
    else { return }
    report(
      LintCode.noRequirement, "one earlier record would be enough for this `\(window.function.rawValue)`", at: tree.span(node),
      notes: ["say how many it takes to mean something: `requires 20`"])
  }

  private mutating func bands(_ node: SyntaxTree.ID) {
    let bands = tree.children(node).filter { tree.kind($0) == .band }
    guard let first = bands.first.flatMap({ tree.firstChild($0) }), let last = bands.last.flatMap({ tree.firstChild($0) }),
      typed(node) != nil
    else { return }
    var open: [String] = []
    if let low = tree.child(first, at: 0), tree.firstToken(low).kind != .mark(.through) { open.append("below \(tree.text(low))") }
    if let high = tree.child(last, at: 1), tree.firstToken(high).kind != .mark(.through) {
      open.append("from \(tree.text(high)) on")
    }
    guard !open.isEmpty else { return }
    report(
      LintCode.openBands, "\(open.joined(separator: " and ")) there is no value",
      at: tree.firstToken(node).span.through(tree.span(first)),
      notes: ["end with `[.., …)` and `[…, ..)`, if every value belongs to a band"])
  }

  private mutating func list(_ node: SyntaxTree.ID) {
    guard let literal = tree.child(node, .listLiteral) else { return }
    let members = Array(tree.children(literal))
    if members.isEmpty { report(LintCode.emptyList, "nothing is in this list", at: tree.span(literal)) }
    duplicates(members)
  }

  private mutating func duplicates(_ members: [SyntaxTree.ID]) {
    var seen: [Expression.ID: SyntaxTree.ID] = [:]
    var previous: SyntaxTree.ID?
    for member in members {
      if id(member) >= 0 {
        if let earlier = seen[id(member)], let before = previous {
          report(
            LintCode.duplicateMember, "`\(tree.text(member))` is in the list already", at: tree.span(member),
            related: [.init(tree.span(earlier), "here")],
            fixes: [.init("take it away", replace: Span(tree.span(before).end, tree.span(member).end), with: "")])
        } else {
          seen[id(member)] = member
        }
      }
      previous = member
    }
  }
}
