import Evaluation
import Foundation
import Labelling

/// Records whose class is known, and rules whose rates are: what the model has to find again.
struct World {
  struct Rule {
    var vote = Vote.fraud
    var givenFraud: Double
    var givenLegit: Double
  }

  private(set) var isFraud: [Bool]
  private(set) var frauds = 0.0
  private(set) var columns: [[Int8]] = []
  /// Of each rule the records on which it votes.
  private(set) var voted: [[Int]] = []
  private var random: SeededRandom

  init(seed: UInt64, records: Int = 100_000, share: Double = 0.01, rules: [Rule]) {
    random = SeededRandom(seed)
    isFraud = [Bool](repeating: false, count: records)
    for record in World.draws(share, records, &random) {
      isFraud[record] = true
      frauds += 1
    }
    for rule in rules { add(rule) }
  }

  mutating func add(_ rule: Rule) {
    var column = [Int8](repeating: Vote.abstain, count: isFraud.count)
    for record in World.draws(rule.givenLegit, isFraud.count, &random) where !isFraud[record] { column[record] = rule.vote }
    for record in World.draws(rule.givenFraud, isFraud.count, &random) where isFraud[record] { column[record] = rule.vote }
    append(column)
  }

  private mutating func append(_ column: [Int8]) {
    columns.append(column)
    voted.append(column.indices.filter { column[$0] != Vote.abstain })
  }

  /// A rule that votes as another does, but for a share of its votes, which it leaves out, and as many that it adds.
  mutating func copy(_ rule: Int, changed: Double = 0) {
    var column = columns[rule]
    let vote = voted[rule].first.map { column[$0] } ?? Vote.fraud
    let share = Double(voted[rule].count) / Double(column.count)
    for record in voted[rule] where random.share() < changed { column[record] = Vote.abstain }
    for record in World.draws(changed * share, column.count, &random) { column[record] = vote }
    append(column)
  }

  func votes() throws -> Votes { try Votes(rules: columns.indices.map { VotingRule("rule-\($0)") }, columns: columns) }

  /// What a rule really votes among fraud and among the rest.
  func truth(_ rule: Int) -> RuleRates {
    var rates = RuleRates()
    let legits = Double(isFraud.count) - frauds
    for record in voted[rule] {
      switch (columns[rule][record], isFraud[record]) {
      case (Vote.fraud, true): rates.fraudGivenFraud += 1 / frauds
      case (Vote.fraud, false): rates.fraudGivenLegit += 1 / legits
      case (_, true): rates.legitGivenFraud += 1 / frauds
      case (_, false): rates.legitGivenLegit += 1 / legits
      }
    }
    return rates
  }

  var share: Double { frauds / Double(isFraud.count) }

  /// Places that come up with a chance, found by their distances: a rare event costs what it weighs.
  private static func draws(_ chance: Double, _ count: Int, _ random: inout SeededRandom) -> [Int] {
    guard chance > 0 else { return [] }
    guard chance < 1 else { return Array(0..<count) }
    var places: [Int] = []
    if chance > 0.2 {
      for place in 0..<count where random.share() < chance { places.append(place) }
      return places
    }
    var place = -1
    while true {
      place += 1 + Int(log(1 - random.share()) / log(1 - chance))
      guard place < count else { return places }
      places.append(place)
    }
  }
}
