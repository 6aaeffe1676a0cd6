import Alerts
import CommandLineKit
import Detection
import Exploration
import Pricing
import Records
import Reports
import RuleEngine
import RuleLanguage

/// A history read once: what it says about all records, and what a scan finds in it.
struct ReportHistory {
  let facts: HistoryFacts
  /// What the rules and the model flag in it, as the store would keep it.
  let found: [ReportedAlert]
  /// What its records' first key is called, such as `rep`.
  let entityKind: String?
  private let batches: RecordBatch?
  private let prices: BaselinePrices
  private let symbols: SymbolTable

  /// - period: what is told of the history is told of this part of it; the rest is what the rules know besides.
  init(_ invocation: Invocation, source: String, _ period: ReportPeriod) throws {
    var run = try RecordReading(invocation, source: source)
    let rules = try LoadedRules(invocation, for: run.source.schema)
    let symbols = run.source.records.symbols
    self.symbols = symbols
    var deciding = Deciding(invocation, rules, symbols: symbols)
    let model = try ModelScoring.named(invocation, rules)
    if let model { deciding.use(model) }
    var profile = Profile(source: run.source.name, schema: run.source.schema)
    var batches: [RecordBatch] = []
    try run.run { batches.append($0) }
    let name = try SourceName.of(source, invocation)
    let entity = run.source.schema.fields.first { $0.type == .key }
    entityKind = entity?.name
    guard let whole = RecordBatch.joined(batches) else {
      facts = HistoryFacts(source: name, rejects: run.rejectCount)
      (found, self.batches, prices) = ([], nil, BaselinePrices(PriceBook(entries: []), .none))
      return
    }
    let prepared = try deciding.prepared(whole)
    var found: [ReportedAlert] = []
    var making = FindingMaking(rules, symbols: symbols, model: model)
    var said: [Int: (fired: Int, unknown: Int)] = [:]
    try deciding.decide(prepared) { decisions, batch, start, hashes in
      for finding in making.findings(decisions, in: batch, from: start, opinions: try model?.opinions(decisions)) {
        if let sighting = Sighting(finding, hashes, source: name) { found.append(ReportedAlert(sighting)) }
      }
      let told = (0..<decisions.count).filter {
        decisions.kind($0) == .decided && period.contains(batch.time(of: start + $0))
      }
      for (place, rule) in decisions.rules.enumerated() {
        for record in told {
          switch decisions.outcome(place, record) {
          case .fired: said[rule, default: (0, 0)].fired += 1
          case .unknown: said[rule, default: (0, 0)].unknown += 1
          default: continue
          }
        }
      }
    }
    self.found = found
    (self.batches, prices) = (prepared.records, prepared.prices)
    let outcomes = rules.program.rules.indices.compactMap { index -> HistoryFacts.RuleOutcome? in
      let rule = rules.program.rules[index]
      guard rule.schema == rules.schema, rule.status == .live, rule.vote == .fraud, !rule.scheme.isEmpty else { return nil }
      let counts = said[index]
      return HistoryFacts.RuleOutcome(
        rule: rule.id, title: rule.title, scheme: rule.scheme, fired: counts?.fired ?? 0, unknown: counts?.unknown ?? 0)
    }
    let told = prepared.records.within(period)
    profile.add(told)
    var facts = ReportHistory.facts(name, profile, rejects: run.rejectCount, outcomes)
    facts.entities = ReportHistory.records(of: told, symbols).mapValues { HistoryFacts.Totals(records: $0) }
    facts.gaps = ReportHistory.gaps(of: told, prices.ladder)
    facts.areOrders = OrderFields(run.source.schema) != nil
    self.facts = facts
  }

  /// How many records each of those has whom the first key names.
  private static func records(of whole: RecordBatch, _ symbols: SymbolTable) -> [String: Int] {
    guard let field = whole.schema.fields.firstIndex(where: { $0.type == .key }) else { return [:] }
    var counts: [Symbol: Int] = [:]
    let column = whole.columns[field]
    for record in 0..<whole.count where column.validity[record] { counts[column.keys[record], default: 0] += 1 }
    return Dictionary(counts.map { (symbols.text(of: $0.key), $0.value) }, uniquingKeysWith: +)
  }

  private static func facts(
    _ name: String, _ profile: Profile, rejects: Int, _ rules: [HistoryFacts.RuleOutcome]
  ) -> HistoryFacts {
    func totals(_ totals: Exploration.MoneyTotals) -> HistoryFacts.Totals {
      HistoryFacts.Totals(records: totals.orders, list: totals.listMoney, charged: totals.chargedMoney)
    }
    var all = totals(profile.total)
    all.records = profile.rows
    return HistoryFacts(
      source: name, rejects: rejects, first: profile.first.map { Instant(microseconds: $0).date },
      last: profile.last.map { Instant(microseconds: $0).date }, currency: profile.currency, total: all,
      months: Dictionary(uniqueKeysWithValues: profile.months.map { (CasePeriod(months: $0.key), totals($0.value)) }),
      rules: rules)
  }

  /// What was taken off each order, by the prices of its lines; nil where records are no orders.
  private static func gaps(of whole: RecordBatch, _ ladder: Ladder) -> HistoryFacts.Gaps? {
    guard let fields = OrderFields(whole.schema),
      let price = whole.schema.lists[fields.lines].fields.firstIndex(where: { $0.name == "price" })
    else { return nil }
    let (lists, charges) = (whole.columns[fields.list], whole.columns[fields.charged])
    let prices = whole.lists[fields.lines].columns[price]
    var gaps = HistoryFacts.Gaps(ladder: ladder.steps.map { Double($0.millionths) / 1_000_000 })
    for record in 0..<whole.count where lists.validity[record] && charges.validity[record] {
      guard let gap = Money(unchecked: lists.money[record]).subtracting(Money(unchecked: charges.money[record])) else { continue }
      let known = whole.lists[fields.lines].elements(of: record).filter { prices.validity[$0] }
      gaps.add(gap, prices: known.map { Money(unchecked: prices.money[$0]) })
    }
    return gaps
  }

  /// The history's facts with what only flagged records need: whose customers they are, and the lines of those that are worked out.
  func completed(_ alerts: ReportAlerts, workedOut: [ReportedAlert], in period: ReportPeriod) throws -> HistoryFacts {
    guard let whole = batches else { return facts }
    var facts = facts
    var schemes: [String: Set<String>] = [:]
    try alerts.each { alert in
      guard alert.isIndicator, period.contains(alert.sighting.at) else { return }
      schemes[alert.sighting.record, default: []].insert(alert.sighting.scheme)
    }
    let customer = whole.schema.fields.firstIndex { $0.name == "customer" && $0.type == .key }
    let fields = OrderFields(whole.schema)
    let asked = Set(workedOut.map(\.sighting.record))
    var customers: [String: Set<Symbol>] = [:]
    for record in 0..<whole.count {
      let id = whole.identity(of: record)
      guard let found = schemes[id] else { continue }
      if let customer, whole.columns[customer].validity[record] {
        for scheme in found { customers[scheme, default: []].insert(whole.columns[customer].keys[record]) }
      }
      if let fields, asked.contains(id) { facts.orders[id] = order(whole, record, fields) }
    }
    facts.customers = customers.mapValues(\.count)
    return facts
  }

  private func amount(_ whole: RecordBatch, _ field: Int, _ record: Int) -> Money? {
    whole.columns[field].validity[record] ? Money(unchecked: whole.columns[field].money[record]) : nil
  }

  private func order(_ whole: RecordBatch, _ record: Int, _ fields: OrderFields) -> HistoryFacts.Order {
    let time = fields.time.flatMap {
      whole.columns[$0].validity[record] ? Instant(microseconds: whole.columns[$0].times[record]) : nil
    }
    let list = whole.lists[fields.lines]
    let priced = whole.schema.lists[fields.lines].fields.firstIndex { $0.name == "price" }
    let lines = list.elements(of: record).map { element -> HistoryFacts.Line in
      let product =
        list.columns[fields.product].validity[element] ? symbols.text(of: list.columns[fields.product].keys[element]) : ""
      let quantity = list.columns[fields.quantity].validity[element] ? list.columns[fields.quantity].integers[element] : 0
      let price = priced.flatMap {
        list.columns[$0].validity[element] ? Money(unchecked: list.columns[$0].money[element]) : nil
      }
      return HistoryFacts.Line(product: product, quantity: quantity, price: price)
    }
    var order = HistoryFacts.Order(
      lines: lines, list: amount(whole, fields.list, record), charged: amount(whole, fields.charged, record))
    let known = lines.compactMap { line in line.price.map { (price: $0, quantity: line.quantity) } }
    if known.count == lines.count, let listed = order.list, let charged = order.charged, let gap = listed.subtracting(charged),
      gap.tenThousandths > 0, let nearest = OrdinarySums(prices.ladder).nearest(to: gap, lines: known, at: time)
    {
      order.nearest = [nearest.below, nearest.above].compactMap { $0 }
    }
    return order
  }
}

extension RecordBatch {
  /// Nil where records have no time, or this one lacks it.
  fileprivate func time(of record: Int) -> Instant? {
    guard let field = schema.timeField, columns[field].validity[record] else { return nil }
    return Instant(microseconds: columns[field].times[record])
  }

  /// The records of a period, in their order.
  fileprivate func within(_ period: ReportPeriod) -> RecordBatch {
    guard period.isBounded else { return self }
    var parts: [RecordBatch] = []
    var start: Int?
    for record in 0...count {
      let isIn = record < count && period.contains(time(of: record))
      if isIn, start == nil { start = record }
      if !isIn, let first = start {
        parts.append(slice(first..<record))
        start = nil
      }
    }
    return RecordBatch.joined(parts) ?? slice(0..<0)
  }
}
