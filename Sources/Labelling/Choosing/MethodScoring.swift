import Evaluation
import Foundation

/// The three methods held against verdicts that they have not seen.
///
/// The label model takes the other parts' verdicts as known classes. The majority and a single rule take from them what share is
/// fraud at each count of votes, and each vote; which rule is best is learned there too.
struct MethodScoring {
  let folds: VerdictFolds
  let model: LabelModel
  /// What the model says of each row of votes that nobody judged.
  private let believed: [[Int8]: Double]

  init(folds: VerdictFolds, model: LabelModel) {
    (self.folds, self.model) = (folds, model)
    let silent = model.patterns.verdicts.indices.filter { model.patterns.verdicts[$0] == .none }
    believed = Dictionary(silent.map { (model.patterns.votes[$0], model.probabilities[$0]) }) { first, _ in first }
  }

  /// Of each of the model's patterns the chance of fraud by a method that has seen all verdicts.
  func probabilities(_ method: LabelMethod) -> [Double] {
    let known = folds.verdicts(without: nil)
    let answers: [Double]? =
      switch method {
      case .labelModel: nil
      case .majorityVote: calibrated(known) { MajorityVote.level($0) }
      case .singleRule(let rule): calibrated(known) { Int($0[rule]) }
      }
    guard let answers else { return model.probabilities }
    let byVotes = Dictionary(zip(folds.votes, answers)) { first, _ in first }
    return model.patterns.votes.indices.map { place in
      switch model.patterns.verdicts[place] {
      case .fraud: 1
      case .legit: 0
      case .none: byVotes[model.patterns.votes[place]] ?? model.share.value
      }
    }
  }

  private typealias Table = [(frauds: Double, legits: Double)]

  /// The lowest log loss first; among equals the simpler.
  var scores: [HeldOutScore] {
    let single = bestRule(folds.verdicts(without: nil))
    let answers: [(LabelMethod, (Int) -> [Double])] = [
      (.majorityVote, { fold in calibrated(folds.verdicts(without: fold)) { MajorityVote.level($0) } }),
      (
        .singleRule(single),
        { fold in
          let known = folds.verdicts(without: fold)
          let rule = bestRule(known)
          return calibrated(known) { Int($0[rule]) }
        }
      ),
      (.labelModel, { modelled($0) }),
    ]
    let scores = answers.map { method, answer in score(method, (0..<VerdictFolds.folds).map(answer)) }
    return scores.enumerated().sorted { ($0.element.logLoss, $0.offset) < ($1.element.logLoss, $1.offset) }.map(\.element)
  }

  private func score(_ method: LabelMethod, _ byFold: [[Double]]) -> HeldOutScore {
    var (loss, records) = (0.0, 0.0)
    var scored: [(score: Double, count: Int, frauds: Int)] = []
    for cell in folds.cells where cell.frauds + cell.legits > 0 {
      let probability = byFold[cell.fold][cell.pattern]
      // What is held for certain and is wrong costs much, and not without bound.
      loss -= cell.frauds * log(max(probability, 1e-9)) + cell.legits * log(max(1 - probability, 1e-9))
      records += cell.frauds + cell.legits
      scored.append((probability, Int(cell.frauds + cell.legits), Int(cell.frauds)))
    }
    return HeldOutScore(method: method, logLoss: loss / records, averagePrecision: AveragePrecision(scored)?.expected)
  }

  private func modelled(_ fold: Int) -> [Double] {
    let patterns = folds.patterns(without: fold)
    let voters = Voters(model.groups, patterns)
    let fitting = MixtureFitting(voters: voters, patterns: patterns, bounds: model.options.balance.bounds)
    let start = patterns.votes.map { believed[$0] ?? 0 }
    return Array(fitting.bestFit(also: [start], isShort: true).probabilities.prefix(folds.votes.count))
  }

  /// The share of fraud among the verdicts of each level, drawn a little to the share among all.
  private func calibrated(_ known: Table, _ level: ([Int8]) -> Int) -> [Double] {
    var byLevel: [Int: (frauds: Double, all: Double)] = [:]
    var (frauds, all) = (0.5, 1.0)
    for (votes, verdicts) in zip(folds.votes, known) {
      let place = level(votes)
      byLevel[place, default: (0, 0)].frauds += verdicts.frauds
      byLevel[place, default: (0, 0)].all += verdicts.frauds + verdicts.legits
      frauds += verdicts.frauds
      all += verdicts.frauds + verdicts.legits
    }
    return folds.votes.map { votes in
      let here = byLevel[level(votes)] ?? (0, 0)
      return (here.frauds + frauds / all) / (here.all + 1)
    }
  }

  private func bestRule(_ known: Table) -> Int {
    let losses = folds.rules.indices.map { rule in
      let answers = calibrated(known) { Int($0[rule]) }
      return zip(answers, known).reduce(0.0) { $0 - $1.1.frauds * log($1.0) - $1.1.legits * log(1 - $1.0) }
    }
    return losses.indices.min { losses[$0] < losses[$1] } ?? 0
  }
}
