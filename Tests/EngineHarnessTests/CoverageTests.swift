import EngineHarness
import Records
import RuleLanguage
import Testing

/// That nothing of the language, and nothing that can happen in a history, is left out.
@Suite struct CoverageTests {
  private func expect(_ wanted: [String], in survey: Survey = .full) {
    let absent = wanted.filter { !survey.seen.contains($0) }
    #expect(absent.isEmpty, "never seen: \(absent)")
  }

  @Test func everyOperation() {
    var operations: [String] = []
    var number: UInt8 = 0
    while let operation = Operation(rawValue: number) {
      operations.append("operation \(operation)")
      number += 1
    }
    #expect(operations.count > 30)
    expect(operations)
  }

  @Test func everyFunction() {
    // `missing` and `if` are operations of their own.
    let names = Function.all.map(\.name).filter { $0 != "missing" && $0 != "if" }
    expect(names.map { "function \($0)" })
    expect(names.filter { !Profile.sql.excludedFunctions.contains($0) }.map { "function \($0)" }, in: .sql)
  }

  @Test func everyWindow() {
    let growing: [Window.Function] = [.median, .percentile, .distinct]
    for function in Window.Function.allCases {
      var reaches = ["duration", "months", "last", "calendar"]
      if !growing.contains(function) { reaches.append("all before") }
      expect(reaches.map { "window \(function) over \($0)" }, in: .sql)
      expect((reaches + ["baseline"]).map { "window \(function) over \($0)" })
    }
    expect(Window.Reach.Unit.allCases.map { "unit \($0)" } + ["unit quarter fiscal", "unit year fiscal"])
    expect(
      ["Europe/Paris", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia", "Africa/Cairo", "Australia/Lord_Howe", "UTC"].map {
        "zone \($0)"
      })
    expect(["0 keys", "1 keys", "2 keys", "3 keys", "filter", "delay", "including current", "requires", "label"])
    expect(["excluding 1", "excluding 2", "window of a feature", "learned history"])
  }

  @Test func everyTypeInEveryWindow() {
    let quantities = ["money", "percent", "number", "integer", "duration"]
    let ordered = quantities + ["time", "text"]
    for function in Window.Function.allCases {
      switch function {
      case .count: continue
      case .sum, .avg, .stddev, .zscore: expect(quantities.map { "window \(function) of \($0)" })
      case .min, .max, .median, .percentile: expect(ordered.map { "window \(function) of \($0)" })
      case .distinct: expect(["key", "text", "integer", "flag", "time"].map { "window \(function) of \($0)" })
      case .share: expect(["window share of flag"])
      case .first, .last, .previous: expect((ordered + ["key", "flag"]).map { "window \(function) of \($0)" })
      }
    }
  }

  @Test func everyFold() {
    let functions: [Fold.Function] = [
      .count, .sum, .avg, .min, .max, .median, .stddev, .distinct, .share, .exists, .every, .atGreatest, .atSmallest,
    ]
    expect(functions.map { "fold \($0)" } + ["fold with filter", "fold in fold"])
  }

  @Test func everythingARuleSays() {
    expect(Program.Format.allCases.map { "format \($0)" })
    expect(Program.Rule.Severity.allCases.map { "severity \($0)" } + Program.Rule.Status.allCases.map { "status \($0)" })
    expect(["vote fraud", "vote legit", "vote none", "score", "loss", "second pass", "suppression"])
    expect(["orders", "transfers", "events", "parcels", "visits"].map { "schema \($0)" })
  }

  @Test func everythingThatHappens() {
    expect(HistoryEvent.allCases.map { "event \($0)" })
    expect(["delivered as insert", "delivered as update", "delivered as delete"])
    expect(["before 1970", "after 2100", "in between", "29 February"])
    let types = ["key", "text", "money", "percent", "number", "integer", "duration", "time", "flag"]
    expect(types.map { "missing \($0)" })
  }
}
