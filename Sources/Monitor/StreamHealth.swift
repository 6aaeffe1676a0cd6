import Detection
import Records
import RuleLanguage

/// Watches over the stream itself: what is silent, lost, bad or can no longer be told is a finding of its own, in the scheme
/// `stream-health`, told once until it is over.
///
/// All but silence and lag is judged by the count of records, so that a run that was ended and begun again tells the same.
public struct StreamHealth: Sendable {
  public struct Limits: Sendable {
    /// Without a record for so long the stream is silent; nil for never.
    public var silentAfter: Duration?
    /// Of the rows, those that may be no records.
    public var rejectsMost: Double
    /// How far the latest record's time may lie back; nil for any.
    public var lagMost: Duration?

    public init(silentAfter: Duration? = .seconds(3600), rejectsMost: Double = 0.05, lagMost: Duration? = nil) {
      (self.silentAfter, self.rejectsMost, self.lagMost) = (silentAfter, rejectsMost, lagMost)
    }
  }

  public static let scheme = "stream-health"
  /// Shares are judged over so many rows at a time.
  static let windowRows = 1_000
  /// A rule that cannot tell in so much more of the records than it used to has lost something that it reads.
  static let unknownRise = 0.3

  private let limits: Limits
  private let lane: String?
  private var rows: Int64 = 0
  private var window = Window()
  private var hadManyRejects = false
  /// By rule: in how many records of the past it could not tell, and whether that was told already.
  private var past: [String: Past] = [:]
  private var losses = 0
  private var isLagging = false

  private struct Window: Sendable {
    var rows = 0
    var rejects = 0
    var unknown: [String: Int] = [:]
  }

  private struct Past: Sendable {
    var records = 0
    var unknown = 0
    var isTold = false
  }

  /// - lane: which part of a stream this one watches, where there are several.
  public init(_ limits: Limits = Limits(), lane: String? = nil) { (self.limits, self.lane) = (limits, lane) }

  // MARK: what is seen

  /// - unknown: by rule, in how many of the batch's records it could not tell.
  mutating func saw(_ batch: RecordBatch, unknown: [String: Int]) -> [Finding] {
    rows += Int64(batch.count + batch.rejects.count)
    window.rows += batch.count + batch.rejects.count
    window.rejects += batch.rejects.count
    window.unknown.merge(unknown, uniquingKeysWith: +)
    guard window.rows >= StreamHealth.windowRows else { return [] }
    defer { window = Window() }
    return rejectFindings() + unknownFindings()
  }

  private mutating func rejectFindings() -> [Finding] {
    let share = Double(window.rejects) / Double(window.rows)
    defer { hadManyRejects = share > limits.rejectsMost }
    guard share > limits.rejectsMost, !hadManyRejects else { return [] }
    return [
      finding(
        "rejects", "\(rows)", .medium,
        "\(window.rejects) of the last \(window.rows) rows are no records, up to row \(rows); look at the rejects that are kept")
    ]
  }

  private mutating func unknownFindings() -> [Finding] {
    let records = window.rows - window.rejects
    guard records > 0 else { return [] }
    var findings: [Finding] = []
    for rule in Set(past.keys).union(window.unknown.keys).sorted() {
      var known = past[rule] ?? Past()
      let unknown = window.unknown[rule] ?? 0
      let (share, before) = (Double(unknown) / Double(records), Double(known.unknown) / Double(max(1, known.records)))
      let hasRisen = known.records >= StreamHealth.windowRows && share - before > StreamHealth.unknownRise
      if hasRisen, !known.isTold {
        findings.append(
          finding(
            "unknown", "\(rule):\(rows)", .medium,
            "\(rule) could not tell in \(StreamHealth.percent(share)) of the last \(records) records, and in \(StreamHealth.percent(before)) "
              + "of those before: a field that it reads may be missing"))
      }
      known.isTold = hasRisen
      known.records += records
      known.unknown += unknown
      past[rule] = known
    }
    return findings
  }

  private static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded()))%" }

  /// - idle: how long nothing has come.
  mutating func rests(for idle: Duration, at now: Instant) -> [Finding] {
    guard let limit = limits.silentAfter, idle >= limit else { return [] }
    let seconds = idle.components.seconds
    return [
      finding(
        "silent", "\(now)", .medium,
        "nothing has come for \(seconds >= 120 ? "\(seconds / 60) minutes" : "\(seconds) seconds"); is whoever writes the stream still there?",
        at: now)
    ]
  }

  /// - latest: the latest time that a record had.
  mutating func lags(_ latest: Instant, at now: Instant) -> [Finding] {
    guard let most = limits.lagMost else { return [] }
    let lag = Duration.microseconds(now.microseconds - latest.microseconds)
    defer { isLagging = lag > most }
    guard lag > most, !isLagging else { return [] }
    return [
      finding(
        "lag", "\(now)", .medium,
        "the latest record's time lies \(lag.components.seconds) seconds back, and \(most.components.seconds) are allowed: either what is "
          + "written comes late, or it is not decided on fast enough", at: now)
    ]
  }

  /// A run that begins again comes upon the same loss once more, and calls it the same.
  mutating func lost(_ notice: SourceNotice) -> Finding {
    losses += 1
    let text = "\(notice.source) \(notice.text)"
    return finding("lost", "\(losses):\(SHA256.hash(text).prefix(12))", .high, "records may be missing: \(text)")
  }

  private func finding(
    _ kind: String, _ id: String, _ severity: Program.Rule.Severity, _ reason: String, at time: Instant? = nil
  ) -> Finding {
    Finding(
      witnessed: "stream:\(kind):" + (lane.map { "\($0):" } ?? "") + id, time: time, entity: nil, scheme: StreamHealth.scheme,
      severity: severity, rules: ["monitor.\(kind)"], reason: (lane.map { "\($0): " } ?? "") + reason, evidence: [])
  }

  // MARK: memory

  func write(to writer: inout StateWriter) {
    writer.add(rows)
    for count in [window.rows, window.rejects, hadManyRejects ? 1 : 0, losses] { writer.add(count) }
    let rules = Set(past.keys).union(window.unknown.keys).sorted()
    writer.add(rules.count)
    for rule in rules {
      let known = past[rule] ?? Past()
      writer.add(text: rule)
      for count in [window.unknown[rule] ?? 0, known.records, known.unknown, known.isTold ? 1 : 0] { writer.add(count) }
    }
  }

  mutating func restore(_ reader: inout StateReader) throws(StateError) {
    var restored = StreamHealth(limits, lane: lane)
    func count(_ number: Int64) throws(StateError) -> Int {
      guard number >= 0, number < 1 << 53 else { throw StateError("a count of the stream's health cannot be") }
      return Int(number)
    }
    restored.rows = Int64(try count(try reader.number()))
    restored.window.rows = try count(try reader.number())
    restored.window.rejects = try count(try reader.number())
    restored.hadManyRejects = try reader.number() != 0
    restored.losses = try count(try reader.number())
    for _ in 0..<(try reader.count(bytesEach: 40)) {
      let rule = try reader.text()
      let unknown = try count(try reader.number())
      var known = Past()
      known.records = try count(try reader.number())
      known.unknown = try count(try reader.number())
      known.isTold = try reader.number() != 0
      if unknown > 0 { restored.window.unknown[rule] = unknown }
      restored.past[rule] = known
    }
    self = restored
  }
}
