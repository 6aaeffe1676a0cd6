public import Records
public import RuleLanguage

/// Decides records the slow way: for every window at every record it looks at all earlier records again. Nothing is shared
/// between windows and nothing kept up from record to record, so that it is easy to see that it does what `meaning.md` says;
/// engines that are fast are held against it.
public struct ReferenceInterpreter: Sendable {
  let program: Program
  let schema: Int
  let surroundings: RunSurroundings
  let symbols: SymbolTable

  /// - Parameters:
  ///   - schema: whose records are decided, by its place in the program.
  ///   - symbols: the table that the records' keys were interned in.
  public init(_ program: Program, schema: Int, surroundings: RunSurroundings, symbols: SymbolTable) {
    (self.program, self.schema, self.surroundings, self.symbols) = (program, schema, surroundings, symbols)
  }

  /// One decision for each record of the schema, in the order in which they came. Batches of other schemas are passed over.
  ///
  /// - baselineHistory: what windows `in baseline` are over.
  public func decide(_ history: [RecordBatch], baselineHistory: [RecordBatch] = []) -> [ReferenceDecision] {
    let evaluation = evaluation(history, baselineHistory)
    return evaluation.history.arrivals.map { arrival in
      switch arrival {
      case .decided(let record): decision(record, evaluation)
      case .duplicate(let row, let isLate): undecided(row, .duplicate, isLate)
      case .deleted(let row, let isLate): undecided(row, .deleted, isLate)
      }
    }
  }

  /// What an expression comes to at each record that is decided.
  public func values(
    of node: Expression.ID, in history: [RecordBatch], baselineHistory: [RecordBatch] = []
  ) -> [Value] {
    let evaluation = evaluation(history, baselineHistory)
    return evaluation.history.records.indices.map { evaluation.value(of: node, at: $0) }
  }

  private func evaluation(_ history: [RecordBatch], _ baselineHistory: [RecordBatch]) -> Evaluation {
    Evaluation(self, history, baseline: Evaluation(self, baselineHistory, baseline: nil))
  }

  private func undecided(_ row: Int64, _ kind: ReferenceDecision.Kind, _ isLate: Bool) -> ReferenceDecision {
    let none = [Value?](repeating: nil, count: program.rules.count)
    return ReferenceDecision(
      row: row, kind: kind, isLate: isLate, outcomes: program.rules.map { _ in nil }, scores: none, losses: none,
      features: program.features.map { _ in nil })
  }

  private func decision(_ record: Int, _ evaluation: Evaluation) -> ReferenceDecision {
    let outcomes = program.rules.map { rule in isDecided(rule) ? outcome(rule, record, evaluation) : nil }
    func value(_ id: Expression.ID) -> Value? { id < 0 ? nil : evaluation.value(of: id, at: record) }
    let past = evaluation.history.records[record]
    return ReferenceDecision(
      row: past.row, kind: .decided, isLate: past.isLate, outcomes: outcomes,
      scores: program.rules.map { isDecided($0) ? value($0.score) : nil },
      losses: zip(program.rules, outcomes).map { rule, outcome in
        outcome == .fired || outcome == .suppressed ? value(rule.loss) : nil
      },
      features: program.features.map { $0.schema == schema ? value($0.expression) : nil })
  }

  private func isDecided(_ rule: Program.Rule) -> Bool { rule.schema == schema && rule.status != .retired }

  private func outcome(_ rule: Program.Rule, _ record: Int, _ evaluation: Evaluation) -> RuleOutcome {
    switch evaluation.value(of: rule.when, at: record) {
    case .flag(true): isSuppressed(rule, record, evaluation) ? .suppressed : .fired
    case .flag(false): .silent
    case .missing(.insufficient): .insufficient
    default: .unknown
    }
  }

  private func isSuppressed(_ rule: Program.Rule, _ record: Int, _ evaluation: Evaluation) -> Bool {
    let hasTime = program.schemas[schema].timeField != nil
    let time = evaluation.history.records[record].time
    return program.suppressions.contains { suppression in
      suppression.rule == rule.id && (!hasTime || time < suppression.until.microseconds)
        && (suppression.filter < 0 || evaluation.value(of: suppression.filter, at: record).isTrue)
    }
  }
}
