import Detection
import Records
import RuleLanguage

/// All that a backtest found out, before it is written as tables or as JSON.
struct Backtest {
  struct Sample {
    var id: String
    var date: String
    var who: String
    var loss: Money
    var currency: Currency
    var sentence: String
  }

  struct Against {
    var name: String
    var comparison: Comparison
    /// By the rule's id.
    var gained: [String: [Sample]]
    var lost: [String: [Sample]]
  }

  struct Sweep {
    var param: Param
    var rows: [ParamSweep.Row]
  }

  var source: String
  var history: BacktestHistory
  var tally: Tally
  var labels: Labels?
  var against: Against?
  var sweep: Sweep?

  /// Nil for a rule without alerts, and in a history without time.
  func weekly(_ alerts: Alerts) -> WeeklyCounts? {
    WeeklyCounts(alerts.records.lazy.map { history.outline.times[Int($0)] }, weeks: history.outline.weeks)
  }

  /// Of the live rules that vote fraud; also those of which only labels speak.
  var schemes: [String] {
    let held = tally.rules.filter { $0.isHeld && !$0.rule.scheme.isEmpty }.map(\.rule.scheme)
    return Set(held).union(labels?.schemes ?? []).sorted()
  }

  func alerts(of scheme: String) -> Alerts { tally.schemes[scheme] ?? Alerts(labels?.currency ?? .usDollar) }
}

extension Backtest.Against {
  /// - samples: how many of each kind and rule.
  init(
    _ name: String, _ history: BacktestHistory, now: (rules: ReadyRules, tally: Tally), before: (rules: ReadyRules, tally: Tally),
    samples: Int
  ) {
    self.name = name
    comparison = Comparison(now.tally, now.rules.program.hashesByRule, against: before.tally, before.rules.program.hashesByRule)
    func spread(_ records: [Int32]) -> [Int32] {
      SpreadSample.places(records.map { history.outline.times[Int($0)] }, count: samples).map { records[$0] }
    }
    func shown(_ wanted: [String: [Int32]], _ rules: ReadyRules, _ tally: Tally) -> [String: [Backtest.Sample]] {
      let sentences = history.sentences(rules, wanted.mapValues { Set($0) })
      let alerts = Dictionary(tally.rules.map { ($0.rule.id, $0.alerts) }) { first, _ in first }
      return Dictionary(
        uniqueKeysWithValues: wanted.map { id, records in
          (id, records.map { history.sample($0, alerts[id], sentences[id]?[$0] ?? "") })
        })
    }
    let gains = comparison.rules.map { ($0.id, spread($0.gained)) }
    let losses = comparison.rules.map { ($0.id, spread($0.lost)) }
    gained = shown(Dictionary(uniqueKeysWithValues: gains), now.rules, now.tally)
    lost = shown(Dictionary(uniqueKeysWithValues: losses), before.rules, before.tally)
  }
}

extension BacktestHistory {
  func sample(_ record: Int32, _ alerts: Alerts?, _ sentence: String) -> Backtest.Sample {
    Backtest.Sample(
      id: batch.identity(of: Int(record)), date: date(record), who: who(record),
      loss: Money(unchecked: alerts?.loss(of: record) ?? 0), currency: alerts?.currency ?? .usDollar, sentence: sentence)
  }
}
