import Foundation

/// Two classes of records, and what each voter says of either: given the class, voters do not know of each other.
struct Mixture {
  /// The share of fraud.
  var share: Double
  /// By outcome, of all voters, how often it comes among fraud, and among the rest.
  var givenFraud: [Double]
  var givenLegit: [Double]
}

/// A mixture fitted to patterns.
struct FittedMixture {
  var mixture: Mixture
  /// Of each pattern the chance of fraud; 1 or 0 where there is a verdict.
  var probabilities: [Double]
  var logLikelihood: Double
  /// With the prior's part: what starts are compared by.
  var penalised: Double
}

/// Expectation and maximisation over patterns.
struct MixtureFitting {
  let voters: Voters
  let patterns: VotePatterns
  let bounds: ClosedRange<Double>
  /// All rules share one accuracy, as a majority vote takes for granted. Only where each voter is one rule.
  var isTied = false

  /// Each outcome counts as if it had been seen this often more, in either class: no rate is 0 or 1.
  private static let pseudoCount = 0.5

  func fit(from probabilities: [Double], iterations: Int, tolerance: Double) -> FittedMixture {
    var fitted = expectation(maximisation(clamped(probabilities)))
    for _ in 1..<max(2, iterations) {
      let next = expectation(maximisation(fitted.probabilities))
      let gain = next.penalised - fitted.penalised
      fitted = next
      if abs(gain) < tolerance { break }
    }
    return fitted
  }

  private func clamped(_ probabilities: [Double]) -> [Double] {
    zip(probabilities, patterns.verdicts).map { probability, verdict in
      switch verdict {
      case .none: probability
      case .fraud: 1
      case .legit: 0
      }
    }
  }

  // MARK: Expectation

  /// What a mixture says of the patterns, whatever counts it was fitted to.
  func expectation(_ mixture: Mixture) -> FittedMixture {
    let fraud = mixture.givenFraud.map { log($0) }
    let legit = mixture.givenLegit.map { log($0) }
    let (logShare, logRest) = (log(mixture.share), log1p(-mixture.share))
    let width = voters.all.count
    var probabilities = [Double](repeating: 0, count: patterns.count)
    var sum = 0.0
    voters.places.withUnsafeBufferPointer { places in
      fraud.withUnsafeBufferPointer { fraud in
        legit.withUnsafeBufferPointer { legit in
          for pattern in 0..<probabilities.count {
            var (logFraud, logLegit) = (logShare, logRest)
            var next = pattern * width
            let end = next + width
            while next < end {
              let place = Int(places[next])
              logFraud += fraud[place]
              logLegit += legit[place]
              next += 1
            }
            let likelihood: Double
            switch patterns.verdicts[pattern] {
            case .none:
              let odds = logFraud - logLegit
              probabilities[pattern] = 1 / (1 + exp(-odds))
              likelihood = max(logFraud, logLegit) + log1p(exp(-abs(odds)))
            case .fraud: (probabilities[pattern], likelihood) = (1, logFraud)
            case .legit: (probabilities[pattern], likelihood) = (0, logLegit)
            }
            sum += patterns.counts[pattern] * likelihood
          }
        }
      }
    }
    let prior = MixtureFitting.pseudoCount * (fraud.reduce(0, +) + legit.reduce(0, +) + logShare + logRest)
    return FittedMixture(mixture: mixture, probabilities: probabilities, logLikelihood: sum, penalised: sum + prior)
  }

  // MARK: Maximisation

  func maximisation(_ probabilities: [Double]) -> Mixture {
    var fraud = [Double](repeating: 0, count: voters.outcomeCount)
    var legit = fraud
    let width = voters.all.count
    var (frauds, records) = (0.0, 0.0)
    fraud.withUnsafeMutableBufferPointer { fraud in
      legit.withUnsafeMutableBufferPointer { legit in
        voters.places.withUnsafeBufferPointer { places in
          for pattern in 0..<probabilities.count {
            let count = patterns.counts[pattern]
            let here = count * probabilities[pattern]
            let rest = count - here
            records += count
            frauds += here
            var next = pattern * width
            let end = next + width
            while next < end {
              let place = Int(places[next])
              fraud[place] += here
              legit[place] += rest
              next += 1
            }
          }
        }
      }
    }
    if isTied { tie(&fraud, &legit) }
    for (voter, start) in zip(voters.all, voters.starts) {
      settle(voter, start..<start + voter.outcomes.count, &fraud, &legit)
    }
    let learned = (frauds + MixtureFitting.pseudoCount) / (records + 2 * MixtureFitting.pseudoCount)
    return Mixture(
      share: min(max(learned, bounds.lowerBound), bounds.upperBound), givenFraud: fraud, givenLegit: legit)
  }

  /// Counts become rates. A voter whose vote for fraud would be likelier among honest records says nothing instead: otherwise
  /// the classes may change places.
  private func settle(_ voter: Voter, _ range: Range<Int>, _ fraud: inout [Double], _ legit: inout [Double]) {
    let (frauds, legits) = (fraud[range].reduce(0, +), legit[range].reduce(0, +))
    let pseudo = MixtureFitting.pseudoCount
    let size = Double(range.count)
    var excess = 0.0
    let pooled = range.map { fraud[$0] + legit[$0] }
    for place in range {
      fraud[place] = (fraud[place] + pseudo) / (frauds + pseudo * size)
      legit[place] = (legit[place] + pseudo) / (legits + pseudo * size)
      let votes = voter.outcomes[place - range.lowerBound].reduce(0) { $0 + Int($1) }
      excess += Double(votes) * (fraud[place] - legit[place])
    }
    guard excess < 0 else { return }
    for place in range {
      fraud[place] = (pooled[place - range.lowerBound] + pseudo) / (frauds + legits + pseudo * size)
      legit[place] = fraud[place]
    }
  }

  /// Every rule gets the counts of all together, by what was voted.
  private func tie(_ fraud: inout [Double], _ legit: inout [Double]) {
    var (fraudOfVote, legitOfVote) = ([0.0, 0, 0], [0.0, 0, 0])
    for (voter, start) in zip(voters.all, voters.starts) {
      for (outcome, votes) in voter.outcomes.enumerated() {
        fraudOfVote[Int(votes[0] - Vote.legit)] += fraud[start + outcome]
        legitOfVote[Int(votes[0] - Vote.legit)] += legit[start + outcome]
      }
    }
    for (voter, start) in zip(voters.all, voters.starts) {
      for (outcome, votes) in voter.outcomes.enumerated() {
        fraud[start + outcome] = fraudOfVote[Int(votes[0] - Vote.legit)]
        legit[start + outcome] = legitOfVote[Int(votes[0] - Vote.legit)]
      }
    }
  }
}
