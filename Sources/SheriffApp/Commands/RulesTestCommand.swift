import CommandLineKit
import Diagnostics
import Pricing
import RuleEngine
import RuleLanguage
import SystemZones

let rulesTestCommand = Command(
  "test", "run the examples in rule files",
  discussion:
    "Each `test` is a timeline of records; its last record must come to what is expected. --coverage tells which conditions no example "
    + "saw both true and false. --mutants puts small mistakes into each rule, one at a time, and tells which of them no example "
    + "notices. Exit 1 where an example fails.",
  arguments: [Argument("files", "rule files or folders of them; none for the rules' folder", arity: .any)],
  options: [
    Option("schema", value: "FILE", "the schema file; else the schemas are found around the rules"),
    Option("rule", value: "ID", "only this rule's examples"),
    Option("coverage", "which conditions the examples leave unproven"),
    Option("mutants", "which small mistakes the examples would not notice"),
    Option("json", "results as JSON, one a line"),
  ],
  examples: ["sheriff rules test", "sheriff rules test rules/orders --coverage --mutants"], action: testRules)

private func testRules(_ invocation: Invocation) throws -> ExitCode {
  let files = try RuleFiles(invocation.arguments, invocation)
  let load = files.load()
  guard load.isSound else { throw LoadedRules.failure(load) }
  let program = load.program
  let wanted = invocation.text("rule")
  if let wanted, !program.rules.contains(where: { $0.id == wanted }) {
    throw CommandFailure(
      .usage, "there is no rule `\(wanted)`",
      hints: closestMatch(to: wanted, among: program.rules.map(\.id)).map { ["did you mean `\($0)`?"] } ?? [])
  }
  let run = ExampleRun(program, world: exampleWorld(program))
  let report = ExampleReport(run, load, invocation)
  let named = Set(load.files.filter { files.named.contains($0.source.path) }.map(\.package))
  let rules = program.rules.indices.filter { index in
    let id = program.rules[index].id
    return wanted.map { $0 == id } ?? named.contains(String(id.split(separator: ".").first ?? ""))
  }
  var failed = 0
  for rule in rules { failed += try report.tell(rule) }
  try report.finish(rules)
  return failed == 0 ? .fine : .found
}

/// What an example says the baseline holds, and nothing else.
func exampleWorld(_ program: Program) -> ExampleRun.World {
  { test in
    let prices = BaselinePrices(given: test.baseline, in: program)
    return (
      PricingWords.surroundings(prices, zone: SystemZones.zone),
      { batch, symbols in test.baseline.isEmpty ? batch : batch.priced(prices, symbols: symbols) }
    )
  }
}

/// Tells what examples came to, rule by rule.
private final class ExampleReport {
  private let run: ExampleRun
  private let program: Program
  private let load: RuleLoad
  private let invocation: Invocation
  private let isJSON: Bool
  private var passed = 0
  private var failed = 0
  private var mutants = 0
  private var survivors = 0
  private var seen = 0
  private var outcomes = 0
  private var untested: [String] = []

  init(_ run: ExampleRun, _ load: RuleLoad, _ invocation: Invocation) {
    (self.run, self.load, self.invocation) = (run, load, invocation)
    program = load.program
    isJSON = invocation.flag("json")
  }

  /// How many of a rule's examples fail.
  func tell(_ rule: Int) throws -> Int {
    let id = program.rules[rule].id
    let verdicts = run.run(only: [id])
    let failures = verdicts.filter { !$0.passes }
    passed += verdicts.count - failures.count
    failed += failures.count
    if verdicts.isEmpty { untested.append(id) }
    if isJSON {
      for verdict in verdicts { try tellJSON(verdict, id) }
    } else {
      let mark = failures.isEmpty ? "  ok  " : "FAILED"
      try invocation.terminal.write(
        "\(mark)  \(id)  \(verdicts.count) example\(verdicts.count == 1 ? "" : "s")\(failures.isEmpty ? "" : ", \(failures.count) fail")\n"
      )
      for failure in failures { try invocation.terminal.write("        \(place(failure)): \(failure.complaint ?? "")\n") }
    }
    if invocation.flag("coverage") { try tellCoverage(rule) }
    if invocation.flag("mutants") { try tellMutants(rule) }
    return failures.count
  }

  private func place(_ verdict: ExampleRun.Verdict) -> String {
    let test = program.tests[verdict.test]
    guard let source = load.files.first(where: { $0.source.path == test.path })?.source else { return test.path }
    let position = source.position(of: test.span.start)
    return "\(test.path):\(position.line):\(position.column)"
  }

  private func tellJSON(_ verdict: ExampleRun.Verdict, _ id: String) throws {
    try invocation.terminal.write(
      "{\"rule\":\(jsonString(id)),\"place\":\(jsonString(place(verdict))),\"passes\":\(verdict.passes),"
        + "\"complaint\":\(verdict.complaint.map(jsonString) ?? "null")}\n")
  }

  private func tellCoverage(_ rule: Int) throws {
    let coverage = run.coverage(of: rule)
    let id = program.rules[rule].id
    for branch in coverage.branches {
      seen += (branch.wasTrue ? 1 : 0) + (branch.wasFalse ? 1 : 0)
      outcomes += 2
      guard !branch.isCovered else { continue }
      let never = !branch.wasTrue && !branch.wasFalse ? "never known" : branch.wasTrue ? "never false" : "never true"
      if isJSON {
        try invocation.terminal.write(
          "{\"rule\":\(jsonString(id)),\"condition\":\(jsonString(text(branch.node, program))),\"coverage\":\(jsonString(never))}\n"
        )
      } else {
        try invocation.terminal.write("        \(never): \(text(branch.node, program))\n")
      }
    }
  }

  private func tellMutants(_ rule: Int) throws {
    let result = run.survivors(of: rule)
    mutants += result.all
    survivors += result.survivors.count
    for mutant in result.survivors {
      let expression = text(mutant.node, program)
      if isJSON {
        try invocation.terminal.write(
          "{\"rule\":\(jsonString(program.rules[rule].id)),\"survivor\":\(jsonString(mutant.change)),\"in\":\(jsonString(expression))}\n"
        )
      } else {
        try invocation.terminal.write("        unnoticed: \(mutant.change) in  \(expression)\n")
      }
    }
  }

  private func text(_ node: Expression.ID, _ program: Program) -> String { ExpressionText(program).text(node) }

  func finish(_ rules: [Int]) throws {
    var parts = ["\(passed) of \(passed + failed) examples pass"]
    if invocation.flag("coverage"), outcomes > 0 { parts.append("\(seen) of \(outcomes) branches seen") }
    if invocation.flag("mutants"), mutants > 0 {
      parts.append("\(mutants - survivors) of \(mutants) mistakes noticed (\((mutants - survivors) * 100 / mutants)%)")
    }
    invocation.terminal.say(parts.joined(separator: "; "))
    if !untested.isEmpty { invocation.terminal.say("without an example: \(untested.joined(separator: ", "))") }
  }
}
