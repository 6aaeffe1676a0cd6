import Detection
import Provenance
import Records
import RuleLanguage

/// A suspicion as a finding, so that whatever reads findings reads these.
struct SuspicionFinding {
  private let slot: String
  let hashes: DecisionHashes

  init(_ installation: Installation, _ policy: Policy) {
    slot = installation.slot
    hashes = DecisionHashes(
      rules: SHA256.hash("provenance \(Installation.currentVersion) \(policy.description(with: installation))"), baseline: nil,
      model: nil)
  }

  func finding(_ suspicion: Suspicion) -> Finding {
    Finding(
      witnessed: suspicion.id, time: suspicion.time, entity: suspicion.writer?.sessionRole, scheme: "admin-injected",
      severity: severity(suspicion.severity), rules: suspicion.kinds.map { "provenance.\($0.rawValue)" },
      reason: suspicion.reason, evidence: evidence(suspicion))
  }

  private func severity(_ severity: Suspicion.Severity) -> Program.Rule.Severity {
    switch severity {
    case .medium: .medium
    case .high: .high
    case .critical: .critical
    }
  }

  private func evidence(_ suspicion: Suspicion) -> [(name: String, value: Value, type: ValueType)] {
    var parts: [(name: String, value: Value, type: ValueType)] = []
    func add(_ name: String, _ text: String?) { if let text { parts.append((name, .text(text), .text)) } }
    add("slot", slot)
    if let transaction = suspicion.transaction { parts.append(("transaction", .integer(Int64(transaction)), .integer)) }
    if let time = suspicion.time { parts.append(("committed_at", .time(time.microseconds), .time)) }
    add("lsn", suspicion.position?.description)
    add("table", suspicion.table?.description)
    add("key", suspicion.key)
    if !suspicion.columns.isEmpty {
      let changes = suspicion.columns.map { "\($0.name): \($0.old ?? "nothing") → \($0.new ?? "nothing")" }
      add("columns", changes.joined(separator: "; "))
    }
    if let writer = suspicion.writer {
      add("session_role", writer.sessionRole)
      add("acting_role", writer.actingRole)
      add("application", writer.application)
      add("client", writer.client)
    }
    add("origin", suspicion.origin)
    add("witnesses", suspicion.witnesses)
    for detail in suspicion.details { add(detail.name, detail.text) }
    return parts
  }
}
