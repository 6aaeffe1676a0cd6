import Diagnostics
import Records

/// Tests and suppressions.
extension RuleChecker {
  mutating func testsAndSuppressions(_ package: Int) {
    here = package
    for node in tree.children(tree.root) {
      if tree.kind(node) == .test { test(node) }
      if tree.kind(node) == .suppress { suppression(node) }
    }
  }

  /// The id of the rule that a test or suppression names; nil after a complaint, empty where the rule has mistakes.
  private mutating func ruleNamed(_ node: SyntaxTree.ID, mayBeElsewhere: Bool) -> String? {
    let last = tree.lastToken(node)
    var package = here
    if last.span != tree.firstToken(node).span {
      let first = tree.firstToken(node)
      guard mayBeElsewhere, let index = packages.firstIndex(where: { $0.name == first.name }) else {
        report(.unknownRule, "there is no package `\(text(first.name))` with such a rule", at: tree.span(node))
        return nil
      }
      package = index
    }
    guard let index = packages[package].index[last.name], packages[package].declarations[index].kind == .rule else {
      let known = names(in: package) { $0 == .rule }
      unknownWord(.unknownRule, "there is no rule `\(text(last.name))`", text(last.name), at: last.span, among: known)
      return nil
    }
    packages[package].declarations[index].uses += 1
    return "\(text(packages[package].name)).\(text(last.name))"
  }

  private mutating func suppression(_ node: SyntaxTree.ID) {
    guard !tree.isBroken(node), let name = tree.child(node, .name), let id = ruleNamed(name, mayBeElsewhere: true) else { return }
    var suppression = Program.Suppression(
      rule: id, filter: Expression.none, until: Instant(microseconds: 0), by: "", because: "")
    for child in tree.children(node) {
      if tree.kind(child) == .whereClause, let condition = tree.firstChild(child) {
        let value = flag(condition, "`where`")
        if value.isUnknown { return }
        if traits(value.id).contains(.readsLabel) {
          _ = labelTooEarly(value.span)
          return
        }
        suppression.filter = value.id
      }
      guard tree.kind(child) == .property else { continue }
      let token = tree.lastToken(child)
      switch tree.firstToken(child).keyword {
      case .until:
        let value = date(token)
        if value.isUnknown { return }
        suppression.until = Instant(microseconds: program.expressions[value.id].payload)
      case .by: suppression.by = stringContent(token)
      default: suppression.because = stringContent(token)
      }
      if token.kind == .string, trimmed(stringContent(token)).isEmpty {
        return report(
          .emptySuppression, "who decided this, and why, is part of it", at: token.span,
          notes: ["alerts that do not appear are explained by nothing else"])
      }
    }
    program.suppressions.append(suppression)
  }

  // MARK: Tests

  private mutating func test(_ node: SyntaxTree.ID) {
    guard let name = tree.child(node, .name) else { return }
    let id = ruleNamed(name, mayBeElsewhere: false)
    for child in tree.children(node) where tree.kind(child) == .testCase { testCase(child, id ?? "") }
  }

  private mutating func testCase(_ node: SyntaxTree.ID, _ rule: String) {
    guard !tree.isBroken(node), let schema = packages[here].schema else { return }
    var test = RuleTest(
      rule: rule, path: tree.source.path, span: tree.span(node), baseline: [], steps: [], outcome: .silent, loss: Expression.none,
      score: Expression.none, because: nil)
    var isGood = true
    for child in tree.children(node) {
      switch tree.kind(child) {
      case .givenBaseline: isGood = baselineValues(child, &test) && isGood
      case .step: isGood = step(child, schema, &test) && isGood
      case .outcome: isGood = outcome(child, &test) && isGood
      default: break
      }
    }
    if isGood, !rule.isEmpty { program.tests.append(test) }
  }

  private mutating func step(_ node: SyntaxTree.ID, _ schema: Int, _ test: inout RuleTest) -> Bool {
    var step = RuleTest.Step(after: 0, times: 1, every: 0, record: .init())
    var isGood = true
    for child in tree.children(node) {
      switch tree.kind(child) {
      case .literal:
        let value = expression(child)
        guard value.type == .duration else {
          if !value.isUnknown {
            report(.badTimeline, "records are apart by days or less: a month has no fixed length", at: value.span)
          }
          return false
        }
        let isAfter =
          step.record.fields.isEmpty && step.record.lists.isEmpty && tree.firstToken(node).name == Keyword.after.symbol
          && step.after == 0
        if isAfter {
          step.after = program.expressions[value.id].payload
        } else {
          step.every = program.expressions[value.id].payload
        }
      case .testRecord:
        isGood = fields(of: child, program.schemas[schema].fields, program.schemas[schema].lists, &step.record) && isGood
      default: break
      }
    }
    if tree.firstToken(node).name == Keyword.after.symbol, test.steps.isEmpty {
      report(
        .badTimeline, "the first record comes after nothing", at: tree.span(node), notes: ["give it a time: `at: 2026-01-31`"])
      return false
    }
    let bounds = tree.nodes[Int(node)]
    for index in Int(bounds.firstToken)..<Int(bounds.tokenEnd) where tree.tokens[index].name == Keyword.times.symbol && index > 0
    {
      guard tree.tokens[index - 1].kind == .number, index <= Int(bounds.firstToken) + 3 else { continue }
      let count = Int(tree.source.text(tree.tokens[index - 1].span)) ?? 0
      guard (1...100_000).contains(count) else {
        report(.badTimeline, "a record is repeated 1 to 100,000 times", at: tree.tokens[index - 1].span)
        return false
      }
      step.times = count
    }
    if step.after > 0, let time = program.schemas[schema].timeField, step.record.fields.contains(where: { $0.field == time }) {
      report(.badTimeline, "the record's time is given twice, by `after` and by its field", at: tree.span(node))
      return false
    }
    if step.every > 0, step.times == 1 {
      report(
        .badTimeline, "`every` belongs to a record that is given several times", at: tree.span(node),
        notes: ["write `20 times { … } every 1d`"])
      return false
    }
    test.steps.append(step)
    return isGood
  }

  private mutating func fields(
    of node: SyntaxTree.ID, _ fields: [Field], _ lists: [ListField], _ record: inout RuleTest.Record
  ) -> Bool {
    var isGood = true
    var seen: [Symbol: Span] = [:]
    for child in tree.children(node) {
      guard let nameNode = tree.child(child, at: 0), let valueNode = tree.child(child, at: 1) else { continue }
      let name = tree.firstToken(nameNode)
      if let earlier = seen[name.name] {
        report(
          .duplicateTestField, "the record has `\(text(name.name))` twice", at: name.span, label: "again here",
          related: [.init(earlier, "first here")])
        isGood = false
      }
      seen[name.name] = name.span
      let word = text(name.name)
      if let index = fields.firstIndex(where: { $0.name == word }) {
        guard let value = constant(valueNode, ValueType(fields[index].type), word) else {
          isGood = false
          continue
        }
        record.fields.append((index, value))
      } else if let index = lists.firstIndex(where: { $0.name == word }) {
        guard let value = elements(valueNode, lists[index]) else {
          isGood = false
          continue
        }
        record.lists.append((index, value))
      } else {
        unknownWord(
          .unknownField, "the record has no field `\(word)`", word, at: name.span, among: fields.map(\.name) + lists.map(\.name))
        isGood = false
      }
    }
    return isGood
  }

  private mutating func elements(_ node: SyntaxTree.ID, _ list: ListField) -> RuleTest.Value? {
    guard tree.kind(node) == .testList else {
      report(
        .testValue, "`\(list.name)` is a list: write `[{ … }, { … }]`", at: tree.span(node))
      return nil
    }
    var records: [RuleTest.Record] = []
    for child in tree.children(node) {
      guard tree.kind(child) == .testRecord else {
        report(.testValue, "an element of `\(list.name)` is a record: write `{ … }`", at: tree.span(child))
        return nil
      }
      var record = RuleTest.Record()
      guard fields(of: child, list.fields, [], &record) else { return nil }
      records.append(record)
    }
    return .elements(records)
  }

  private func isMissing(_ node: SyntaxTree.ID) -> Bool {
    tree.kind(node) == .literal && tree.firstToken(node).name == Keyword.missing.symbol
  }

  /// A field's value in a test: a constant of the field's type, or `missing`.
  private mutating func constant(_ node: SyntaxTree.ID, _ type: ValueType, _ field: String) -> RuleTest.Value? {
    if isMissing(node) { return .missing }
    guard tree.kind(node) != .testList, tree.kind(node) != .testRecord else {
      let what = tree.kind(node) == .testList ? "list" : "record"
      report(.testValue, "`\(field)` is \(type.phrase), no \(what)", at: tree.span(node))
      return nil
    }
    var value = expression(node)
    if value.isUnknown { return nil }
    if value.literal != nil || type == .key { value = adapted(value, to: type) }
    if value.isUnknown { return nil }
    guard value.type == type else {
      var fixes: [Diagnostic.Fix] = []
      var notes: [String] = []
      if type == .key || type == .text, value.literal != nil {
        fixes = [.init("write it in quotes", replace: value.span, with: "\"\(tree.source.text(value.span))\"")]
      }
      if type == .percent, value.literal != nil { notes = ["write a percent: `20%`"] }
      if type == .time { notes = ["write a date without quotes: 2026-01-31 or 2026-01-31T08:30:00Z"] }
      if type == .flag { notes = ["write `true` or `false`"] }
      report(
        .testValue, "`\(field)` is \(type.phrase), and this is \(value.type.phrase)", at: value.span, notes: notes, fixes: fixes)
      return nil
    }
    guard program.expressions.isConstant(value.id) else {
      report(.notConstant, "a test's values are known beforehand, and this is not", at: value.span)
      return nil
    }
    return .constant(value.id)
  }

  private mutating func baselineValues(_ node: SyntaxTree.ID, _ test: inout RuleTest) -> Bool {
    for child in tree.children(node) {
      let parts = Array(tree.children(child))
      guard let first = parts.first, let last = parts.last, parts.count > 1 else { continue }
      let name = tree.firstToken(first)
      guard let index = program.baselineNames.firstIndex(where: { $0.name == text(name.name) }) else {
        unknownWord(
          .unknownBaseline, "the baseline has no `\(text(name.name))`", text(name.name), at: name.span,
          among: program.baselineNames.map(\.name))
        return false
      }
      let entry = program.baselineNames[index]
      let given = parts.dropFirst().dropLast()
      guard given.count == entry.parameters.count else {
        report(
          .argumentCount, "`\(entry.name)` takes \(counted(entry.parameters.count, "argument")), not \(given.count)",
          at: tree.span(child))
        return false
      }
      var arguments: [Expression.ID] = []
      for (argument, type) in zip(given, entry.parameters) {
        guard case .constant(let id)? = constant(argument, type, entry.name) else { return false }
        arguments.append(id)
      }
      guard let value = baselineValue(last, entry) else { return false }
      test.baseline.append(.init(name: index, arguments: arguments, value: value))
    }
    return true
  }

  private mutating func baselineValue(_ node: SyntaxTree.ID, _ entry: Registry.BaselineName) -> RuleTest.Value? {
    guard case .opaque = entry.type else { return constant(node, local(entry.type), entry.name) }
    guard tree.kind(node) == .testList else {
      report(.testValue, "`\(entry.name)` is given as a list of values: `[5%, 10%]`", at: tree.span(node))
      return nil
    }
    var values: [RuleTest.Value] = []
    for child in tree.children(node) {
      guard tree.kind(child) != .testRecord else {
        report(.testValue, "`\(entry.name)` is a list of values", at: tree.span(child))
        return nil
      }
      let value = expression(child)
      guard !value.isUnknown, program.expressions.isConstant(value.id) else { return nil }
      values.append(.constant(value.id))
    }
    return .several(values)
  }

  private mutating func outcome(_ node: SyntaxTree.ID, _ test: inout RuleTest) -> Bool {
    guard let words = tree.firstChild(node) else { return false }
    let word = tree.text(words)
    guard let outcome = RuleTest.Outcome(rawValue: word) else {
      unknownWord(
        .unknownOutcome, "there is no outcome `\(word)`", word, at: tree.span(words),
        among: RuleTest.Outcome.allCases.map(\.rawValue))
      return false
    }
    test.outcome = outcome
    for child in tree.children(node) where tree.kind(child) == .property {
      guard let value = tree.firstChild(child), let keyword = tree.firstToken(child).keyword else { continue }
      guard outcome == .fires || keyword == .score else {
        report(
          .outcomeProperty, "a rule that does not fire has no `\(keyword)`", at: tree.span(child),
          related: [.init(tree.span(words), "it is \(word)")])
        return false
      }
      switch keyword {
      case .because:
        guard tree.firstToken(value).kind == .string else {
          report(.testValue, "the sentence is given in quotes", at: tree.span(value))
          return false
        }
        test.because = stringContent(tree.firstToken(value))
      case .loss:
        guard case .constant(let id)? = constant(value, .money(schemaCurrency), "loss") else { return false }
        test.loss = id
      default:
        guard case .constant(let id)? = constant(value, .percent, "score") else { return false }
        test.score = id
      }
    }
    return true
  }
}
