import Alerts
import Records

/// What the alerts of one scheme in one currency come to, added one by one: as large as there are months, people and products, not as
/// large as there are alerts.
struct SchemeTally: Sendable {
  struct Key: Hashable, Comparable, Sendable {
    var scheme: String
    var currency: Currency

    static func < (left: Key, right: Key) -> Bool { (left.scheme, left.currency.code) < (right.scheme, right.currency.code) }
  }

  /// Who or what first raised an alert.
  enum Origin: Hashable, CaseIterable, Sendable { case rules, model, both, witness }

  struct Part: Sendable {
    var count = 0
    var confirmed = 0
    var dismissed = 0
    /// Of the indicators.
    var loss = AmountSum()
    var confirmedLoss = AmountSum()
    var first: Instant?
    var last: Instant?

    mutating func add(_ alert: ReportedAlert) {
      if alert.standing == .dismissed { dismissed += 1 }
      guard alert.isIndicator else { return }
      count += 1
      if let amount = alert.sighting.loss { loss.add(amount) }
      if alert.standing == .confirmed {
        confirmed += 1
        if let amount = alert.sighting.loss { confirmedLoss.add(amount) }
      }
      if let moment = alert.sighting.at {
        first = min(first ?? moment, moment)
        last = max(last ?? moment, moment)
      }
    }

    mutating func add(_ other: Part) {
      count += other.count
      confirmed += other.confirmed
      dismissed += other.dismissed
      loss.add(other.loss)
      confirmedLoss.add(other.confirmedLoss)
      first = [first, other.first].compactMap(\.self).min()
      last = [last, other.last].compactMap(\.self).max()
    }
  }

  let key: Key
  private(set) var counts: [ReportedAlert.Standing: Int] = [:]
  private(set) var all = Part()
  private(set) var months: [CasePeriod: Part] = [:]
  private(set) var entities: [String: Part] = [:]
  private(set) var rules: [String: Part] = [:]
  private(set) var origins: [Origin: Part] = [:]
  private(set) var products: [String: Part] = [:]
  /// Of the first that came: what many records have in common comes early.
  private(set) var reasons: [String: Part] = [:]
  private(set) var unnamed = Part()
  private(set) var undated = Part()
  private(set) var chances = ChanceTally()
  private(set) var examples: [ReportedAlert] = []
  /// What analysts made of alerts, with the score that these had.
  private(set) var judged: [(score: Double, isConfirmed: Bool)] = []

  /// Names beyond these are counted in one heap, so that a name a record cannot make the report grow without end.
  private static let namesMax = 200_000
  private static let reasonsMax = 2_000
  private static let examplesMax = 40
  /// A curve through more points shows no more.
  private static let judgedMax = 20_000

  init(_ key: Key) { self.key = key }

  mutating func add(_ alert: ReportedAlert) {
    let said = alert.sighting
    counts[alert.standing, default: 0] += 1
    all.add(alert)
    if let at = said.at { months[CasePeriod(of: at), default: Part()].add(alert) } else { undated.add(alert) }
    if let entity = said.entity, entities[entity] != nil || entities.count < SchemeTally.namesMax {
      entities[entity, default: Part()].add(alert)
    } else {
      unnamed.add(alert)
    }
    for rule in said.rules { rules[rule, default: Part()].add(alert) }
    origins[SchemeTally.origin(said), default: Part()].add(alert)
    if let product = Evidence(said.evidence).text("taken_home"), products[product] != nil || products.count < SchemeTally.namesMax
    {
      products[product, default: Part()].add(alert)
    }
    if reasons[said.reason] != nil || reasons.count < SchemeTally.reasonsMax {
      reasons[said.reason, default: Part()].add(alert)
    }
    chances.add(alert)
    if alert.standing == .confirmed || alert.standing == .dismissed, judged.count < SchemeTally.judgedMax {
      judged.append((said.score, alert.standing == .confirmed))
    }
    keep(alert)
  }

  private static func origin(_ said: Sighting) -> Origin {
    if said.rules.contains(where: { $0.hasPrefix("provenance.") }) { return .witness }
    return said.rules.isEmpty ? .model : said.model == nil ? .rules : .both
  }

  /// Those that lost the most; of equals the one that comes first by its record.
  private mutating func keep(_ alert: ReportedAlert) {
    guard alert.isIndicator else { return }
    if examples.count == SchemeTally.examplesMax, let last = examples.last, !SchemeTally.isBefore(alert, last) { return }
    let place = examples.firstIndex { SchemeTally.isBefore(alert, $0) } ?? examples.count
    guard place < SchemeTally.examplesMax else { return }
    examples.insert(alert, at: place)
    if examples.count > SchemeTally.examplesMax { examples.removeLast() }
  }

  private static func isBefore(_ left: ReportedAlert, _ right: ReportedAlert) -> Bool {
    func weight(_ alert: ReportedAlert) -> Double {
      Double(alert.sighting.loss?.tenThousandths ?? 0) * (alert.standing == .confirmed ? 1 : alert.sighting.score)
    }
    let (first, second) = (weight(left), weight(right))
    if first != second { return first > second }
    return (left.sighting.row, left.sighting.record, left.sighting.source)
      < (right.sighting.row, right.sighting.record, right.sighting.source)
  }
}
