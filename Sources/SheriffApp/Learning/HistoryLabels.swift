import CommandLineKit
import Evaluation
import Labelling
import Learning
import Records

/// How likely each record of a history is fraud of a scheme, and by whose word.
struct HistoryLabels {
  /// In words, for whoever reads the model.
  var description: String
  /// By scheme a chance for each record; nil where the record has no label and is not learned from.
  var chances: [(scheme: String, labels: [Double?])] = []
  /// By scheme how its labels came about, where votes made them.
  private(set) var reasons: [String: String] = [:]
  /// Schemes that cannot be learned, and why.
  var passedOver: [(scheme: String, reason: String)] = []

  /// What is odd and no sign of fraud: it is learned only where somebody asks for it.
  private static let noFraud = "data-quality"

  /// By the votes of the rules.
  ///
  /// - verdicts: what analysts said of some of the records.
  init(
    votesOf history: LearningHistory, schemes wanted: [String]?, verdicts: VerdictFile? = nil, fraudMax: Double, seed: UInt64
  ) throws {
    description = verdicts == nil ? "votes of the rules" : "votes of the rules and analysts' verdicts"
    try verdicts?.check(against: history.votes.ids, history.votes.schemes)
    let options = LabelOptions(balance: .learned(within: 0.0001...fraudMax), samples: 0, seed: seed)
    for scheme in wanted ?? history.votes.schemes.filter({ $0 != HistoryLabels.noFraud }) {
      do throws(LabellingError) {
        let model = try LabelModel(
          history.votes.votes(on: scheme), verdicts: verdicts?.verdicts(on: scheme, of: history.votes.ids) ?? [],
          options: options)
        let choice = LabelChoice(model)
        chances.append((scheme, choice.probabilityOfRecord.map { $0 }))
        reasons[scheme] = choice.reason
      } catch {
        passedOver.append((scheme, error.description))
      }
    }
  }

  /// By a field of the records: one truth for one scheme.
  init(columnOf history: LearningHistory, named column: String, scheme: String) {
    description = "the field \(column)"
    chances = [(scheme, (history.columnLabels ?? []).map { $0.map { $0 ? 1 : 0 } })]
  }

  /// By a file of the fraudulent rows; whatever is not in it is honest.
  init(_ truth: TruthFile, path: String, of history: LearningHistory, schemes wanted: [String]?) {
    description = "the truth in \(path)"
    for scheme in wanted ?? Set(truth.rows.map(\.scheme)).sorted() {
      let frauds = Set(truth.rows.filter { $0.scheme == scheme }.map(\.row))
      chances.append((scheme, history.collection.rows.map { frauds.contains($0) ? 1 : 0 }))
    }
  }

  /// Analysts have looked: what they said holds whatever else labelled the record.
  mutating func overrule(by verdicts: VerdictFile, of history: LearningHistory) throws {
    try verdicts.check(against: history.votes.ids, history.votes.schemes + chances.map(\.scheme))
    for place in chances.indices {
      let known = verdicts.verdicts(on: chances[place].scheme, of: history.votes.ids)
      for (record, verdict) in known.enumerated() where verdict != .none {
        chances[place].labels[record] = verdict == .fraud ? 1 : 0
      }
    }
    description += ", and analysts' verdicts"
  }
}
