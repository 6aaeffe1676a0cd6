public import Detection
public import Records

/// What was said of a record in one scheme, once: all that a line of findings has, and where the record comes from.
public struct Sighting: Hashable, Sendable {
  /// The name of the source, which with the record's id names the record for good.
  public var source: String
  public var record: String
  public var row: Int64
  public var at: Instant?
  public var entity: String?
  public var scheme: String
  public var severity: AlertSeverity
  public var score: Double
  public var isCalibrated: Bool
  public var rules: [String]
  public var model: Double?
  public var loss: Money?
  public var currency: Currency
  public var reason: String
  /// A JSON object, as a line of findings has it.
  public var evidence: String
  public var hashes: DecisionHashes

  public init(
    source: String, record: String, row: Int64, at: Instant?, entity: String?, scheme: String, severity: AlertSeverity,
    score: Double, isCalibrated: Bool = false, rules: [String], model: Double? = nil, loss: Money?,
    currency: Currency = .usDollar, reason: String, evidence: String = "{}", hashes: DecisionHashes
  ) {
    (self.source, self.record, self.row, self.at, self.entity) = (source, record, row, at, entity)
    (self.scheme, self.severity, self.score, self.isCalibrated) = (scheme, severity, score, isCalibrated)
    (self.rules, self.model, self.loss, self.currency) = (rules, model, loss, currency)
    (self.reason, self.evidence, self.hashes) = (reason, evidence, hashes)
  }

  /// Nil of a finding that is not flagged: nobody is to be bothered with it.
  public init?(_ finding: Finding, _ hashes: DecisionHashes, source: String) {
    guard finding.isFlagged else { return nil }
    self.init(
      source: source, record: finding.id, row: finding.row, at: finding.time, entity: finding.entity, scheme: finding.scheme,
      severity: finding.severity.map { AlertSeverity.allCases[$0.rank] } ?? .medium, score: finding.score,
      isCalibrated: finding.isCalibrated, rules: finding.rules, model: finding.model, loss: finding.loss,
      currency: finding.currency, reason: finding.reason, evidence: FindingText.evidence(finding), hashes: hashes)
  }

  public var alertKey: String { AlertKey.alert(source: source, record: record, scheme: scheme) }
  public var key: String { AlertKey.sighting(self) }
  public var caseIdentity: CaseIdentity {
    CaseIdentity(scheme: scheme, entity: entity, period: at.map { CasePeriod(of: $0) })
  }

  /// Refuses what could not be read back as it was.
  public func check() throws(AlertError) {
    try AlertText.check("source", source, lengthMax: 4_096)
    try AlertText.check("record", record, lengthMax: 4_096, isPlain: false)
    try AlertText.check("scheme", scheme, lengthMax: 200)
    guard score.isFinite, model?.isFinite != false else {
      throw AlertError(.badValue, "`\(record)` in `\(scheme)`: the score is no number")
    }
    // Rules are kept side by side in one text.
    if let rule = rules.first(where: { $0.isEmpty || $0.contains(" ") }) {
      throw AlertError(.badValue, "`\(record)` in `\(scheme)`: `\(rule)` is no rule's name")
    }
    guard reason.utf8.count + evidence.utf8.count <= 1 << 22 else {
      throw AlertError(.badValue, "`\(record)` in `\(scheme)`: what is said of it is longer than 4 MiB")
    }
  }
}
