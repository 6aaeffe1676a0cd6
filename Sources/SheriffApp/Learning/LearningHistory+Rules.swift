extension LearningHistory {
  /// What the rules alone say of each record, and of which they make an alert.
  struct RulesAlone {
    var scores: [Double]
    var alerts: [Bool]
  }

  /// By record the chance that one of several things holds, as if they had nothing to do with each other.
  static func chanceOfAny(_ chances: [[Double]]) -> [Double] {
    (chances.first ?? []).indices.map { record in 1 - chances.reduce(1) { $0 * (1 - $1[record]) } }
  }

  /// Of a scheme's rules; where none is of that scheme, as of a field that says fraud and not which, of all that vote fraud together. Nil
  /// where there is none.
  func rulesAlone(on scheme: String) -> RulesAlone? {
    let own = ruleScores[scheme] == nil ? votes.schemes : [scheme]
    let scores = own.compactMap { ruleScores[$0] }
    let alerts = own.compactMap { ruleAlerts[$0] }
    guard !scores.isEmpty, scores.count == alerts.count else { return nil }
    guard scores.count > 1 else { return RulesAlone(scores: scores[0], alerts: alerts[0]) }
    return RulesAlone(
      scores: LearningHistory.chanceOfAny(scores),
      alerts: alerts[0].indices.map { record in alerts.contains { $0[record] } })
  }
}
