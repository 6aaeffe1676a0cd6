import CommandLineKit
import Evaluation
import Records

/// An evaluation before it is written as tables, as a page or as JSON.
struct EvaluationReport {
  let findings: String
  let truth: String
  let isRanking: Bool
  /// Nil where the findings hold only what was flagged, and no source was named.
  let records: Int?
  let currency: Currency
  let schemes: [SchemeEvaluation]
  /// What a reader has to know about the figures.
  private(set) var notes: [String] = []
  let options: SchemeEvaluation.Options
  let truthIsEmpty: Bool

  init(
    findings: (path: String, file: FindingsFile), truth: (path: String, rows: [TruthRow]), source: SourcePopulation?,
    options: SchemeEvaluation.Options
  ) throws {
    (self.findings, self.truth, self.options) = (findings.path, truth.path, options)
    currency = findings.file.currency ?? .usDollar
    let judged = findings.file.judging.against(truth.rows)
    isRanking = judged.isRanking
    truthIsEmpty = truth.rows.isEmpty
    records = source?.population.records ?? (isRanking ? judged.records : nil)
    if let source {
      let foreign = findings.file.judging.rows.subtracting(source.rows)
      if let row = foreign.min() {
        throw CommandFailure(
          .badData, "\(findings.path): \(Words.counted(foreign.count, "row")), such as \(row), are not in \(source.name)",
          hints: ["name the source that was scanned"])
      }
    }
    if isRanking, !truth.rows.isEmpty, judged.schemes.allSatisfy({ $0.frauds.allSatisfy { $0.place == nil } }),
      !judged.schemesOfFindings.isDisjoint(with: judged.schemesOfTruth)
    {
      throw CommandFailure(
        .badData,
        "none of the \(Words.counted(truth.rows.count, "row")) of \(truth.path) is among the records of \(findings.path)",
        hints: ["are both of one history?"])
    }
    schemes = judged.schemes.map {
      SchemeEvaluation(
        $0, isInFindings: judged.schemesOfFindings.contains($0.scheme), isInTruth: judged.schemesOfTruth.contains($0.scheme),
        isRanking: judged.isRanking, population: source?.population, options: options)
    }
    notes = EvaluationReport.notes(judged, schemes, hasSource: source != nil)
  }

  /// Those that can be judged: a truth that names no fraud of a scheme knows nothing of it, unless it names none at all.
  var judgedSchemes: [SchemeEvaluation] { schemes.filter { $0.isInTruth || truthIsEmpty } }

  private static func notes(_ judged: Judging.Judged, _ schemes: [SchemeEvaluation], hasSource: Bool) -> [String] {
    var notes: [String] = []
    if !judged.isRanking {
      notes.append(
        "The findings hold only what was flagged: average precision, the curve and calibration are of what was flagged, and a fraud that was "
          + "not flagged counts as never found. Scan with --all for a ranking.")
      if !hasSource {
        notes.append("How many records there were is not known; --source says it, and false alarms then have a rate.")
      }
    }
    if judged.schemesOfTruth.isEmpty { notes.append("The truth names no fraud at all: every flag is a false alarm.") }
    for scheme in schemes {
      if !scheme.isInFindings {
        notes.append(
          "The truth names \(Words.counted(scheme.flags.frauds, "fraud")) of `\(scheme.scheme)`, and no finding is of that scheme: recall 0."
        )
      } else if !scheme.isInTruth, !judged.schemesOfTruth.isEmpty {
        notes.append(
          "The truth names no `\(scheme.scheme)`: its \(Words.counted(scheme.flags.flagged, "flag")) cannot be judged.")
      } else if scheme.unranked > 0, judged.isRanking {
        notes.append(
          "\(Words.counted(scheme.unranked, "fraud")) of `\(scheme.scheme)` stand on rows that are not among the findings; they count as missed."
        )
      }
    }
    let counts = Set(judged.schemes.filter { judged.schemesOfFindings.contains($0.scheme) }.map(\.count))
    if judged.isRanking, counts.count > 1 {
      notes.append("Some schemes have fewer records than others: the findings are not whole, or of several sets of rules.")
    }
    if judged.truthRepeated > 0 {
      notes.append("\(Words.counted(judged.truthRepeated, "line")) of the truth say again what another says, and count once.")
    }
    if judged.truthWithoutLoss > 0 {
      notes.append("\(Words.counted(judged.truthWithoutLoss, "line")) of the truth say no loss, and count as 0 in money.")
    }
    return notes
  }
}
