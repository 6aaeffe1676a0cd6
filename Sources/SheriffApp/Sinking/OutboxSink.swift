import Detection
import Monitor
import Outbox
import Records

/// A sink whose receiver may be slow or away: findings are kept in an outbox, and sent from there.
final class OutboxSink: FindingSink {
  let outbox: SinkOutbox
  /// Nil for all of them.
  private let rule: String?

  /// - rule: findings of which alone are kept.
  init(_ outbox: SinkOutbox, rule: String? = nil) { (self.outbox, self.rule) = (outbox, rule) }

  var name: String { outbox.sink }

  func deliver(_ findings: [HashedFinding]) throws(DeliveryFailure) {
    let came = Instant.ofClock()
    let wanted = rule.map { rule in findings.filter { $0.finding.rules.contains(rule) } } ?? findings
    guard !wanted.isEmpty else { return }
    let lines = wanted.map { found in
      OutboxLine(
        identity: FindingLines.key(found.finding.scheme, found.finding.id, found.finding.row), came: came,
        json: String(FindingText.json(found.finding, found.hashes).dropLast()))
    }
    do throws(SourceError) { try outbox.append(lines) } catch {
      throw DeliveryFailure("findings for \(name) cannot be kept: \(error)", advice: ["free space under the home"])
    }
  }
}
