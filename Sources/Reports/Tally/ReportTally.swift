import Alerts
import Detection
import Records

/// All alerts of a period, and those of the period before it, as one pass over them finds them.
public struct ReportTally: Sendable {
  public let period: ReportPeriod
  private(set) var schemes: [SchemeTally.Key: SchemeTally] = [:]
  private(set) var earlier: [SchemeTally.Key: SchemeTally.Part] = [:]
  /// Of all the time before the period.
  private(set) var past: [SchemeTally.Key: SchemeTally.Part] = [:]
  private(set) var rulesHashes: [String: Int] = [:]
  private(set) var baselineHashes: [String: Int] = [:]
  private(set) var modelHashes: [String: Int] = [:]
  private(set) var sources: [String: Int] = [:]
  public private(set) var count = 0
  /// Records without a time, where the period has ends: they are in no report but one without.
  public private(set) var undated = 0

  private static let hashesMax = 1_000

  public init(_ period: ReportPeriod) { self.period = period }

  public mutating func add(_ alert: ReportedAlert) {
    let said = alert.sighting
    let key = SchemeTally.Key(scheme: said.scheme, currency: said.currency)
    if period.previous?.contains(said.at) == true { earlier[key, default: SchemeTally.Part()].add(alert) }
    if let at = said.at, let from = period.from, at < from { past[key, default: SchemeTally.Part()].add(alert) }
    guard period.contains(said.at) else {
      if said.at == nil { undated += 1 }
      return
    }
    count += 1
    schemes[key, default: SchemeTally(key)].add(alert)
    ReportTally.count(said.hashes.rules, in: &rulesHashes)
    ReportTally.count(said.hashes.baseline, in: &baselineHashes)
    ReportTally.count(said.hashes.model, in: &modelHashes)
    ReportTally.count(said.source, in: &sources)
  }

  private static func count(_ name: String?, in counts: inout [String: Int]) {
    guard let name, counts[name] != nil || counts.count < hashesMax else { return }
    counts[name, default: 0] += 1
  }
}
