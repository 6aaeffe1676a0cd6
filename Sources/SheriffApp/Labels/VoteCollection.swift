import Labelling
import Records
import RuleEngine
import RuleLanguage

/// The votes of live rules, gathered record by record as they are decided.
struct VoteCollection {
  private struct VotingPlace {
    /// Among the decisions' rules.
    var place: Int
    var rule: Program.Rule
    var vote: Int8
  }

  private let program: Program
  private let hasTime: Bool
  private var places: [VotingPlace]?
  private var columns: [[Int8]] = []
  private(set) var rows: [Int64] = []
  private(set) var ids: [String] = []

  init(_ program: Program, schema: Int) {
    self.program = program
    hasTime = program.schemas[schema].timeField != nil
  }

  mutating func add(_ decisions: Decisions, _ batch: RecordBatch, from start: Int) {
    let places = self.places ?? voting(decisions.rules)
    if self.places == nil { (self.places, columns) = (places, places.map { _ in [] }) }
    for record in 0..<decisions.count where decisions.kind(record) == .decided {
      rows.append(decisions.row(record))
      ids.append(batch.identity(of: start + record))
      for (column, voting) in places.enumerated() {
        // A rule that has expired is held against nobody, so it is no witness either.
        let isExpired = voting.rule.expires.map { hasTime && decisions.time(record) >= $0 } ?? false
        let hasFired = !isExpired && decisions.outcome(voting.place, record) == .fired
        columns[column].append(hasFired ? voting.vote : Vote.abstain)
      }
    }
  }

  private func voting(_ rules: [Int]) -> [VotingPlace] {
    rules.enumerated().compactMap { place, index in
      let rule = program.rules[index]
      guard rule.status == .live, let vote = rule.vote else { return nil }
      return VotingPlace(place: place, rule: rule, vote: vote == .fraud ? Vote.fraud : Vote.legit)
    }
  }

  /// The schemes for which a rule votes fraud.
  var schemes: [String] {
    Set((places ?? []).filter { $0.vote == Vote.fraud }.map(\.rule.scheme)).subtracting([""]).sorted()
  }

  /// The votes on a scheme: its own rules', and those for every scheme of a package that knows it.
  func votes(on scheme: String) throws(LabellingError) -> Votes {
    let all = places ?? []
    let packages = Set(all.filter { $0.rule.scheme == scheme }.map { VoteCollection.package($0.rule) })
    let chosen = all.indices.filter {
      all[$0].rule.scheme == scheme || (all[$0].rule.scheme.isEmpty && packages.contains(VoteCollection.package(all[$0].rule)))
    }
    return try Votes(
      rules: chosen.map { VotingRule(all[$0].rule.id, scheme: all[$0].rule.scheme) }, columns: chosen.map { columns[$0] })
  }

  private static func package(_ rule: Program.Rule) -> Substring {
    rule.id.lastIndex(of: ".").map { rule.id[..<$0] } ?? ""
  }
}
