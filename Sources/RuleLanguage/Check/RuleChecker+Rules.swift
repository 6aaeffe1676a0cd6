import Diagnostics
import Records

/// Rules: their properties, and what each must have.
extension RuleChecker {
  mutating func rules(_ package: Int) {
    here = package
    for index in packages[package].declarations.indices where packages[package].declarations[index].kind == .rule {
      let declaration = packages[package].declarations[index]
      guard packages[package].index[declaration.name] == index else { continue }
      if program.rules.count >= Limits.rulesMax {
        report(
          .tooManyRules, "more than \(Limits.rulesMax) rules are loaded", at: declaration.span,
          notes: ["load fewer packages at once"])
        return
      }
      rule(declaration)
    }
  }

  private mutating func rule(_ declaration: Declaration) {
    let node = declaration.node
    var facts = RuleFacts(rule: program.rules.count, node: node, locals: [], properties: [:])
    var isBroken = false
    for child in tree.children(node) {
      switch tree.kind(child) {
      case .let: isBroken = tree.isBroken(child) || isBroken
      case .property: property(child, &facts, &isBroken)
      case .broken: isBroken = true
      default: break
      }
    }
    let depth = locals.count
    for child in tree.children(node) where tree.kind(child) == .let { local(child) }
    var rule = Program.Rule(
      id: "\(text(packages[here].name)).\(text(declaration.name))", title: title(node),
      documentation: documentation(node), schema: packages[here].schema ?? 0, scheme: "", severity: .medium, owner: "",
      status: .live, expires: nil, when: Expression.none, score: Expression.none, loss: Expression.none, vote: nil,
      because: .init(), isSecondPass: false)
    words(&rule, facts)
    let isSound = conditions(&rule, facts, declaration, isBroken)
    for place in depth..<locals.count {
      facts.locals.append((locals[place].name, locals[place].span, locals[place].value.id, locals[place].uses))
    }
    locals.removeLast(locals.count - depth)
    guard isSound, !isBroken else { return }
    ruleIndex[rule.id] = (here, program.rules.count)
    program.rules.append(rule)
    packages[here].rules.append(facts)
  }

  private mutating func property(_ node: SyntaxTree.ID, _ facts: inout RuleFacts, _ isBroken: inout Bool) {
    if tree.isBroken(node) { isBroken = true }
    guard let keyword = tree.firstToken(node).keyword else { return }
    if let earlier = facts.properties[keyword] {
      report(
        .duplicateProperty, "the rule says `\(keyword)` twice", at: tree.span(node), label: "again here",
        related: [.init(tree.span(earlier), "first here")])
      return
    }
    facts.properties[keyword] = node
  }

  private func title(_ node: SyntaxTree.ID) -> String {
    tree.child(node, .title).map { stringContent(tree.firstToken($0)) } ?? ""
  }

  /// The `///` lines directly above a declaration.
  func documentation(_ node: SyntaxTree.ID) -> String {
    let token = tree.firstToken(node)
    guard token.triviaStart < token.span.start else { return "" }
    let trivia = tree.source.text(Span(token.triviaStart, token.span.start))
    guard trivia.contains("///") else { return "" }
    var lines: [String] = []
    for line in trivia.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map({ trimmed($0) }) {
      if line.hasPrefix("///") { lines.append(trimmed(line.dropFirst(3))) } else if !line.hasPrefix("//") { lines = [] }
    }
    return lines.joined(separator: "\n")
  }

  private mutating func local(_ node: SyntaxTree.ID) {
    guard let name = tree.child(node, .name) else { return }
    let token = tree.firstToken(name)
    if Keyword.isReserved(token.name) {
      report(.reservedName, "`\(text(token.name))` is a word of the language", at: token.span, notes: ["choose another name"])
    }
    if let earlier = locals.first(where: { $0.name == token.name }) {
      report(
        .duplicateName, "the rule defines `\(text(token.name))` twice", at: token.span, label: "again here",
        related: [.init(earlier.span, "first here")])
    }
    var value = unknown(token.span)
    if !tree.isBroken(node), let body = expressionChild(node) { value = annotated(expression(body), node) }
    if program.names.count < Limits.rulesMax, !value.isUnknown, program.names[value.id] == nil,
      !program.expressions.isConstant(value.id)
    {
      program.names[value.id] = text(token.name)
    }
    locals.append(Local(name: token.name, value: value, span: token.span))
  }

  // MARK: Words and texts

  private mutating func words(_ rule: inout Program.Rule, _ facts: RuleFacts) {
    if let word = word(.severity, facts, Program.Rule.Severity.allCases.map(\.rawValue)) {
      rule.severity = .init(rawValue: word) ?? .medium
    }
    if let word = word(.status, facts, Program.Rule.Status.allCases.map(\.rawValue)) {
      rule.status = .init(rawValue: word) ?? .live
    }
    if let word = word(.votes, facts, Program.Rule.Vote.allCases.map(\.rawValue)) { rule.vote = .init(rawValue: word) }
    if let node = facts.properties[.owner], !tree.isBroken(node) { rule.owner = stringContent(tree.lastToken(node)) }
    if let node = facts.properties[.expires], !tree.isBroken(node) {
      let value = date(tree.lastToken(node))
      if !value.isUnknown { rule.expires = Instant(microseconds: program.expressions[value.id].payload) }
    }
    if let node = facts.properties[.scheme], !tree.isBroken(node), let words = tree.child(node, .words) {
      let scheme = tree.text(words)
      let span = tree.span(words)
      if scheme.utf8.allSatisfy({ $0 >= 0x61 && $0 <= 0x7A || $0 == 0x2D || $0 >= 0x30 && $0 <= 0x39 }) {
        rule.scheme = scheme
      } else {
        let better = scheme.lowercased().replacing("_", with: "-")
        report(
          .badScheme, "a scheme is a word in small letters, with dashes: `\(scheme)` is none", at: span,
          fixes: [.init("write `\(better)`", replace: span, with: better)])
      }
    }
  }

  private mutating func word(_ keyword: Keyword, _ facts: RuleFacts, _ known: [String]) -> String? {
    guard let node = facts.properties[keyword], !tree.isBroken(node), let words = tree.child(node, .words) else { return nil }
    let word = tree.text(words)
    if known.contains(word) { return word }
    unknownWord(
      .unknownPropertyValue, "there is no \(keyword == .votes ? "vote" : "\(keyword)") `\(word)`", word, at: tree.span(words),
      among: known)
    return nil
  }

  // MARK: Conditions

  /// Whether the rule can be part of the program.
  private mutating func conditions(
    _ rule: inout Program.Rule, _ facts: RuleFacts, _ declaration: Declaration, _ isBroken: Bool
  ) -> Bool {
    var isSound = true
    if let node = facts.properties[.when] {
      if let condition = tree.firstChild(node), !tree.isBroken(node) {
        let value = flag(condition, "`when`")
        if value.isUnknown { isSound = false }
        rule.when = value.id
        if traits(value.id).contains(.readsLabel) {
          _ = labelTooEarly(value.span)
          isSound = false
        }
      }
    } else if !isBroken {
      report(
        .noCondition, "the rule `\(text(declaration.name))` says nothing about when it fires", at: declaration.span,
        notes: ["add `when` and a condition"])
      isSound = false
    }
    if let value = value(.score, facts) {
      if value.type != .percent, !value.isUnknown {
        report(
          .scoreNotPercent, "a score is a percent, and this is \(value.type.phrase)", at: value.span,
          notes: value.type.isPlain ? ["write `percent(…)`"] : [])
        isSound = false
      }
      rule.score = value.id
    }
    if let value = value(.loss, facts) {
      var value = value
      if value.literal != nil { value = adapted(value, to: .money(schemaCurrency)) }
      if !value.type.isMoney, !value.isUnknown {
        report(.lossNotMoney, "a loss is money, and this is \(value.type.phrase)", at: value.span)
        isSound = false
      }
      rule.loss = value.id
    }
    for id in [rule.score, rule.loss] where traits(id).contains(.readsLabel) {
      _ = labelTooEarly(declaration.span)
      isSound = false
    }
    if let node = facts.properties[.because], !tree.isBroken(node) { rule.because = sentence(tree.lastToken(node)) }
    return votes(&rule, facts, declaration) && isSound
  }

  private mutating func value(_ keyword: Keyword, _ facts: RuleFacts) -> Typed? {
    guard let node = facts.properties[keyword], !tree.isBroken(node), let child = tree.firstChild(node) else { return nil }
    return expression(child)
  }

  private mutating func votes(_ rule: inout Program.Rule, _ facts: RuleFacts, _ declaration: Declaration) -> Bool {
    let votesNode = facts.properties[.votes]
    if rule.vote == .fraud, facts.properties[.scheme] == nil {
      report(
        .fraudWithoutScheme, "a vote for fraud does not say which fraud", at: votesNode.map { tree.span($0) } ?? declaration.span,
        notes: ["add `scheme rep-padding` or the like; only `votes legit` may be for all schemes"])
      return false
    }
    let traits = traits(rule.when).union(traits(rule.score)).union(traits(rule.loss))
    rule.isSecondPass = traits.contains(.readsModel)
    if rule.isSecondPass, let node = votesNode {
      report(
        .modelVotes, "the rule reads the model's score, so it cannot vote", at: tree.span(node),
        notes: ["votes make the labels that the model learns from; the model would learn from itself"])
      return false
    }
    return true
  }
}
