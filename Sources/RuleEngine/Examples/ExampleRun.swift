public import Records
public import RuleLanguage

/// Runs the examples of rules: each timeline from nothing, and what its last record came to.
public struct ExampleRun {
  public struct Verdict: Sendable {
    /// Among the program's tests.
    public var test: Int
    /// What was expected and what came, where they differ; nil where all is as expected.
    public var complaint: String?
    public var passes: Bool { complaint == nil }
  }

  /// What a test says the baseline holds, made into what rules can ask, with the records as it would price them.
  public typealias World = (RuleTest) -> (surroundings: RunSurroundings, priced: (RecordBatch, SymbolTable) -> RecordBatch)

  let program: Program
  let world: World
  /// By rule, among the program's rules.
  private let places: [String: Int]

  public init(_ program: Program, world: @escaping World) {
    (self.program, self.world) = (program, world)
    places = Dictionary(program.rules.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The verdict on each test of some rules; of all where none is named.
  public func run(only rules: Set<String>? = nil) -> [Verdict] {
    program.tests.indices.filter { rules?.contains(program.tests[$0].rule) ?? true }.map(verdict)
  }

  public func verdict(_ index: Int) -> Verdict {
    let test = program.tests[index]
    guard let place = places[test.rule] else { return Verdict(test: index, complaint: "there is no such rule") }
    return Verdict(test: index, complaint: complaint(test, place))
  }

  private func complaint(_ test: RuleTest, _ place: Int) -> String? {
    let rule = program.rules[place]
    guard rule.status != .retired else { return nil }
    let symbols = SymbolTable()
    var alone = program
    alone.rules = [rule]
    alone.features = []
    let (surroundings, priced) = world(test)
    let engine = StreamEngine(alone, schema: rule.schema, surroundings: surroundings, symbols: symbols, rowsMax: 64)
    let history = priced(ExampleHistory(program, schema: rule.schema, symbols: symbols).batch(test), symbols)
    var complaint: String? = "there is no record"
    var left = history.count
    engine.decide(history) { decisions in
      left -= decisions.count
      if left == 0 { complaint = difference(test, rule, decisions, decisions.count - 1) }
    }
    return complaint
  }

  /// Runs a timeline with some of the program's expressions in view.
  func decideAll(
    _ test: RuleTest, _ rule: Int, asking nodes: [Expression.ID], _ body: (Frame, [Operand], Int) -> Void
  ) {
    let symbols = SymbolTable()
    let schema = program.rules[rule].schema
    let plan = PlanBuilder.plan(program, schema: schema, symbols: symbols, of: nodes)
    let (surroundings, priced) = world(test)
    let engine = StreamEngine(plan, surroundings, symbols, BaselineWindows(), rowsMax: 64)
    let history = priced(ExampleHistory(program, schema: schema, symbols: symbols).batch(test), symbols)
    engine.decide(history) { decisions in
      for record in 0..<decisions.count where decisions.kind(record) == .decided { body(decisions.frame, plan.asked, record) }
    }
  }

  private func difference(_ test: RuleTest, _ rule: Program.Rule, _ decisions: Decisions, _ record: Int) -> String? {
    let outcome: RuleTest.Outcome
    if decisions.kind(record) == .duplicate { return "the last record is a duplicate of one before, which nothing decides" }
    switch decisions.outcome(0, record) {
    case .fired: outcome = .fires
    case .silent: outcome = .silent
    case .unknown: outcome = .unknown
    case .insufficient: outcome = .insufficient
    case .suppressed: outcome = .suppressed
    }
    guard outcome == test.outcome else { return "expected \(test.outcome.rawValue), and it is \(outcome.rawValue)" }
    if test.loss >= 0 {
      let type = program.expressions[test.loss].type
      let expected = Value.money(program.expressions[test.loss].payload)
      let found = decisions.loss(0, record) ?? .missing(.absent)
      if found != expected { return "expected a loss of \(expected.text(.exact, type)), and it is \(found.text(.exact, type))" }
    }
    if test.score >= 0 {
      let expected = Value.number(number(program.expressions[test.score].payload))
      let found = decisions.score(0, record) ?? .missing(.absent)
      if found != expected {
        return "expected a score of \(expected.text(.places3, .percent)), and it is \(found.text(.places3, .percent))"
      }
    }
    if let expected = test.because, outcome == .fires {
      let found = decisions.sentence(0, record)
      if found != expected { return "expected \"\(expected)\", and it says \"\(found)\"" }
    }
    return nil
  }
}
