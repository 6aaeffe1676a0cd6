import Learning
import Records

/// Runs and models as JSON; amounts of money as text, so that they stay exact.
extension JSONValue {
  static func model(_ version: ModelVersion) -> JSONValue {
    .object([
      ("name", .text(version.name)), ("version", .integer(version.version)), ("stage", .text(version.stage.rawValue)),
      ("registered", .text(version.registered.description)), ("schemes", .array(version.schemes.map { .text($0) })),
      ("schema", .text(version.schema)), ("hash", .text(version.hash)), ("bytes", .integer(version.byteCount)),
      ("features", .array(version.features.map { .object([("name", .text($0.name)), ("type", .text($0.type))]) })),
    ])
  }

  static func run(_ run: TrainingRun) -> JSONValue {
    .object([
      ("id", .integer(run.id ?? 0)), ("name", .text(run.name)), ("status", .text(run.status.rawValue)),
      ("started", .text(run.started.description)), ("seconds", .number(Double(run.durationMicroseconds) / 1e6)),
      ("data_hash", .optional(run.dataHash)), ("rules_hash", .optional(run.rulesHash)),
      ("baseline_hash", .optional(run.baselineHash)), ("notes", .text(run.notes)),
      ("parameters", .object(run.parameters.map { ($0.name, .text($0.value)) })),
      ("metrics", .object(run.metrics.map { ($0.name, metric($0)) })),
      ("amounts", .object(run.amounts.map { ($0.name, amount($0)) })),
      (
        "weights",
        .array(
          run.weights.map {
            .object([
              ("scheme", .text($0.scheme)), ("feature", .text($0.feature)), ("weight", .number($0.weight)),
              ("direction", .text($0.direction)),
            ])
          })
      ),
    ])
  }

  static func change(_ change: StageChange) -> JSONValue {
    .object([
      ("version", .integer(change.version)), ("from", .text(change.from.rawValue)), ("to", .text(change.to.rawValue)),
      ("action", .text(change.action.rawValue)), ("at", .text(change.signature.at.description)),
      ("who", .text(change.signature.who)), ("why", .text(change.signature.why)),
    ])
  }

  static func comparison(_ comparison: ModelComparison) -> JSONValue {
    func side(_ side: ModelComparison.Side) -> JSONValue { .object([("model", model(side.version)), ("run", run(side.run))]) }
    let metrics = comparison.metrics.map { row -> JSONValue in
      .object([
        ("name", .text(row.name)), ("first", row.first.map(metric) ?? .null), ("second", row.second.map(metric) ?? .null),
        ("difference", .optional(row.difference)), ("intervals", .optional(row.relation?.rawValue)),
      ])
    }
    let amounts = comparison.amounts.map { row -> JSONValue in
      .object([
        ("name", .text(row.name)), ("first", row.first.map(amount) ?? .null), ("second", row.second.map(amount) ?? .null),
        ("difference", .optional(row.difference?.description)), ("intervals", .optional(row.relation?.rawValue)),
      ])
    }
    let parameters = comparison.parameters.map { row -> JSONValue in
      .object([("name", .text(row.name)), ("first", .optional(row.first)), ("second", .optional(row.second))])
    }
    let features = comparison.features.map { row -> JSONValue in
      .object([("name", .text(row.name)), ("first", .optional(row.first?.type)), ("second", .optional(row.second?.type))])
    }
    return .object([
      ("first", side(comparison.first)), ("second", side(comparison.second)),
      ("same_data", comparison.isSameData.map { .flag($0) } ?? .null), ("metrics", .array(metrics)), ("amounts", .array(amounts)),
      ("parameters", .array(parameters)), ("features", .array(features)),
    ])
  }

  private static func metric(_ metric: RunMetric) -> JSONValue {
    let bounds = metric.interval.map { interval -> [(String, JSONValue)] in
      [("low", .number(interval.lowerBound)), ("high", .number(interval.upperBound))]
    }
    return .object([("value", .number(metric.value))] + (bounds ?? []))
  }

  private static func amount(_ amount: RunAmount) -> JSONValue {
    let bounds = amount.interval.map { interval -> [(String, JSONValue)] in
      [("low", .text(interval.lowerBound.description)), ("high", .text(interval.upperBound.description))]
    }
    return .object(
      [("value", .text(amount.value.description)), ("currency", .text(amount.currency.code))] + (bounds ?? []))
  }

  static func curve(_ curve: RunCurve) -> JSONValue {
    .object([
      ("name", .text(curve.name)), ("across", .text(curve.across)), ("up", .text(curve.up)),
      ("points", .array(curve.points.map { .array([.number($0.x), .number($0.y)]) })),
    ])
  }
}
