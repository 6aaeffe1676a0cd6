public import Records
public import RuleLanguage

/// What is held against a record in one scheme: whether, how surely, how much, by which rules, and in which words.
public struct Finding: Sendable {
  public var row: Int64
  public var id: String
  public var time: Instant?
  /// Who it is about: the record's first key, such as an order's rep.
  public var entity: String?
  public var scheme: String
  public var isFlagged: Bool
  /// 0 to 1.
  public var score: Double
  public var isCalibrated: Bool
  public var severity: Program.Rule.Severity?
  public var rules: [String]
  public var model: Double?
  public var loss: Money?
  public var currency: Currency
  public var reason: String
  /// The values that the fired rules used, by name.
  public var evidence: [(name: String, value: Value, type: ValueType)]

  init(
    row: Int64, id: String, time: Instant?, entity: String?, scheme: String, isFlagged: Bool, score: Double, isCalibrated: Bool,
    severity: Program.Rule.Severity?, rules: [String], model: Double?, loss: Money?, currency: Currency, reason: String,
    evidence: [(name: String, value: Value, type: ValueType)]
  ) {
    (self.row, self.id, self.time, self.entity, self.scheme, self.isFlagged) = (row, id, time, entity, scheme, isFlagged)
    (self.score, self.isCalibrated, self.severity, self.rules, self.model) = (score, isCalibrated, severity, rules, model)
    (self.loss, self.currency, self.reason, self.evidence) = (loss, currency, reason, evidence)
  }

  /// What another witness than the rules holds against a record: certain, and of no known loss.
  public init(
    witnessed id: String, time: Instant?, entity: String?, scheme: String, severity: Program.Rule.Severity, rules: [String],
    reason: String, evidence: [(name: String, value: Value, type: ValueType)]
  ) {
    self.init(
      row: 0, id: id, time: time, entity: entity, scheme: scheme, isFlagged: true, score: 1, isCalibrated: false,
      severity: severity, rules: rules, model: nil, loss: nil, currency: .usDollar, reason: reason, evidence: evidence)
  }
}

/// The hashes of all that a decision was made with.
public struct DecisionHashes: Hashable, Sendable {
  public var rules: String
  public var baseline: String?
  public var model: String?

  public init(rules: String, baseline: String?, model: String?) {
    (self.rules, self.baseline, self.model) = (rules, baseline, model)
  }

  /// Of all rules and features together, whatever the order of their files.
  public static func rules(of program: Program) -> String {
    var content = ContentHash(program)
    let rules = program.rules.map { "\($0.id) \(content.of($0))" }
    let features = program.features.map { "\($0.id) \(content.of($0))" }
    return SHA256.hash((rules + features).sorted().joined(separator: "\n"))
  }
}
