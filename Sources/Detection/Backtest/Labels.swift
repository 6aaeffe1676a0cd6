public import Records
public import RuleLanguage

/// What is known afterwards of a history's records.
public struct Labels: Sendable {
  enum State: UInt8 { case unlabelled, immature, honest, fraud }

  /// Where the labels come from, in words.
  public let description: String
  /// What the money of a fraud is counted by, in words; nil where nothing says.
  public let moneyDescription: String?
  let states: [State]
  /// By scheme what each record lost; under the empty name where labels know no schemes.
  let frauds: [String: [Int32: Int64]]
  public let currency: Currency
  /// Left out, since their label was not yet known when the history ended.
  public let immature: Int
  public let unlabelled: Int
  /// Rows of a truth file that are no decided record of the history.
  public let unmatched: Int

  public var honest: Int { states.count { $0 == .honest } }
  public var fraudulent: Int { states.count { $0 == .fraud } }
  public var schemes: [String] { frauds.keys.filter { !$0.isEmpty }.sorted() }
  public var knowsSchemes: Bool { frauds[""] == nil }

  /// The labels of a field of the schema: one truth for all schemes. A fraud's money is the record's first amount.
  public init?(_ batch: RecordBatch, _ outline: HistoryOutline) {
    let fields = batch.schema.fields
    guard let field = fields.firstIndex(where: { $0.isLabel && $0.type == .flag }) else { return nil }
    let money = fields.firstIndex { if case .money = $0.type { true } else { false } }
    description = "the field `\(fields[field].name)`"
    moneyDescription = money.map { "`\(fields[$0].name)`" }
    currency = money.flatMap { if case .money(let currency) = fields[$0].type { currency } else { nil } } ?? .usDollar
    let (flags, column) = (batch.columns[field].flags, batch.columns[field])
    let delay = outline.hasTime ? fields[field].knownAfter ?? 0 : 0
    var states = [State](repeating: .unlabelled, count: batch.count)
    var losses: [Int32: Int64] = [:]
    for record in 0..<batch.count where outline.isDecided[record] && column.validity[record] {
      guard outline.times[record] <= outline.last - delay else {
        states[record] = .immature
        continue
      }
      states[record] = flags[record] ? .fraud : .honest
      guard flags[record] else { continue }
      let hasMoney = money.map { batch.columns[$0].validity[record] } ?? false
      losses[Int32(record)] = hasMoney ? money.map { batch.columns[$0].money[record] } ?? 0 : 0
    }
    (self.states, frauds) = (states, ["": losses])
    immature = states.count { $0 == .immature }
    unlabelled = outline.decided - states.count { $0 != .unlabelled }
    unmatched = 0
  }

  public struct TruthRow: Sendable {
    public var row: Int64
    public var scheme: String
    public var loss: Int64

    public init(row: Int64, scheme: String, loss: Int64) { (self.row, self.scheme, self.loss) = (row, scheme, loss) }
  }

  /// The labels of a truth file, which has the fraudulent rows only: all others are honest, and all are known.
  ///
  /// - rows: each record's number in its source.
  public init(truth: [TruthRow], name: String, rows: [Int64], currency: Currency, _ outline: HistoryOutline) {
    (description, moneyDescription, self.currency) = (name, "the losses in it", currency)
    var places: [Int64: Int] = [:]
    for (place, row) in rows.enumerated() where outline.isDecided[place] { places[row] = place }
    var states = outline.isDecided.map { $0 ? State.honest : .unlabelled }
    var frauds: [String: [Int32: Int64]] = [:]
    var unmatched = 0
    for entry in truth {
      guard let place = places[entry.row] else {
        unmatched += 1
        continue
      }
      states[place] = .fraud
      frauds[entry.scheme, default: [:]][Int32(place), default: 0] += entry.loss
    }
    (self.states, self.frauds, self.unmatched) = (states, frauds, unmatched)
    (immature, unlabelled) = (0, 0)
  }
}

/// How right alerts are, and how much of what is to be found they find.
public struct Judgement: Sendable {
  /// Right alerts among those whose record has a label.
  public var precision: Proportion
  /// Found among all that there is to find.
  public var recall: Proportion
  /// The same in money: of what the alerts say was lost, the share on right ones; of what was lost, the share found.
  public var moneyPrecision: Double?
  public var moneyRecall: Double?
}

extension Labels {
  /// - Parameters:
  ///   - scheme: which fraud; empty for any.
  ///   - vote: an alert that votes legit is right where there is no fraud.
  public func judge(_ alerts: Alerts, scheme: String, vote: Program.Rule.Vote = .fraud) -> Judgement {
    let frauds = losses(of: scheme)
    let isFraudSought = vote == .fraud
    var judged = 0
    var right = 0
    var (said, saidRight, found) = (Int128(0), Int128(0), Int128(0))
    for (record, loss) in zip(alerts.records, alerts.losses) {
      let state = states[Int(record)]
      guard state == .honest || state == .fraud else { continue }
      judged += 1
      said += Int128(loss)
      guard (frauds[record] != nil) == isFraudSought else { continue }
      right += 1
      saidRight += Int128(loss)
      found += Int128(frauds[record] ?? 0)
    }
    let sought = isFraudSought ? frauds.count : states.count { $0 == .honest || $0 == .fraud } - frauds.count
    let lost = frauds.values.reduce(into: Int128(0)) { $0 += Int128($1) }
    return Judgement(
      precision: Proportion(right, of: judged), recall: Proportion(right, of: sought),
      moneyPrecision: isFraudSought && said > 0 ? Double(saidRight) / Double(said) : nil,
      moneyRecall: isFraudSought && lost > 0 && moneyDescription != nil ? Double(found) / Double(lost) : nil)
  }

  /// What a scan finds in all schemes of which something is known together, a record once.
  public func judge(_ tally: Tally) -> Judgement {
    var losses: [Int32: Int64] = [:]
    for (scheme, alerts) in tally.schemes where !knowsSchemes || schemes.contains(scheme) {
      for (record, loss) in zip(alerts.records, alerts.losses) { losses[record] = max(losses[record] ?? .min, loss) }
    }
    var all = Alerts(currency)
    for (record, loss) in losses.sorted(by: { $0.key < $1.key }) { all.add(Int(record), loss: loss) }
    return judge(all, scheme: "")
  }

  private func losses(of scheme: String) -> [Int32: Int64] {
    if let any = frauds[""] { return any }
    if !scheme.isEmpty { return frauds[scheme] ?? [:] }
    return frauds.values.reduce(into: [:]) { all, part in all.merge(part) { $0 + $1 } }
  }
}

extension Labels {
  /// Nil for a rule that does not vote, and for a scheme that the labels know nothing of.
  public func judge(_ tally: RuleTally) -> Judgement? {
    guard let vote = tally.rule.vote, knows(tally.rule.scheme) else { return nil }
    return judge(tally.alerts, scheme: tally.rule.scheme, vote: vote)
  }

  /// Whether anything is known of a scheme.
  public func knows(_ scheme: String) -> Bool { scheme.isEmpty || !knowsSchemes || schemes.contains(scheme) }
}
