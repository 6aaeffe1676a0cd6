import CommandLineKit
import Detection
import Diagnostics
import Records
import RuleLanguage

/// A pack run again and again, each time with another value of one param.
struct ParamSweep {
  struct Row {
    var value: String
    var isNow: Bool
    /// Of the live rules that vote fraud together.
    var alerts: Int
    var loss: MoneyTotals
    var judgement: Judgement?
    /// Of the rules that the param changes.
    var rules: [RuleRow]
  }

  struct RuleRow {
    var id: String
    var alerts: Int
    var loss: MoneyTotals
    var judgement: Judgement?
  }

  let param: Param
  let range: SweepRange
  private let files: RuleFiles
  private let load: RuleLoad

  /// Checks that there is such a param, and that the values are of its unit, before anything is read.
  init(_ text: String, _ rules: LoadedRules, _ invocation: Invocation) throws {
    do { range = try SweepRange(text) } catch {
      throw CommandFailure(
        .usage, "`--sweep \(text)`: \(error.reason)", hints: ["a sweep is written like deepest=5%..40%:5%"])
    }
    files = rules.files
    load = files.load()
    param = try ParamSweep.find(range.param, load.params, text)
    let (unit, wanted) = (range.unit, ParamSweep.units(of: param.type))
    guard wanted.contains(unit) else {
      throw CommandFailure(
        .usage,
        "`--sweep \(text)`: `\(param.id)` is \(param.text), a \(param.type.name), and the values are \(ParamSweep.name(unit))",
        hints: wanted.isEmpty ? ["only amounts, percents, numbers and durations can be swept"] : [])
    }
  }

  private static func find(_ name: String, _ params: [Param], _ text: String) throws -> Param {
    let found = params.filter { $0.id == name || $0.name == name }
    let sweepable = params.filter { !units(of: $0.type).isEmpty }
    guard let first = found.first else {
      throw CommandFailure(
        .usage, "`--sweep \(text)`: there is no param `\(name)`",
        hints: [
          sweepable.isEmpty
            ? "the rules have no param; declare one with `param NAME = 20%`"
            : "there are \(sweepable.map { "\($0.id) (\($0.text))" }.joined(separator: ", "))"
        ])
    }
    guard found.count == 1 else {
      throw CommandFailure(
        .usage, "`--sweep \(text)`: several packages have a param `\(name)`",
        hints: ["name one: \(found.map(\.id).joined(separator: ", "))"])
    }
    return first
  }

  private static func units(of type: ValueType) -> Set<String> {
    switch type {
    case .percent: ["%"]
    case .money, .number, .integer: [""]
    case .duration: ["s", "m", "h", "d", "w"]
    case .calendar: ["mo", "y"]
    default: []
    }
  }

  private static func name(_ unit: String) -> String {
    switch unit {
    case "": "plain numbers"
    case "%": "percents"
    default: "durations in `\(unit)`"
    }
  }

  /// - labels: nil where there are none.
  func run(_ history: inout BacktestHistory, _ labels: Labels?) throws -> [Row] {
    let present = load.files[param.file].source
    defer { files.replace(present) }
    var runs: [(value: String, isNow: Bool, tally: Tally, hashes: [String: String])] = []
    let now = value(of: load)
    for value in range.values {
      files.replace(load.source(with: literal(value), for: param))
      let rules: LoadedRules
      do { rules = try LoadedRules(files, in: "the rules", for: history.schema) } catch let failure as CommandFailure {
        throw CommandFailure(failure.code, "with \(param.id) = \(value) " + failure.message, hints: failure.hints)
      }
      var ready = try history.ready(rules)
      // No value of a feature is asked for; what rules read of them is computed all the same.
      ready.program = ready.program.only(rules: Set(ready.program.rules.indices), features: [])
      let isNow = self.value(of: files.load()) == now
      runs.append((value, isNow, history.tally(ready), rules.program.hashesByRule))
    }
    let changed = Set((runs.first?.tally.rules.map(\.rule.id) ?? []).filter { id in Set(runs.map { $0.hashes[id] }).count > 1 })
    return runs.map { run in
      Row(
        value: run.value, isNow: run.isNow, alerts: run.tally.flagged.count, loss: run.tally.total,
        judgement: labels?.judge(run.tally),
        rules: run.tally.rules.filter { changed.contains($0.rule.id) }.map {
          RuleRow(id: $0.rule.id, alerts: $0.alerts.count, loss: $0.alerts.total, judgement: labels?.judge($0))
        })
    }
  }

  /// An amount keeps its currency, where its file writes one.
  private func literal(_ value: String) -> String {
    guard case .money = param.type, let code = param.text.split(separator: " ").dropFirst().last, Currency(String(code)) != nil
    else { return value }
    return "\(value) \(code)"
  }

  /// What the param is in a load, whatever it is written as.
  private func value(of load: RuleLoad) -> Int64? { load.params.first { $0.id == param.id }?.payload }
}
