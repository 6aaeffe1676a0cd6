import Alerts
import Records

/// Alerts as somebody would keep them on paper: lists that are read from the beginning each time.
final class PaperAlerts: AlertStore {
  private struct Entry {
    var stored: Instant
    var sighting: Sighting
    var key: String
    var alert: String
  }

  private var sightings: [Entry] = []
  private var judged: [(alert: String, verdict: AlertVerdict)] = []
  private var made: [Suppression] = []
  private var kept: [Checkpoint] = []

  func store(_ batch: [Sighting], checkpoint: Checkpoint?, at now: Instant) throws(AlertError) -> StoredCounts {
    for sighting in batch { try sighting.check() }
    if let checkpoint, let last = kept.filter({ $0.name == checkpoint.name }).map(\.sequence).max(), last >= checkpoint.sequence {
      throw AlertError(.outdated, "")
    }
    var counts = StoredCounts()
    for sighting in batch {
      let entry = Entry(stored: now, sighting: sighting, key: sighting.key, alert: sighting.alertKey)
      if sightings.contains(where: { $0.key == entry.key }) {
        counts.known += 1
        continue
      }
      if sightings.contains(where: { $0.alert == entry.alert }) { counts.updated += 1 } else { counts.added += 1 }
      sightings.append(entry)
    }
    if let checkpoint { kept.append(checkpoint) }
    return counts
  }

  /// In the order in which they were first stored.
  private func all(_ now: Instant) -> [Alert] {
    var keys: [String] = []
    for entry in sightings where !keys.contains(entry.alert) { keys.append(entry.alert) }
    return keys.compactMap { key in
      let own = sightings.filter { $0.alert == key }
      guard let first = own.first, let last = own.last else { return nil }
      let status = judged.last { $0.alert == key }?.verdict.ruling.status ?? .open
      let isHidden = made.contains { $0.holds(at: now) && $0.matches(last.sighting) }
      return Alert(
        key: key, sighting: last.sighting, status: status, isSuppressed: status == .open && isHidden, firstStored: first.stored,
        lastStored: last.stored, sightingCount: own.count)
    }
  }

  func alerts(_ query: AlertQuery, at now: Instant) throws(AlertError) -> [Alert] {
    let found = all(now).enumerated().filter { query.filter.passes($0.element) }
    func place(_ alert: Alert) -> Double {
      switch query.order {
      case .time: alert.sighting.at.map { Double($0.microseconds) } ?? -.infinity
      case .loss: alert.sighting.loss.map { Double($0.tenThousandths) } ?? -.infinity
      case .score: alert.sighting.score
      case .severity: Double(alert.sighting.severity.rank)
      case .stored: 0
      }
    }
    let sorted = found.sorted { (place($0.element), $0.offset) > (place($1.element), $1.offset) }
    return Array(sorted.map(\.element).dropFirst(query.offset).prefix(query.limit))
  }

  func count(_ filter: AlertFilter, at now: Instant) throws(AlertError) -> Int { all(now).filter { filter.passes($0) }.count }

  func alerts(withPrefix prefix: String, limit: Int, at now: Instant) throws(AlertError) -> [Alert] {
    Array(all(now).filter { $0.key.hasPrefix(prefix) }.sorted { $0.key < $1.key }.prefix(limit))
  }

  func history(ofAlert key: String) throws(AlertError) -> AlertHistory {
    AlertHistory(
      sightings: sightings.filter { $0.alert == key }.map { ($0.stored, $0.sighting) },
      verdicts: judged.filter { $0.alert == key }.map(\.verdict))
  }

  func cases(_ query: CaseQuery, at now: Instant) throws(AlertError) -> [AlertCase] {
    let found = all(now).filter { query.filter.passes($0) }
    let cases = Set(found.map(\.sighting.caseIdentity)).map { identity -> AlertCase in
      let own = found.filter { $0.sighting.caseIdentity == identity }
      var counts = AlertCase.Counts()
      for alert in own {
        switch alert.standing {
        case "open": counts.open += 1
        case "confirmed": counts.confirmed += 1
        case "dismissed": counts.dismissed += 1
        default: counts.suppressed += 1
        }
      }
      let lost = own.filter { $0.sighting.loss != nil }
      let amounts = Set(lost.map(\.sighting.currency)).sorted { $0.code < $1.code }.map { currency -> AlertCase.Amount in
        var sum: Money? = .zero
        for alert in lost where alert.sighting.currency == currency { sum = sum?.adding(alert.sighting.loss ?? .zero) }
        return AlertCase.Amount(currency: currency, total: sum)
      }
      return AlertCase(
        identity: identity, counts: counts, amounts: amounts, first: own.compactMap(\.sighting.at).min(),
        last: own.compactMap(\.sighting.at).max(), severity: own.map(\.sighting.severity).max() ?? .low)
    }
    return query.page(of: cases)
  }

  func caseIdentities(withPrefix prefix: String, limit: Int) throws(AlertError) -> [CaseIdentity] {
    let identities = Set(sightings.map(\.sighting.caseIdentity)).filter { $0.key.hasPrefix(prefix) }
    return Array(identities.sorted { $0.key < $1.key }.prefix(limit))
  }

  func judge(_ keys: [String], _ verdict: AlertVerdict) throws(AlertError) -> JudgedCounts {
    try verdict.check()
    let known = all(verdict.at)
    for key in keys where !known.contains(where: { $0.key == key }) { throw AlertError(.unknown, "") }
    var counts = JudgedCounts()
    for key in keys {
      if judged.last(where: { $0.alert == key })?.verdict.ruling == verdict.ruling {
        counts.unchanged += 1
      } else {
        judged.append((key, verdict))
        counts.changed += 1
      }
    }
    return counts
  }

  func verdicts(ofSource source: String?) throws(AlertError) -> [RecordVerdict] {
    all(Instant(microseconds: 0)).filter { $0.status != .open && (source == nil || $0.sighting.source == source) }.map { alert in
      RecordVerdict(
        source: alert.sighting.source, record: alert.sighting.record, scheme: alert.sighting.scheme,
        ruling: alert.status == .confirmed ? .confirmed : .dismissed)
    }.sorted { ($0.source, $0.scheme, $0.record) < ($1.source, $1.scheme, $1.record) }
  }

  func suppress(_ suppression: Suppression) throws(AlertError) -> Int {
    try suppression.check()
    var suppression = suppression
    suppression.id = made.count + 1
    made.append(suppression)
    return made.count
  }

  func endSuppression(_ id: Int, _ ending: Suppression.Ending) throws(AlertError) {
    guard let place = made.firstIndex(where: { $0.id == id }) else { throw AlertError(.unknown, "") }
    guard made[place].ending == nil else { throw AlertError(.refused, "") }
    made[place].ending = ending
  }

  func suppressions() throws(AlertError) -> [Suppression] { made }

  func checkpoints(named name: String) throws(AlertError) -> [Checkpoint] {
    Array(kept.filter { $0.name == name }.suffix(2).reversed())
  }

  func checkpointNames() throws(AlertError) -> [String] { Set(kept.map(\.name)).sorted() }

  func sources() throws(AlertError) -> [String] { Set(sightings.map(\.sighting.source)).sorted() }
}
