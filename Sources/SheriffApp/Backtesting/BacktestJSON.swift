import Detection
import Records
import RuleLanguage

/// A backtest as one JSON object; amounts are decimal texts by currency, as everywhere.
struct BacktestJSON {
  let backtest: Backtest

  var value: JSONValue {
    let outline = backtest.history.outline
    let hasPeriod = outline.hasTime && outline.decided > 0
    return .object([
      ("source", .text(backtest.source)), ("schema", .text(backtest.history.schema.name)),
      ("records", .integer(outline.decided)),
      ("first", .optional(hasPeriod ? Instant(microseconds: outline.first).description : nil)),
      ("last", .optional(hasPeriod ? Instant(microseconds: outline.last).description : nil)),
      ("weeks", hasPeriod ? .integer(outline.weeks) : .null), ("flagged", .integer(backtest.tally.flagged.count)),
      ("loss", JSONValue(backtest.tally.total)), ("labels", backtest.labels.map(labels) ?? .null), ("rules", .array(rules)),
      ("schemes", .array(backtest.schemes.map(scheme))), ("overlaps", .array(overlaps)),
      ("against", backtest.against.map(against) ?? .null), ("sweep", backtest.sweep.map(sweep) ?? .null),
    ])
  }

  private func labels(_ labels: Labels) -> JSONValue {
    .object(
      [
        ("source", .text(labels.description)), ("money", .optional(labels.moneyDescription)),
        ("frauds", .integer(labels.fraudulent)), ("honest", .integer(labels.honest)), ("immature", .integer(labels.immature)),
        ("unlabelled", .integer(labels.unlabelled)), ("unmatched", .integer(labels.unmatched)),
      ] + JSONValue.parts(labels.judge(backtest.tally)))
  }

  private var rules: [JSONValue] {
    zip(backtest.tally.rules, Overlap.alone(backtest.tally.rules)).map { tally, alone in
      let weekly = backtest.weekly(tally.alerts)
      return .object(
        [
          ("id", .text(tally.rule.id)), ("title", .text(tally.rule.title)), ("status", .text(tally.rule.status.rawValue)),
          ("vote", .optional(tally.rule.vote?.rawValue)), ("scheme", .text(tally.rule.scheme)),
          ("alerts", .integer(tally.alerts.count)), ("alone", .integer(alone)), ("loss", JSONValue(tally.alerts.total)),
          ("week_median", .optional(weekly?.median)), ("week_worst", weekly.map { .integer($0.worst) } ?? .null),
          ("week_worst_monday", .optional(weekly?.worstWeek.monday.description)), ("unknown", .integer(tally.unknown)),
          ("insufficient", .integer(tally.insufficient)), ("suppressed", .integer(tally.suppressed)),
          ("first", time(tally.alerts.records.first)), ("last", time(tally.alerts.records.last)),
        ] + JSONValue.parts(backtest.labels?.judge(tally)))
    }
  }

  private func time(_ record: Int32?) -> JSONValue {
    guard let record, backtest.history.outline.hasTime else { return .null }
    return .text(Instant(microseconds: backtest.history.outline.times[Int(record)]).description)
  }

  private func scheme(_ name: String) -> JSONValue {
    let alerts = backtest.alerts(of: name)
    let judgement = backtest.labels.flatMap { $0.knows(name) ? $0.judge(alerts, scheme: name) : nil }
    return .object(
      [("scheme", .text(name)), ("alerts", .integer(alerts.count)), ("loss", JSONValue(alerts.total))]
        + JSONValue.parts(judgement))
  }

  private var overlaps: [JSONValue] {
    let rules = backtest.tally.rules
    return Overlap.pairs(rules.map(\.alerts)).map { pair in
      .object([
        ("first", .text(rules[pair.first].rule.id)), ("second", .text(rules[pair.second].rule.id)), ("both", .integer(pair.both)),
        ("jaccard", .number(pair.jaccard)),
      ])
    }
  }

  private func against(_ against: Backtest.Against) -> JSONValue {
    func parts(_ change: RuleChange) -> [(String, JSONValue)] {
      [
        ("gained", .integer(change.gained.count)), ("gained_loss", JSONValue(change.gainedLoss)),
        ("lost", .integer(change.lost.count)), ("lost_loss", JSONValue(change.lostLoss)), ("kept", .integer(change.kept)),
        ("kept_loss_difference", JSONValue(change.keptDifference)),
      ]
    }
    let rules = against.comparison.rules.map { change -> JSONValue in
      .object(
        [("id", .text(change.id)), ("change", .text(change.kind.rawValue)), ("notes", .array(change.notes.map { .text($0) }))]
          + parts(change) + [
            ("gained_samples", .array((against.gained[change.id] ?? []).map(sample))),
            ("lost_samples", .array((against.lost[change.id] ?? []).map(sample))),
          ])
    }
    let schemes = against.comparison.schemes.map { JSONValue.object([("scheme", .text($0.id))] + parts($0)) }
    return .object([
      ("name", .text(against.name)), ("rules", .array(rules)), ("schemes", .array(schemes)),
      ("all", .object(parts(against.comparison.all))),
    ])
  }

  private func sample(_ sample: Backtest.Sample) -> JSONValue {
    .object([
      ("id", .text(sample.id)), ("at", .text(sample.date)), ("who", .text(sample.who)), ("loss", .text(sample.loss.description)),
      ("currency", .text(sample.currency.code)), ("sentence", .text(sample.sentence)),
    ])
  }

  private func sweep(_ sweep: Backtest.Sweep) -> JSONValue {
    let rows = sweep.rows.map { row -> JSONValue in
      let rules = row.rules.map { rule -> JSONValue in
        .object(
          [("id", .text(rule.id)), ("alerts", .integer(rule.alerts)), ("loss", JSONValue(rule.loss))]
            + JSONValue.parts(rule.judgement))
      }
      return .object(
        [
          ("value", .text(row.value)), ("now", .flag(row.isNow)), ("flagged", .integer(row.alerts)),
          ("loss", JSONValue(row.loss)),
        ] + JSONValue.parts(row.judgement) + [("rules", .array(rules))])
    }
    return .object([
      ("param", .text(sweep.param.id)), ("now", .text(sweep.param.text)), ("type", .text(sweep.param.type.name)),
      ("values", .array(rows)),
    ])
  }
}

extension JSONValue {
  init(_ totals: MoneyTotals) { self = .object(totals.plain.map { ($0.currency, .text($0.amount)) }) }

  init(_ proportion: Proportion) {
    self = .object([
      ("part", .integer(proportion.part)), ("whole", .integer(proportion.whole)), ("share", .optional(proportion.share)),
      ("low", .optional(proportion.interval?.lowerBound)), ("high", .optional(proportion.interval?.upperBound)),
    ])
  }

  static func parts(_ judgement: Judgement?) -> [(String, JSONValue)] {
    [
      ("precision", judgement.map { JSONValue($0.precision) } ?? .null),
      ("recall", judgement.map { JSONValue($0.recall) } ?? .null), ("money_precision", .optional(judgement?.moneyPrecision)),
      ("money_recall", .optional(judgement?.moneyRecall)),
    ]
  }
}
