import Foundation

/// Finds which rules depend on each other, so that a copy is not a second witness.
///
/// Two rules that agree more than the classes explain are merged into one voter where this pays for the numbers that it costs:
/// the likelihood has to grow by half the logarithm of the records for each of them, and by what the choice among all pairs
/// brings by chance.
struct DependenceSearch {
  let patterns: VotePatterns
  let bounds: ClosedRange<Double>

  /// Votes that are shared to this degree make two rules one, whatever the rest says.
  private static let copiesFrom = 0.95
  /// With fewer voters than this, agreement alone says nothing of how right each is.
  static let votersMin = 3
  private static let candidatesMax = 5
  private static let outcomesMax = 96
  private static let margin = 3.0

  struct Result {
    var voters: Voters
    var fitted: FittedMixture
  }

  func run(findsDependence: Bool) -> Result {
    let singles = patterns.rules.indices.map { [$0] }
    var best = fitted(findsDependence ? withoutCopies(singles) : singles)
    guard findsDependence, patterns.count > 0 else { return best }
    while best.voters.informative > DependenceSearch.votersMin, let better = merged(best) { best = better }
    return best
  }

  private func fitted(_ groups: [[Int]], also known: [[Double]] = []) -> Result {
    let voters = Voters(groups, patterns)
    let fitting = MixtureFitting(voters: voters, patterns: patterns, bounds: bounds)
    return Result(voters: voters, fitted: fitting.bestFit(also: known))
  }

  /// What a fit is worth once its numbers are paid for.
  private func worth(_ fitted: FittedMixture, _ voters: Voters) -> Double {
    fitted.logLikelihood - 0.5 * Double(voters.parameters) * log(max(2, patterns.records))
  }

  private func merged(_ current: Result) -> Result? {
    let groups = current.voters.groups
    var best: (gain: Double, groups: [[Int]], fitted: FittedMixture)?
    let base = worth(current.fitted, current.voters)
    for (first, second) in candidates(current) {
      var joint = groups
      let joining = joint.remove(at: second)
      joint[first] += joining
      let voters = Voters(joint, patterns)
      guard voters.all[first].outcomes.count <= DependenceSearch.outcomesMax else { continue }
      let fitting = MixtureFitting(voters: voters, patterns: patterns, bounds: bounds)
      let fitted = fitting.bestFit(also: [current.fitted.probabilities], isShort: true)
      let gain = worth(fitted, voters) - base
      if gain > best?.gain ?? 0 { best = (gain, joint, fitted) }
    }
    let pairs = Double(groups.count * (groups.count - 1) / 2)
    guard let best, best.gain > log(pairs) + DependenceSearch.margin else { return nil }
    return fitted(best.groups, also: [best.fitted.probabilities])
  }

  /// The pairs that agree most: beyond what the present classes explain, and beyond chance. A wrong fit explains the
  /// copies' agreement by its classes, so the first alone would not find them.
  private func candidates(_ current: Result) -> [(Int, Int)] {
    let voters = current.voters
    var pairs: [(first: Int, second: Int, residual: Double, raw: Double)] = []
    for second in voters.all.indices where voters.all[second].isInformative {
      for first in 0..<second where voters.all[first].isInformative {
        let (residual, raw) = excess(first, second, voters, current.fitted.mixture)
        pairs.append((first, second, residual, raw))
      }
    }
    let limit = DependenceSearch.candidatesMax
    let chosen = pairs.sorted { $0.residual > $1.residual }.prefix(limit) + pairs.sorted { $0.raw > $1.raw }.prefix(limit)
    var seen: Set<[Int]> = []
    return chosen.filter { seen.insert([$0.first, $0.second]).inserted }.map { ($0.first, $0.second) }
  }

  /// The likelihood ratio of a pair's joint table against the mixture, and against no connection at all.
  private func excess(_ first: Int, _ second: Int, _ voters: Voters, _ mixture: Mixture) -> (Double, Double) {
    let (one, other) = (voters.all[first], voters.all[second])
    let width = other.outcomes.count
    var table = [Double](repeating: 0, count: one.outcomes.count * width)
    for pattern in 0..<patterns.count {
      table[Int(one.outcomeOfPattern[pattern]) * width + Int(other.outcomeOfPattern[pattern])] += patterns.counts[pattern]
    }
    let records = patterns.records
    let rows = one.outcomes.indices.map { row in (0..<width).reduce(0) { $0 + table[row * width + $1] } }
    let columns = (0..<width).map { column in rows.indices.reduce(0) { $0 + table[$1 * width + column] } }
    var (residual, raw) = (0.0, 0.0)
    for row in rows.indices {
      for column in 0..<width where table[row * width + column] > 0 {
        let observed = table[row * width + column]
        let (a, b) = (voters.starts[first] + row, voters.starts[second] + column)
        let expected =
          mixture.share * mixture.givenFraud[a] * mixture.givenFraud[b]
          + (1 - mixture.share) * mixture.givenLegit[a] * mixture.givenLegit[b]
        residual += observed * log(observed / (records * expected))
        raw += observed * log(observed * records / (rows[row] * columns[column]))
      }
    }
    return (residual, raw)
  }

  /// Groups of rules that vote the same nearly wherever one of them votes.
  private func withoutCopies(_ singles: [[Int]]) -> [[Int]] {
    var groups: [[Int]] = []
    for rule in patterns.rules.indices {
      if let group = groups.firstIndex(where: { agreement($0[0], rule) >= DependenceSearch.copiesFrom }) {
        groups[group].append(rule)
      } else {
        groups.append([rule])
      }
    }
    return groups
  }

  /// The share of records with the same vote among those on which one of two rules votes.
  private func agreement(_ first: Int, _ second: Int) -> Double {
    var (voted, same) = (0.0, 0.0)
    for (votes, count) in zip(patterns.votes, patterns.counts) where votes[first] != 0 || votes[second] != 0 {
      voted += count
      if votes[first] == votes[second] { same += count }
    }
    return voted > 0 ? same / voted : 0
  }
}
