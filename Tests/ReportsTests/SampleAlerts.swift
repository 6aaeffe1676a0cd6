import Alerts
import Detection
import Records
import Reports
import TestSupport

/// Alerts of a company that does not exist.
enum SampleAlerts {
  static func alert(
    _ number: Int, scheme: String = "rep-padding", entity: String? = "Ann Archer", day: Int = 0, loss: Int64? = 100_000,
    score: Double = 0.9, currency: Currency = .usDollar, reason: String = "so", evidence: String = "{}",
    isCalibrated: Bool = false, _ standing: ReportedAlert.Standing = .open
  ) -> ReportedAlert {
    let start = CivilDate(year: 2024, month: 1, day: 1)?.daysSince1970 ?? 0
    return ReportedAlert(
      Sighting(
        source: "/orders.csv", record: "row:\(number)", row: Int64(number),
        at: CivilDate(daysSince1970: start + Int64(day)).instant, entity: entity, scheme: scheme, severity: .high, score: score,
        isCalibrated: isCalibrated, rules: ["padding.gap"], loss: loss.map { Money(unchecked: $0) }, currency: currency,
        reason: reason, evidence: evidence, hashes: DecisionHashes(rules: "abc", baseline: "def", model: nil)), standing)
  }

  static func random(_ count: Int, seed: UInt64) -> [ReportedAlert] {
    var random = SeededGenerator(seed: seed)
    let names = [
      "Ann Archer", "Ann", "Bo <b>", "=1+1", "Zoë O'Neil", "Ann Archer Jr", String(repeating: "x", count: 300), "\u{0}",
    ]
    return (0..<count).map { number in
      let name = names.randomElement(using: &random)
      return alert(
        number, scheme: ["rep-padding", "admin-injected", "data-quality", "my own <scheme>"].randomElement(using: &random) ?? "",
        entity: Int.random(in: 0..<9, using: &random) == 0 ? nil : name, day: Int.random(in: 0..<700, using: &random),
        loss: Int.random(in: 0..<9, using: &random) == 0 ? nil : Int64.random(in: -10_000...90_000_000, using: &random),
        score: Double.random(in: 0...1, using: &random),
        currency: Int.random(in: 0..<5, using: &random) == 0 ? Currency("EUR") ?? .usDollar : .usDollar,
        reason: "\(name ?? "") did it", evidence: "{\"taken_home\":\"Bicycle \(number % 7)\",\"rep\":\"\(name ?? "")\"}",
        ReportedAlert.Standing.allCases.randomElement(using: &random) ?? .open)
    }
  }

  static func story(
    _ alerts: [ReportedAlert], _ period: ReportPeriod = ReportPeriod(), history: HistoryFacts? = nil,
    key: [UInt8]? = Array("key".utf8),
    wording: Wording = .english
  ) -> ReportStory {
    var tally = ReportTally(period)
    for alert in alerts { tally.add(alert) }
    return ReportStory(
      ReportFacts(
        tally, history: history, names: Pseudonyms(key: key, kind: "rep", wording: wording), wording: wording,
        made: CivilDate(daysSince1970: 20_000)))
  }
}
