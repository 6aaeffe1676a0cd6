import Alerts
import CommandLineKit
import Files
import Records
import Reports

/// What a report is made of: alerts from the store or from a scan, and the history behind them where it is at hand.
struct ReportMaterial {
  let alerts: ReportAlerts
  private let history: ReportHistory?

  init(_ invocation: Invocation, _ period: ReportPeriod) throws {
    if let source = invocation.arguments.first {
      let history = try ReportHistory(invocation, source: source, period)
      self.history = history
      alerts = ReportAlerts(try ReportMaterial.judged(history.found, invocation))
      return
    }
    let store = try AlertOpening.existing(invocation)
    alerts = ReportAlerts(store, at: .ofClock())
    history = try ReportMaterial.source(of: store, invocation).map { try ReportHistory(invocation, source: $0, period) }
  }

  /// The history that stored alerts are about: what is said, else the one that they all name where it can be read.
  private static func source(of store: any AlertStore, _ invocation: Invocation) throws -> String? {
    if let said = invocation.text("history") { return said == "none" ? nil : said }
    let sources = try alerting { () throws(AlertError) in try store.sources() }
    guard sources.count == 1, let source = sources.first, source.hasPrefix("/"), FileTree.exists(source) else {
      if !invocation.flag("quiet"), !sources.isEmpty {
        invocation.terminal.say(
          "the history behind the alerts is not read: name it with --history, and the report also tells of peers and what was found clean"
        )
      }
      return nil
    }
    return source
  }

  /// What a scan finds, with the verdicts that the store has on it: a person's word holds wherever the alert is found again.
  private static func judged(_ found: [ReportedAlert], _ invocation: Invocation) throws -> [ReportedAlert] {
    guard try AlertOpening.address(invocation) != nil || FileTree.exists(RegistryOpening.path(invocation)) else { return found }
    let store = try AlertOpening.existing(invocation)
    guard let source = found.first?.sighting.source else { return found }
    let verdicts = try alerting { () throws(AlertError) in try store.verdicts(ofSource: source) }
    let rulings = Dictionary(
      verdicts.map { ("\($0.scheme)\u{0}\($0.record)", $0.ruling) }, uniquingKeysWith: { _, last in last })
    let suppressions = try alerting { () throws(AlertError) in try store.suppressions() }
    let now = Instant.ofClock()
    let holding = suppressions.filter { $0.holds(at: now) }
    return found.map { alert in
      let said = alert.sighting
      switch rulings["\(said.scheme)\u{0}\(said.record)"] {
      case .confirmed: return ReportedAlert(said, .confirmed)
      case .dismissed: return ReportedAlert(said, .dismissed)
      case nil: return holding.contains { $0.matches(said) } ? ReportedAlert(said, .suppressed) : alert
      }
    }
  }

  func story(_ period: ReportPeriod, _ wording: Wording, _ invocation: Invocation) throws -> ReportStory {
    var tally = ReportTally(period)
    try alerts.each { tally.add($0) }
    let key = invocation.flag("names") ? nil : try PseudonymKey.under(invocation.text("home") ?? ".sheriff")
    let names = Pseudonyms(key: key, kind: history?.entityKind ?? "person", wording: wording)
    let made = try ReportOptions.made()
    func story(_ facts: HistoryFacts?) -> ReportStory {
      ReportStory(ReportFacts(tally, history: facts, names: names, wording: wording, made: made))
    }
    guard let history else { return story(nil) }
    // Which records are worked out is known once the alerts are; their lines are then read from the history.
    let first = story(history.facts)
    return story(try history.completed(alerts, workedOut: first.candidates, in: period))
  }
}
