public import Records
public import RuleEngine
public import RuleLanguage

/// Records that something flags, by their places in the history and ascending, with what each lost.
public struct Alerts: Sendable {
  public private(set) var records: [Int32] = []
  /// Ten-thousandths; 0 where nobody can say.
  public private(set) var losses: [Int64] = []
  public let currency: Currency

  public init(_ currency: Currency) { self.currency = currency }

  public mutating func add(_ record: Int, loss: Int64) {
    records.append(Int32(record))
    losses.append(loss)
  }

  public var count: Int { records.count }

  /// Nil where the record is none of these.
  public func loss(of record: Int32) -> Int64? {
    var low = 0
    var high = records.count
    while low < high {
      let middle = (low + high) / 2
      if records[middle] < record { low = middle + 1 } else { high = middle }
    }
    return low < records.count && records[low] == record ? losses[low] : nil
  }

  public var total: MoneyTotals {
    count == 0 ? MoneyTotals() : MoneyTotals(losses.reduce(into: Int128(0)) { $0 += Int128($1) }, currency)
  }
}

/// What one rule said over a history.
public struct RuleTally: Sendable {
  public let rule: Program.Rule
  /// Its place in the program.
  public let index: Int
  public private(set) var alerts: Alerts
  public internal(set) var unknown = 0
  public internal(set) var insufficient = 0
  public internal(set) var suppressed = 0

  public init(_ rule: Program.Rule, index: Int, currency: Currency) {
    (self.rule, self.index, alerts) = (rule, index, Alerts(currency))
  }

  /// Another alert, behind those that there are.
  public mutating func add(_ record: Int, loss: Int64 = 0) { alerts.add(record, loss: loss) }

  /// Whether a scan holds it against somebody.
  public var isHeld: Bool { rule.status == .live && rule.vote == .fraud }
}

/// What all rules said over a history, and what a scan would have made of it.
public struct Tally: Sendable {
  public private(set) var rules: [RuleTally] = []
  /// Of the live rules that vote fraud together, by scheme: one finding a record, with the loss of its leading rule.
  public private(set) var schemes: [String: Alerts] = [:]
  private let program: Program
  private let hasTime: Bool
  private var next = 0

  public init(_ program: Program, schema: Int) {
    self.program = program
    hasTime = program.schemas[schema].timeField != nil
  }

  /// Blocks in the records' order, from the history's first record on.
  public mutating func add(_ decisions: Decisions, in batch: RecordBatch, _ maker: FindingMaker) {
    if rules.isEmpty {
      rules = decisions.rules.map { RuleTally(program.rules[$0], index: $0, currency: program.currency(of: program.rules[$0])) }
    }
    for place in rules.indices { add(decisions, place) }
    addFindings(maker.findings(decisions, in: batch, from: next, all: false), decisions)
    next += decisions.count
  }

  private mutating func add(_ decisions: Decisions, _ place: Int) {
    let expires = hasTime ? rules[place].rule.expires : nil
    for record in 0..<decisions.count {
      let outcome = decisions.outcome(place, record)
      guard outcome != .silent, decisions.kind(record) == .decided else { continue }
      switch outcome {
      case .silent: break
      case .unknown: rules[place].unknown += 1
      case .insufficient: rules[place].insufficient += 1
      case .suppressed: rules[place].suppressed += 1
      case .fired:
        // A rule that has expired is no longer held against anyone.
        if let expires, decisions.time(record) >= expires { continue }
        var loss: Int64 = 0
        if case .money(let amount) = decisions.loss(place, record) { loss = amount }
        rules[place].add(next + record, loss: loss)
      }
    }
  }

  private mutating func addFindings(_ findings: [Finding], _ decisions: Decisions) {
    guard !findings.isEmpty else { return }
    var record = 0
    for finding in findings {
      // Findings come in the records' order.
      while record < decisions.count - 1, decisions.row(record) != finding.row { record += 1 }
      schemes[finding.scheme, default: Alerts(finding.currency)].add(next + record, loss: finding.loss?.tenThousandths ?? 0)
    }
  }

  /// Records that a scan flags in any scheme, ascending.
  public var flagged: [Int32] { Set(schemes.values.flatMap(\.records)).sorted() }

  public var total: MoneyTotals { schemes.values.reduce(into: MoneyTotals()) { $0.add($1.total) } }
}

extension Program {
  /// What a rule's losses are counted in.
  func currency(of rule: Rule) -> Currency {
    if rule.loss >= 0, case .money(let currency) = expressions[rule.loss].type { return currency }
    return .usDollar
  }
}
