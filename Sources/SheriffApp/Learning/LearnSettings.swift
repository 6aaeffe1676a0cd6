import CommandLineKit
import Files
import Learning
import Records

/// What an invocation of `learn` asks for.
struct LearnSettings {
  enum LabelSource {
    case rules
    case column(String)
    case file(String)
  }

  let source: LabelSource
  let name: String?
  let scheme: String?
  let without: Set<String>
  let basis: DecisionThreshold.Basis
  let testShare: Double
  let leastChance: Double
  let seed: UInt64
  private(set) var search = ParameterSearch.Options()
  private let fraudMax: Double
  private let invocation: Invocation

  init(_ invocation: Invocation) throws {
    self.invocation = invocation
    let labels = invocation.text("labels") ?? "rules"
    source = labels == "rules" ? .rules : FileTree.exists(labels) ? .file(labels) : .column(labels)
    name = invocation.text("name")
    scheme = invocation.text("scheme")
    without = Set((invocation.text("without") ?? "").split(separator: ",").map { $0.trimmed })
    basis = try LearnSettings.basis(invocation)
    testShare = try invocation.number("test-share", in: 0.01...0.9) ?? 0.25
    leastChance = try invocation.number("least-chance", in: 0...1) ?? 0.05
    seed = try invocation.seed("seed") ?? 1
    fraudMax = try invocation.number("fraud-max", in: 0.000_1...0.9) ?? 0.2
    search.seconds = Double(try invocation.integer("seconds", in: 1...86_400) ?? 10)
    search.candidates = try invocation.integer("candidates", in: 1...1_000) ?? 27
    search.roundsMax = try invocation.integer("rounds", in: 1...10_000) ?? 300
    search.seed = seed
  }

  private static func basis(_ invocation: Invocation) throws -> DecisionThreshold.Basis {
    if let text = invocation.text("review-cost") {
      guard invocation.text("budget").map({ $0 == "10/day" }) ?? true else {
        throw invocation.usage("a threshold follows from --budget or from --review-cost, not from both")
      }
      guard let cost = Money(text: text), cost.tenThousandths > 0 else {
        throw invocation.usage("`--review-cost \(text)`: expected an amount above 0, such as 15.00")
      }
      return .reviewCost(cost.tenThousandths)
    }
    let text = invocation.text("budget") ?? "10/day"
    let number = text.hasSuffix("/day") ? String(text.dropLast(4)) : text
    guard let alerts = Double(number), alerts > 0, alerts <= 1e9 else {
      throw invocation.usage("`--budget \(text)`: expected so many alerts a day, such as 20/day")
    }
    return .alertsPerDay(alerts)
  }

  /// The same with each scheme's part of the time.
  func searching(each schemes: Int) -> LearnSettings {
    var settings = self
    settings.search.seconds = search.seconds.map { $0 / Double(max(1, schemes)) }
    return settings
  }

  /// The same without a clock: what is found does not depend on how fast the machine is.
  var untimed: LearnSettings {
    var settings = self
    settings.search.seconds = nil
    return settings
  }

  var labelColumn: String? { if case .column(let name) = source { name } else { nil } }

  func labels(of history: LearningHistory) throws -> HistoryLabels {
    let wanted = scheme.map { [$0] }
    let verdicts = try invocation.text("verdicts").map {
      try VerdictFile.named($0, source: invocation.arguments[0], invocation)
    }
    func overruled(_ labels: HistoryLabels) throws -> HistoryLabels {
      var labels = labels
      if let verdicts { try labels.overrule(by: verdicts, of: history) }
      return labels
    }
    switch source {
    case .rules:
      if let scheme, !history.votes.schemes.contains(scheme) {
        throw CommandFailure(
          .inputMissing, "no rule votes fraud for `\(scheme)`",
          hints: ["rules vote for \(history.votes.schemes.joined(separator: ", "))"])
      }
      return try HistoryLabels(votesOf: history, schemes: wanted, verdicts: verdicts, fraudMax: fraudMax, seed: seed)
    case .column(let name): return try overruled(HistoryLabels(columnOf: history, named: name, scheme: scheme ?? "fraud"))
    case .file(let path):
      return try overruled(HistoryLabels(try TruthFile(path, .usDollar), path: path, of: history, schemes: wanted))
    }
  }

  func truth() throws -> TruthFile? { try invocation.text("truth").map { try TruthFile($0, .usDollar) } }
}

extension Substring {
  fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
