public import RuleLanguage

/// Which conditions of a rule its examples saw true, and which false. A condition that was only ever one of them is not
/// proven to matter.
public struct BranchCoverage: Sendable {
  public struct Branch: Sendable {
    public var node: Expression.ID
    public var wasTrue = false
    public var wasFalse = false
    public var isCovered: Bool { wasTrue && wasFalse }
  }

  public private(set) var branches: [Branch]

  /// The conditions that `and`, `or`, `not`, `if` and `??` put together in a rule, and the whole.
  init(_ program: Program, rule: Int) {
    var nodes: [Expression.ID] = []
    var open = [program.rules[rule].when]
    while let id = open.popLast() {
      let node = program.expressions[id]
      switch node.operation {
      case .and, .or: open += [node.second, node.first]
      case .not, .feature: open.append(node.first)
      case .choose: open += [node.third, node.second, node.first].filter { program.expressions[$0].type == .flag }
      case .constant, .missing: break
      default: if !nodes.contains(id) { nodes.append(id) }
      }
    }
    branches = nodes.map { Branch(node: $0) }
  }

  mutating func see(_ index: Int, _ value: Value) {
    if value == .flag(true) { branches[index].wasTrue = true }
    if value == .flag(false) { branches[index].wasFalse = true }
  }

  public var share: Double {
    branches.isEmpty
      ? 1 : Double(branches.reduce(0) { $0 + ($1.wasTrue ? 1 : 0) + ($1.wasFalse ? 1 : 0) }) / Double(branches.count * 2)
  }
}

extension ExampleRun {
  /// What the examples of a rule saw of its conditions, on any record of any timeline.
  public func coverage(of rule: Int) -> BranchCoverage {
    var coverage = BranchCoverage(program, rule: rule)
    let nodes = coverage.branches.map(\.node)
    for test in program.tests where test.rule == program.rules[rule].id {
      decideAll(test, rule, asking: nodes) { frame, asked, record in
        for (index, operand) in asked.enumerated() { coverage.see(index, frame.value(operand, .flag, record)) }
      }
    }
    return coverage
  }

  /// The mistakes in a rule that none of its examples notices.
  public func survivors(of rule: Int) -> (all: Int, survivors: [Mutant]) {
    let tests = program.tests.indices.filter { program.tests[$0].rule == program.rules[rule].id }
    let mutants = program.mutants(of: rule)
    return (
      mutants.count,
      mutants.filter { mutant in
        let run = ExampleRun(mutant.program, world: world)
        return tests.allSatisfy { run.verdict($0).passes }
      }
    )
  }
}
