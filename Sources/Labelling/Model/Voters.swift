/// Rules that speak as one: a rule alone, or several that depend on each other, whose joint votes are the outcomes.
///
/// A copy brings no outcome that its original has not, so together they weigh what the original weighs.
struct Voter {
  /// Among the patterns' rules.
  let members: [Int]
  /// Of each pattern the outcome.
  let outcomeOfPattern: [Int32]
  /// Of each outcome that occurs the members' votes.
  let outcomes: [[Int8]]

  init(_ members: [Int], _ patterns: VotePatterns) {
    self.members = members
    var numbers: [[Int8]: Int32] = [:]
    var outcomes: [[Int8]] = []
    outcomeOfPattern = patterns.votes.map { votes in
      let outcome = members.map { votes[$0] }
      if let number = numbers[outcome] { return number }
      numbers[outcome] = Int32(outcomes.count)
      outcomes.append(outcome)
      return Int32(outcomes.count - 1)
    }
    self.outcomes = outcomes
  }

  /// Says more than one thing, so that it can tell anything at all.
  var isInformative: Bool { outcomes.count > 1 }

  /// Votes for fraud less votes for legit, a member counting as one part of the voter.
  func lean(_ outcome: Int) -> Int { outcomes[outcome].reduce(0) { $0 + Int($1) }.signum() }
}

/// A partition of the rules, laid out for the walk over patterns.
struct Voters {
  let all: [Voter]
  /// Where each voter's outcomes begin among all outcomes.
  let starts: [Int]
  let outcomeCount: Int
  /// By pattern, then by voter: the place among all outcomes.
  let places: [Int32]
  let patternCount: Int

  init(_ groups: [[Int]], _ patterns: VotePatterns) {
    all = groups.map { Voter($0, patterns) }
    var starts: [Int] = []
    var end = 0
    for voter in all {
      starts.append(end)
      end += voter.outcomes.count
    }
    (self.starts, outcomeCount, patternCount) = (starts, end, patterns.count)
    var places: [Int32] = []
    places.reserveCapacity(patterns.count * all.count)
    for pattern in 0..<patterns.count {
      for (voter, start) in zip(all, starts) { places.append(voter.outcomeOfPattern[pattern] + Int32(start)) }
    }
    self.places = places
  }

  var groups: [[Int]] { all.map(\.members) }
  var informative: Int { all.count { $0.isInformative } }

  /// Free numbers: of each voter and class a distribution, and the share of fraud.
  var parameters: Int { all.reduce(1) { $0 + 2 * ($1.outcomes.count - 1) } }
}
