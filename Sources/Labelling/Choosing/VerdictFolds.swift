import Evaluation
import Foundation

/// The records with verdicts in five parts: each part is judged by what the other four, and all votes, say.
struct VerdictFolds {
  /// One pattern's records with verdicts in one part.
  struct Cell {
    var pattern: Int
    var fold: Int
    var frauds = 0.0
    var legits = 0.0
  }

  static let folds = 5

  /// Patterns by votes alone, with the records that nobody judged.
  let votes: [[Int8]]
  let silent: [Double]
  /// By pattern, then by fold.
  private(set) var cells: [Cell]
  let rules: [VotingRule]

  init(_ patterns: VotePatterns, seed: UInt64) {
    var numbers: [[Int8]: Int] = [:]
    var votes: [[Int8]] = []
    var silent: [Double] = []
    var cells: [Cell] = []
    // Parts are dealt out in turn, so that each has as many frauds as another.
    var next = Int(SeededRandom(seed, of: 0).first % UInt64(VerdictFolds.folds))
    for place in 0..<patterns.count {
      let row = patterns.votes[place]
      let number = numbers[row] ?? votes.count
      if number == votes.count {
        numbers[row] = number
        votes.append(row)
        silent.append(0)
        cells += (0..<VerdictFolds.folds).map { Cell(pattern: number, fold: $0) }
      }
      let count = patterns.counts[place]
      guard patterns.verdicts[place] != .none else {
        silent[number] += count
        continue
      }
      for fold in 0..<VerdictFolds.folds {
        let turn = Double((fold - next + VerdictFolds.folds) % VerdictFolds.folds)
        let part = ((count - turn) / Double(VerdictFolds.folds)).rounded(.up)
        let cell = number * VerdictFolds.folds + fold
        if patterns.verdicts[place] == .fraud { cells[cell].frauds += max(0, part) } else { cells[cell].legits += max(0, part) }
      }
      next = (next + Int(count.truncatingRemainder(dividingBy: Double(VerdictFolds.folds)))) % VerdictFolds.folds
    }
    (self.votes, self.silent, self.cells, rules) = (votes, silent, cells, patterns.rules)
  }

  var frauds: Double { cells.reduce(0) { $0 + $1.frauds } }
  var legits: Double { cells.reduce(0) { $0 + $1.legits } }

  /// The verdicts of all parts but one, by pattern; of all parts where none is named.
  func verdicts(without fold: Int?) -> [(frauds: Double, legits: Double)] {
    votes.indices.map { pattern in
      var sum = (frauds: 0.0, legits: 0.0)
      for other in 0..<VerdictFolds.folds where other != fold {
        let cell = cells[pattern * VerdictFolds.folds + other]
        sum.frauds += cell.frauds
        sum.legits += cell.legits
      }
      return sum
    }
  }

  /// Patterns to learn from without a part's verdicts; the first of them are by votes alone and without verdicts.
  func patterns(without fold: Int) -> VotePatterns {
    let known = verdicts(without: fold)
    var counts = silent
    for cell in cells where cell.fold == fold { counts[cell.pattern] += cell.frauds + cell.legits }
    return VotePatterns(
      rules: rules, votes: votes + votes + votes,
      verdicts: votes.map { _ in Verdict.none } + votes.map { _ in .fraud } + votes.map { _ in .legit },
      counts: counts + known.map(\.frauds) + known.map(\.legits))
  }
}

extension SeededRandom {
  /// The first number, of a run that is used for nothing else.
  fileprivate var first: UInt64 {
    var copy = self
    return copy.next()
  }
}
