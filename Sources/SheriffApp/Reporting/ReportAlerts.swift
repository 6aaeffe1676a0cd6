import Alerts
import CommandLineKit
import Detection
import Records
import Reports

/// The alerts that a report is about, once more each time it is asked: from the store, or as a scan finds them.
struct ReportAlerts {
  private enum Origin {
    case store(any AlertStore, Instant)
    case found([ReportedAlert])
  }

  private let origin: Origin

  init(_ store: any AlertStore, at now: Instant) { origin = .store(store, now) }

  init(_ found: [ReportedAlert]) { origin = .found(found) }

  /// So many alerts are taken from a store in one go.
  private static let pageSize = 4_000

  func each(_ body: (ReportedAlert) throws -> Void) throws {
    switch origin {
    case .found(let alerts): for alert in alerts { try body(alert) }
    case .store(let store, let now):
      // Keys are evenly spread, so their first digits cut a store into pages of like size, however many alerts there are.
      let count = try alerting { () throws(AlertError) in try store.count(AlertFilter(), at: now) }
      for prefix in ReportAlerts.prefixes(of: count) {
        let page = try alerting { () throws(AlertError) in try store.alerts(withPrefix: prefix, limit: .max, at: now) }
        // Their places are sorted: an alert is large, and moving it about costs more than all that is then done with it.
        let places = page.indices.sorted { left, right in
          let (first, second) = (page[left].sighting, page[right].sighting)
          if first.row != second.row { return first.row < second.row }
          return (first.source, first.record, first.scheme) < (second.source, second.record, second.scheme)
        }
        for place in places { try body(ReportedAlert(page[place])) }
      }
    }
  }

  private static func prefixes(of count: Int) -> [String] {
    var prefixes = [""]
    while count > pageSize * prefixes.count {
      prefixes = prefixes.flatMap { prefix in "0123456789abcdef".map { prefix + String($0) } }
    }
    return prefixes
  }
}
