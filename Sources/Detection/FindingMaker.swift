public import Records
public import RuleEngine
public import RuleLanguage

/// Makes findings of decisions: the rules that vote fraud, scheme by scheme.
public struct FindingMaker {
  private struct Scheme {
    var name: String
    /// Among the decisions' rules.
    var rules: [Int]
  }

  private let program: Program
  private let schema: Schema
  private let schemes: [Scheme]
  private let entity: Int?
  private let symbols: SymbolTable

  /// - Parameters:
  ///   - rules: those that are decided on, by their places in the program.
  ///   - status: that of the rules which accuse.
  ///   - modelSchemes: those that a model speaks of, whether a rule does or not.
  public init(
    _ program: Program, schema: Int, rules: [Int], symbols: SymbolTable, status: Program.Rule.Status = .live,
    modelSchemes: [String] = []
  ) {
    self.program = program
    self.schema = program.schemas[schema]
    self.symbols = symbols
    entity = self.schema.fields.firstIndex { $0.type == .key }
    var found: [Scheme] = []
    for (place, index) in rules.enumerated() {
      let rule = program.rules[index]
      guard rule.status == status, rule.vote == .fraud, !rule.scheme.isEmpty else { continue }
      if let known = found.firstIndex(where: { $0.name == rule.scheme }) {
        found[known].rules.append(place)
      } else {
        found.append(Scheme(name: rule.scheme, rules: [place]))
      }
    }
    found += modelSchemes.filter { name in !found.contains { $0.name == name } }.map { Scheme(name: $0, rules: []) }
    schemes = found.sorted { $0.name < $1.name }
  }

  public var schemeNames: [String] { schemes.map(\.name) }

  /// - Parameters:
  ///   - start: where the decisions' first record stands in the batch.
  ///   - all: also what is not flagged, one for every record and scheme.
  ///   - opinions: a model's; none where rules decide alone.
  public func findings(
    _ decisions: Decisions, in batch: RecordBatch, from start: Int, all: Bool, opinions: ModelOpinions? = nil
  ) -> [Finding] {
    var candidates = all ? [] : opinions?.alerts ?? []
    if !all {
      for scheme in schemes {
        for rule in scheme.rules {
          for word in 0..<(decisions.count + 63) / 64 {
            var bits = decisions.fired(rule, word: word)
            while bits != 0 {
              candidates.insert(word * 64 + bits.trailingZeroBitCount)
              bits &= bits - 1
            }
          }
        }
      }
    }
    var result: [Finding] = []
    for record in all ? Array(0..<decisions.count) : candidates.sorted() where decisions.kind(record) == .decided {
      for scheme in schemes {
        if let finding = finding(scheme, record, decisions, batch, start, opinions), all || finding.isFlagged {
          result.append(finding)
        }
      }
    }
    return result
  }

  private func finding(
    _ scheme: Scheme, _ record: Int, _ decisions: Decisions, _ batch: RecordBatch, _ start: Int, _ opinions: ModelOpinions?
  ) -> Finding? {
    var fired: [(rule: Int, score: Double)] = []
    var best = 0.0
    for place in scheme.rules {
      let rule = program.rules[decisions.rules[place]]
      let outcome = decisions.outcome(place, record)
      var score = outcome == .fired ? 1.0 : 0
      if let value = decisions.score(place, record) {
        score = if case .number(let number) = value { min(max(number, 0), 1) } else { outcome == .fired ? 1 : 0 }
      }
      // A rule that has expired is still evaluated, and no longer held against anyone.
      if let expires = rule.expires, schema.timeField != nil, decisions.time(record) >= expires { continue }
      if outcome == .suppressed { continue }
      best = max(best, score)
      if outcome == .fired { fired.append((place, score)) }
    }
    let leading = fired.max { ($0.score, -Double($0.rule)) < ($1.score, -Double($1.rule)) }
    let rules = fired.map { program.rules[decisions.rules[$0.rule]] }
    let loss = leading.flatMap { decisions.loss($0.rule, record) }
    let row = start + record
    let opinion = opinions?.opinion(on: scheme.name, record)
    let isFlagged = !fired.isEmpty || opinion?.isAlert == true
    return Finding(
      row: decisions.row(record), id: batch.identity(of: row), time: schema.timeField == nil ? nil : decisions.time(record),
      entity: entity.flatMap { field in
        batch.columns[field].validity[row] ? symbols.text(of: batch.columns[field].keys[row]) : nil
      }, scheme: scheme.name, isFlagged: isFlagged,
      score: opinion.map { scheme.rules.isEmpty ? $0.chance : Verdict.chance(rules: best, model: $0.chance) } ?? best,
      isCalibrated: opinion != nil, severity: rules.map(\.severity).max { $0.rank < $1.rank } ?? (isFlagged ? .medium : nil),
      rules: rules.map(\.id), model: opinion?.chance,
      loss: loss.flatMap { if case .money(let amount) = $0 { Money(unchecked: amount) } else { nil } },
      currency: leading.map { currency(of: program.rules[decisions.rules[$0.rule]]) } ?? .usDollar,
      reason: leading.map { decisions.sentence($0.rule, record) } ?? (isFlagged ? opinions?.reason(scheme.name, record) : nil)
        ?? "",
      evidence: fired.flatMap { decisions.evidence($0.rule, record) }.uniqueByName())
  }

  private func currency(of rule: Program.Rule) -> Currency {
    if rule.loss >= 0, case .money(let currency) = program.expressions[rule.loss].type { return currency }
    return .usDollar
  }
}

extension Program.Rule.Severity {
  /// From low to critical.
  public var rank: Int { Program.Rule.Severity.allCases.firstIndex(of: self) ?? 0 }
}

extension [(name: String, value: Value, type: ValueType)] {
  fileprivate func uniqueByName() -> Self {
    var seen: Set<String> = []
    return filter { seen.insert($0.name).inserted }
  }
}
