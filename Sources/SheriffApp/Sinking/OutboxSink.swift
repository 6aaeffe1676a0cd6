import Detection
import Monitor
import Outbox
import Records

/// A sink whose receiver may be slow or away: findings are kept in an outbox, and sent from there.
final class OutboxSink: FindingSink {
  let outbox: SinkOutbox

  init(_ outbox: SinkOutbox) { self.outbox = outbox }

  var name: String { outbox.sink }

  func deliver(_ findings: [HashedFinding]) throws(DeliveryFailure) {
    let came = Instant.ofClock()
    let lines = findings.map { found in
      OutboxLine(
        identity: FindingLines.key(found.finding.scheme, found.finding.id, found.finding.row), came: came,
        json: String(FindingText.json(found.finding, found.hashes).dropLast()))
    }
    do throws(SourceError) { try outbox.append(lines) } catch {
      throw DeliveryFailure("findings for \(name) cannot be kept: \(error)", advice: ["free space under the home"])
    }
  }
}
