import Drift
import Learning
import RuleLanguage

/// How all was distributed in the history that a model learned from: what later records are held against.
struct LearnedPast {
  private let history: LearningHistory
  private let learned: [LearnedScheme]

  init(_ history: LearningHistory, _ learned: [LearnedScheme]) { (self.history, self.learned) = (history, learned) }

  /// Features and rules over the whole history. Scores and alerts on the test alone: of rows that it learned from a model is surer than it
  /// will ever be again.
  func distributions() throws(LearningError) -> Distributions {
    let columns = try history.frame().columns
    let hashes = Dictionary(history.features.features.map { ($0.name, $0.hash) }) { first, _ in first }
    var entries: [Distributions.Entry] = []
    for column in columns {
      let subject = DriftSubject(.feature, column.name, hash: hashes[column.name] ?? "")
      switch column.values {
      case .numbers(let numbers): entries.append(.init(subject, Distribution(numbers: numbers)))
      case .categories(let codes, let texts): entries.append(.init(subject, Distribution(codes: codes, texts: texts)))
      }
    }
    for one in learned {
      let test = one.model.test
      entries.append(.init(DriftFeed.score(one.scheme), Distribution(numbers: test.chances)))
      let alerts = test.chances.count { one.model.threshold.isAlert($0) }
      entries.append(.init(DriftFeed.alerts(one.scheme), Distribution(occurred: alerts, of: test.chances.count)))
    }
    let counts = history.counts
    for (place, fired, unknown) in DriftFeed.rules(history.rules) {
      let count = counts.rules[place] ?? DecisionCounts.OfRule()
      entries.append(.init(fired, Distribution(occurred: count.fired, of: counts.records)))
      entries.append(.init(unknown, Distribution(occurred: count.unknown, of: counts.records)))
    }
    return Distributions(entries)
  }
}
