import CommandLineKit
import Detection
import Foundation
import Monitor
import Records
import RuleLanguage

/// A few lines at the foot of a terminal that say how a monitor is: drawn anew in place, seldom enough to be read. What is said besides
/// goes above them.
final class LiveView: FindingSink {
  struct State {
    var source: String
    var records: Int64
    var alerts: Int64
    /// The time of the latest record.
    var latest: Instant?
    var held: String?
    var rules: [(name: String, fired: Int)]
  }

  private let terminal: Terminal
  private var drawn = 0
  private var drawnAt = -1.0
  private var samples: [(at: Double, records: Int64)] = []
  private var recent: [String] = []

  private static let redrawEvery = 0.5
  private static let rateSeconds = 5.0
  private static let recentMax = 3
  private static let rulesMax = 6

  init(_ terminal: Terminal) { self.terminal = terminal }

  /// A line above the view.
  func say(_ text: String) {
    clear()
    terminal.say(text)
    drawnAt = -1
  }

  let name = "terminal"

  func deliver(_ findings: [HashedFinding]) throws(DeliveryFailure) {
    for finding in findings.suffix(LiveView.recentMax).map(\.finding) {
      let loss = finding.loss.map { " \($0.text(in: finding.currency))" } ?? ""
      recent.append("\(finding.severity?.rawValue ?? "") \(finding.scheme) \(finding.entity ?? "")\(loss): \(finding.reason)")
    }
    recent = recent.suffix(LiveView.recentMax)
  }

  func refresh(_ state: @autoclosure () -> State, at now: Double) {
    guard now - drawnAt >= LiveView.redrawEvery else { return }
    drawnAt = now
    let state = state()
    samples.append((now, state.records))
    samples.removeAll { now - $0.at > LiveView.rateSeconds }
    let lines = lines(state, now)
    clear()
    terminal.sayRaw(lines.map { $0 + "\n" }.joined())
    drawn = lines.count
  }

  /// Takes the view away.
  func clear() {
    if drawn > 0 { terminal.sayRaw("\u{1B}[\(drawn)A\u{1B}[J") }
    drawn = 0
  }

  private func lines(_ state: State, _ now: Double) -> [String] {
    let first = samples.first ?? (now, state.records)
    let rate = now > first.at ? Double(state.records - first.records) / (now - first.at) : 0
    var parts = [
      "\(groupedInThousands(String(Int(rate.rounded())))) records/s", "\(groupedInThousands(String(state.records))) so far",
    ]
    parts.append("\(groupedInThousands(String(state.alerts))) alerts")
    if let latest = state.latest { parts.append("lag \(LiveView.lag(latest))") }
    var lines = ["", terminal.styled(state.source, .bold) + "  " + parts.joined(separator: "  ")]
    if let held = state.held { lines.append(terminal.styled("held up: \(held)", .red)) }
    let most = state.rules.first?.fired ?? 0
    for rule in state.rules.prefix(LiveView.rulesMax) {
      let bar = String(repeating: "▪", count: most > 0 ? max(1, rule.fired * 20 / most) : 0)
      let name = rule.name.padding(toLength: max(36, rule.name.count), withPad: " ", startingAt: 0)
      let count = groupedInThousands(String(rule.fired))
      lines.append("  \(name) \(String(repeating: " ", count: max(0, 9 - count.count)))\(count) \(terminal.styled(bar, .dim))")
    }
    for alert in recent { lines.append(terminal.styled("  \(alert)", .dim)) }
    return lines.map { fitted($0) }
  }

  /// A line that is wrapped would be two to take away.
  private func fitted(_ line: String) -> String {
    guard !line.contains("\u{1B}") else {
      // Styles stand around the whole of a line or at its beginning, and are short.
      return line.count > terminal.width + 8 ? String(line.prefix(terminal.width - 1)) + "\u{1B}[0m" : line
    }
    return line.count > terminal.width ? String(line.prefix(terminal.width - 1)) + "…" : line
  }

  private static func lag(_ latest: Instant) -> String {
    let seconds = Date.now.timeIntervalSince1970 - Double(latest.microseconds) / 1e6
    if seconds < 0 { return "none" }
    if seconds < 120 { return "\(String(format: "%.1f", seconds)) s" }
    if seconds < 7200 { return "\(Int(seconds / 60)) min" }
    if seconds < 172_800 { return "\(Int(seconds / 3600)) h" }
    return "\(groupedInThousands(String(Int(seconds / 86_400)))) days"
  }
}
