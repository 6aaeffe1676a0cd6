import Detection
import Evaluation
import Records

extension EvaluationReport {
  var json: JSONValue {
    .object([
      ("findings", .text(findings)), ("truth", .text(truth)), ("ranking", .text(isRanking ? "all" : "flagged")),
      ("records", EvaluationReport.optional(records)), ("currency", .text(currency.code)),
      ("bootstrap", .object([("samples", .integer(options.samples)), ("seed", .text(String(options.seed)))])),
      ("notes", .array(notes.map { .text($0) })), ("schemes", .array(schemes.map(EvaluationReport.json))),
    ])
  }

  private static func optional(_ number: Int?) -> JSONValue { number.map { .integer($0) } ?? .null }

  private static func json(_ scheme: SchemeEvaluation) -> JSONValue {
    var parts: [(String, JSONValue)] = [
      ("scheme", .text(scheme.scheme)), ("in_findings", .flag(scheme.isInFindings)), ("in_truth", .flag(scheme.isInTruth)),
      ("frauds", .integer(scheme.flags.frauds)), ("flagged", .integer(scheme.flags.flagged)),
      ("right", .integer(scheme.flags.right)),
      ("wrong", .integer(scheme.flags.wrong)), ("honest", optional(scheme.flags.honest)),
      ("not_in_findings", .integer(scheme.unranked)), ("precision", .optional(scheme.flags.precision)),
      ("recall", .optional(scheme.flags.recall)), ("f1", .optional(scheme.flags.f1)),
      ("false_alarms_per_100000", .optional(scheme.flags.falseAlarmsPer100000)),
      ("average_precision", .optional(scheme.averagePrecision?.expected)),
      ("average_precision_pessimistic", .optional(scheme.averagePrecision?.pessimistic)),
      ("average_precision_by_threshold", .optional(scheme.averagePrecision?.byThreshold)),
      ("recall_at_precision_95", .optional(scheme.recallAtPrecision95)),
      ("precision_at_recall_93", .optional(scheme.precisionAtRecall93)),
      ("precision_at_recall_97", .optional(scheme.precisionAtRecall97)),
    ]
    parts.append(
      (
        "recall_at_inspected",
        .array(scheme.inspected.map { .object([("inspected", .integer($0.count)), ("recall", .optional($0.recall))]) })
      ))
    parts.append(("money", money(scheme.money)))
    parts.append(("calibrated", .flag(scheme.isCalibrated)))
    parts.append(("calibration", scheme.calibration.map(calibration) ?? .null))
    parts.append(("intervals", intervals(scheme)))
    parts.append(("by_variant", .array(scheme.variants.map(part))))
    parts.append(("by_rep", .array(scheme.reps.map(part))))
    parts.append(("curve", .array(EvaluationReport.thinned(scheme.points).map(point))))
    return .object(parts)
  }

  private static func exact(_ amount: Int128) -> JSONValue {
    .text(MoneyTotals(amount, .usDollar).plain.first?.amount ?? "0.0000")
  }

  private static func money(_ money: MoneyMeasures) -> JSONValue {
    .object([
      ("lost", exact(money.lost)), ("found", exact(money.found)), ("missed", exact(money.missed)),
      ("found_share", .optional(money.foundShare)), ("falsely_claimed", exact(money.falselyClaimed)),
      ("estimates", .integer(money.estimated)), ("estimated", exact(money.estimatedSum)), ("true", exact(money.trueSum)),
      ("error_sum", exact(money.errorSum)), ("error_median", money.errorMedian.map(exact) ?? .null),
      ("bias", .optional(money.bias)), ("exact", .integer(money.exact)), ("within_cent", .integer(money.withinCent)),
    ])
  }

  private static func calibration(_ calibration: Calibration) -> JSONValue {
    .object([
      ("expected_error", .number(calibration.expectedError)),
      ("expected_error_of_flagged", .optional(calibration.expectedErrorOfFlagged)), ("brier", .number(calibration.brier)),
      (
        "bins",
        .array(
          calibration.bins.map {
            .object([
              ("low", .number($0.low)), ("high", .number($0.high)), ("records", .integer($0.count)),
              ("frauds", .integer($0.frauds)),
              ("mean_score", .number($0.meanScore)), ("fraud_share", .number($0.fraudShare)),
            ])
          })
      ),
    ])
  }

  private static func intervals(_ scheme: SchemeEvaluation) -> JSONValue {
    let names: [(Bootstrap.Figure, String)] = [
      (.precision, "precision"), (.recall, "recall"), (.f1, "f1"), (.averagePrecision, "average_precision"),
      (.recallAtPrecision95, "recall_at_precision_95"), (.precisionAtRecall93, "precision_at_recall_93"),
      (.precisionAtRecall97, "precision_at_recall_97"), (.moneyFound, "money_found_share"),
      (.falseAlarms, "false_alarms_per_100000"), (.calibrationError, "expected_error"), (.brier, "brier"),
    ]
    return .object(
      names.compactMap { figure, name in
        scheme.interval(figure).map { (name, .array([.number($0.lowerBound), .number($0.upperBound)])) }
      })
  }

  private static func part(_ part: Breakdown) -> JSONValue {
    .object([
      ("name", .text(part.name)), ("records", optional(part.records)), ("frauds", .integer(part.flags.frauds)),
      ("flagged", .integer(part.flags.flagged)), ("right", .integer(part.flags.right)),
      ("precision", .optional(part.flags.precision)), ("recall", .optional(part.flags.recall)), ("lost", exact(part.lost)),
      ("found", exact(part.found)),
    ])
  }

  private static func point(_ point: OperatingPoint) -> JSONValue {
    .object([
      ("score", .number(point.score)), ("flagged", .integer(point.flagged)), ("right", .integer(point.frauds)),
      ("precision", .number(point.precision)), ("recall", .number(point.recall)),
    ])
  }

  private static let pointsMax = 200

  /// Points that lie evenly along the recall, with both ends; all of them where they are few.
  static func thinned(_ points: [OperatingPoint]) -> [OperatingPoint] {
    guard points.count > pointsMax, let first = points.first, let last = points.last else { return points }
    var kept = [first]
    let step = (last.recall - first.recall) / Double(pointsMax - 2)
    for point in points.dropFirst().dropLast() where point.recall >= first.recall + Double(kept.count) * step {
      kept.append(point)
    }
    return kept + [last]
  }
}
