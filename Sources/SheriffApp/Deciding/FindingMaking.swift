import Detection
import Records
import RuleEngine
import RuleLanguage

/// Findings of decisions as these are made. Which rules are decided on is known with the first of them.
struct FindingMaking {
  private let rules: LoadedRules
  private let symbols: SymbolTable
  private let status: Program.Rule.Status
  private let modelSchemes: [String]
  private var maker: FindingMaker?

  /// - status: that of the rules which accuse.
  init(_ rules: LoadedRules, symbols: SymbolTable, model: ModelScoring? = nil, status: Program.Rule.Status = .live) {
    (self.rules, self.symbols, self.status, modelSchemes) = (rules, symbols, status, model?.schemes ?? [])
  }

  mutating func findings(
    _ decisions: Decisions, in batch: RecordBatch, from start: Int, all: Bool = false, opinions: ModelOpinions? = nil
  ) -> [Finding] {
    let making =
      maker
      ?? FindingMaker(
        rules.program, schema: rules.schema, rules: decisions.rules, symbols: symbols, status: status, modelSchemes: modelSchemes)
    maker = making
    return making.findings(decisions, in: batch, from: start, all: all, opinions: opinions)
  }
}
