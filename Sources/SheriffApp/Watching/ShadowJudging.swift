import Detection
import Learning
import Monitor
import Records
import RuleEngine
import RuleLanguage

/// How often something in shadow held something against a record.
struct ShadowCount: Equatable {
  /// Records that nobody live holds anything against in that scheme.
  var alone = 0
  /// Those that are flagged anyway.
  var together = 0

  static func + (left: ShadowCount, right: ShadowCount) -> ShadowCount {
    ShadowCount(alone: left.alone + right.alone, together: left.together + right.together)
  }
}

/// Asks rules and a model in shadow beside the live ones. They accuse nobody, and what they would say is kept apart.
final class ShadowJudging {
  private let model: ModelScoring?
  private var making: FindingMaking
  private(set) var counts: [String: ShadowCount] = [:]

  /// Nil where nothing is in shadow.
  init?(_ means: SourceJudge.Means, symbols: SymbolTable) {
    model = means.shadow
    making = FindingMaking(means.rules, symbols: symbols, model: model, status: .shadow)
    let hasRules = means.rules.program.rules.contains { $0.status == .shadow && $0.schema == means.rules.schema }
    guard model != nil || hasRules else { return nil }
  }

  /// - live: what is held against the same records for good.
  func findings(
    _ decisions: Decisions, in batch: RecordBatch, from start: Int, _ hashes: DecisionHashes, beside live: [Finding]
  ) throws -> [HashedFinding] {
    let opinions = try model?.opinions(decisions)
    let found = making.findings(decisions, in: batch, from: start, opinions: opinions)
    guard !found.isEmpty else { return [] }
    var hashes = hashes
    hashes.model = model?.version.hash
    let places = Dictionary((0..<decisions.count).map { (decisions.row($0), $0) }) { first, _ in first }
    let flagged = Set(live.map { "\($0.row) \($0.scheme)" })
    for finding in found {
      let isTogether = flagged.contains("\(finding.row) \(finding.scheme)")
      let isByModel = places[finding.row].flatMap { opinions?.byScheme[finding.scheme]?[$0] }?.isAlert ?? false
      for who in finding.rules + (isByModel ? [model?.version.reference.description ?? ""] : []) {
        counts[who, default: ShadowCount()].alone += isTogether ? 0 : 1
        counts[who, default: ShadowCount()].together += isTogether ? 1 : 0
      }
    }
    return found.map { HashedFinding($0, hashes, isShadow: true) }
  }
}
