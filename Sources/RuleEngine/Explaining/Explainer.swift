public import Records
public import RuleLanguage

/// Explains what rules say of one record of a history: the conditions taken apart, the records behind each window, and what
/// would have to be otherwise for a silent rule to fire.
public struct Explainer {
  private let program: Program
  private let schema: Int
  private let surroundings: RunSurroundings
  private let symbols: SymbolTable
  private let baselineWindows: BaselineWindows

  public init(
    _ program: Program, schema: Int, surroundings: RunSurroundings, symbols: SymbolTable,
    baselineWindows: BaselineWindows = BaselineWindows()
  ) {
    (self.program, self.schema, self.surroundings) = (program, schema, surroundings)
    (self.symbols, self.baselineWindows) = (symbols, baselineWindows)
  }

  /// Nil where the record was not decided: it repeats the version before it, or it is a delete.
  ///
  /// - Parameters:
  ///   - rules: by their places in the program.
  ///   - record: the record's place in the history.
  public func explain(_ rules: [Int], of record: Int, in history: RecordBatch) -> [RuleExplanation]? {
    var walk = ExpressionWalk(program, schema: schema, symbols: symbols)
    let nodes = walk.closure(of: rules.flatMap(roots)).filter { walk.isAskable($0) }
    let kept = Set(nodes.compactMap { walk.window($0) }.flatMap { ExpressionWalk.parts(of: $0) })
    let plan = PlanBuilder.plan(program, schema: schema, symbols: symbols, of: nodes)
    let engine = StreamEngine(plan, surroundings, symbols, baselineWindows)
    let past = PastRecords(engine, through: record, in: history, kept: kept.sorted(), asked: nodes)
    guard past.isDecided[past.last] else { return nil }
    func trial(_ nodes: [Expression.ID]) -> RecordTrial {
      RecordTrial(
        program, schema: schema, nodes: nodes, record: history.slice(record..<record + 1), past: past,
        surroundings: surroundings, symbols: symbols, baselineWindows: baselineWindows)
    }
    let whole = trial(nodes)
    _ = whole.values(of: [], changing: nil, to: .missing(.absent))
    var windows: [Expression.ID: ExplainedWindow] = [:]
    for node in walk.windowsInOrder(nodes) { windows[node] = explained(node, whole, history) }
    return rules.map { rule in
      let tree = ExplainedTree(program, walk, values: past.current, windows: windows)
      var explanation = explained(rule, tree, past)
      if explanation.outcome == .silent {
        // What other rules compute need not be computed at every try.
        var own = walk
        let nodes = own.closure(of: [program.rules[rule].when], current: true).filter { own.isAskable($0) }
        let search = NearestChangeSearch(program, schema: schema, rule: rule, nodes: nodes, trial(nodes), history, at: record)
        explanation.changes = search.changes()
      }
      return explanation
    }
  }

  private func roots(of index: Int) -> [Expression.ID] {
    let rule = program.rules[index]
    return ([rule.when, rule.score, rule.loss] + suppressions(of: rule).map(\.filter) + holes(of: rule)).filter { $0 >= 0 }
  }

  private func suppressions(of rule: Program.Rule) -> [Program.Suppression] { program.suppressions.filter { $0.rule == rule.id } }

  private func holes(of rule: Program.Rule) -> [Expression.ID] {
    rule.because.parts.compactMap { part in if case .hole(let id, _) = part { id } else { nil } }
  }

  // MARK: One rule

  private func explained(_ index: Int, _ given: ExplainedTree, _ past: PastRecords) -> RuleExplanation {
    var tree = given
    let rule = program.rules[index]
    let condition = tree.node(rule.when)
    let suppression = suppression(of: rule, past)
    let outcome: RuleOutcome =
      switch condition.value {
      case .flag(true): suppression == nil ? .fired : .suppressed
      case .flag: .silent
      case .missing(.insufficient): .insufficient
      default: .unknown
      }
    var explanation = RuleExplanation(
      rule: index, outcome: outcome, summary: summary(outcome, rule, tree, suppression), condition: condition)
    if rule.score >= 0 { explanation.score = tree.node(rule.score) }
    guard outcome == .fired || outcome == .suppressed else { return explanation }
    if rule.loss >= 0 { explanation.loss = tree.node(rule.loss) }
    if !rule.because.parts.isEmpty {
      explanation.sentence = rule.because.filled(
        holes(of: rule).map { (past.current[$0] ?? tree.constantValue($0), program.expressions[$0].type) })
    }
    return explanation
  }

  /// The suppression that silences a rule at the explained record.
  private func suppression(of rule: Program.Rule, _ past: PastRecords) -> Program.Suppression? {
    let hasTime = program.schemas[schema].timeField != nil
    return suppressions(of: rule).first { suppression in
      guard !hasTime || past.times[past.last] < suppression.until.microseconds else { return false }
      return suppression.filter < 0 || past.current[suppression.filter] == .flag(true)
    }
  }

  private func summary(
    _ outcome: RuleOutcome, _ rule: Program.Rule, _ tree: ExplainedTree, _ suppression: Program.Suppression?
  ) -> String {
    let decisive = tree.decisive(rule.when)
    let text = tree.text.text(decisive)
    switch outcome {
    case .fired:
      return decisive == rule.when ? "fired: the condition holds" : "fired: `\(text)` holds, and that alone is enough"
    case .suppressed:
      let by = suppression.map { " until \($0.until.date) by \($0.by): \($0.because)" } ?? ""
      return "the condition holds, but alerts are suppressed\(by)"
    case .silent:
      return [.and, .or].contains(program.expressions[decisive].operation)
        ? "silent: the condition does not hold" : "silent: `\(text)` does not hold"
    case .unknown: return "unknown: \(tree.reason(decisive))"
    case .insufficient:
      let reason = tree.reason(decisive)
      return reason.hasPrefix("insufficient") ? reason : "insufficient: \(reason)"
    }
  }

  // MARK: One window

  private func explained(_ node: Expression.ID, _ trial: RecordTrial, _ history: RecordBatch) -> ExplainedWindow {
    let window = program.windows[Int(program.expressions[node].payload)]
    let answer = trial.answer(node)
    let values = trial.arguments(node, answer)
    var explained = ExplainedWindow(
      count: 0, values: values.count { $0 != nil }, required: window.requires, recount: trial.windowValue(node))
    switch answer {
    case .keyMissing:
      let keys = ExpressionText(program)
      let names = (window.keys + window.excludingSame).filter { trial.isMissing($0) }.map { keys.text($0) }
      explained.problem = "\(names.first ?? "a key") is missing"
    case .tooLate: explained.problem = "insufficient: the record came later than the window remembers"
    case .forgotten: explained.problem = "insufficient: what the window would look at is no longer at hand"
    case .records(let records):
      explained.count = records.count
      let half = ExplainedWindow.idsMost / 2
      let isShort = records.count <= ExplainedWindow.idsMost
      explained.first = (isShort ? records[...] : records.prefix(half)).map { history.identity(of: $0) }
      explained.last = (isShort ? [] : records.suffix(half)).map { history.identity(of: $0) }
      explained.hidden = records.count - explained.first.count - explained.last.count
    }
    return explained
  }
}
