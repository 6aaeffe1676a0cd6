import Records
import RuleLanguage
import RuleReference
import Testing

/// Rules, and what lies around a program: suppressions, the model, the baseline, native functions.
@Suite struct RuleTests {
  @Test func outcomes() {
    let trial = Trial("rule r {\n when list > 5.00\n}")
    #expect(trial.outcomes(["at=+0d list=6.00", "at=+0d list=5.00", "at=+0d"]) == [.fired, .silent, .unknown])
    let few = Trial("rule r {\n when avg(list) over 3d requires 2 > 1.00\n}")
    #expect(few.outcomes(["at=+0d list=6.00", "at=+0d list=5.00", "at=+0d"]) == [.insufficient, .insufficient, .fired])
    let keyed = Trial("rule r {\n when avg(list) by rep over 3d requires 2 > 1.00\n}")
    #expect(keyed.outcomes(["at=+0d list=6.00 rep=A", "at=+0d list=6.00"]) == [.insufficient, .unknown])
  }

  @Test func scoresAlwaysLossesOnlyWhereFired() {
    let trial = Trial(
      """
      rule r {
        when list > 5.00
        score rate
        loss list - 5.00
      }
      rule plain {
        when online
      }
      rule gone {
        status retired
        when online
        score rate
      }
      """)
    let decisions = trial.decide(["at=+0d list=6.00 rate=10% online=1", "at=+0d list=4.00 rate=20%", "at=+0d"])
    #expect(decisions.map(\.outcomes) == [[.fired, .fired, nil], [.silent, .unknown, nil], [.unknown, .unknown, nil]])
    #expect(decisions.map(\.scores) == [[.number(0.1), nil, nil], [.number(0.2), nil, nil], [.absent, nil, nil]])
    #expect(decisions.map(\.losses) == [[.amount(1), nil, nil], [nil, nil, nil], [nil, nil, nil]])
  }

  @Test func suppressionsEnd() {
    let trial = Trial(
      """
      rule r {
        when list > 5.00
        loss list
      }
      suppress r where rep == "A" until 2026-02-01 by "me" because "known"
      """)
    let decisions = trial.decide([
      "at=2026-01-31T23:59:59.999999Z list=6.00 rep=A", "at=2026-02-01 list=6.00 rep=A", "at=2026-01-15 list=6.00 rep=B",
      "at=2026-01-15 list=6.00", "at=2026-01-15 list=1.00 rep=A",
    ])
    #expect(decisions.map { $0.outcomes[0] } == [.suppressed, .fired, .fired, .fired, .silent])
    #expect(decisions.map { $0.losses[0] } == [.amount(6), .amount(6), .amount(6), .amount(6), nil])
    let everything = Trial("rule r {\n when list > 5.00\n}\nsuppress r until 2026-02-01 by \"me\" because \"known\"")
    #expect(everything.outcomes(["at=2026-01-01 list=6.00", "at=2026-03-01 list=6.00"]) == [.suppressed, .fired])
    let timeless = Trial(
      "rule r {\n when amount > 5.00\n}\nsuppress r until 1990-01-01 by \"me\" because \"known\"", schema: "events")
    #expect(timeless.outcomes(["kind=A amount=6.00"]) == [.suppressed])
  }

  @Test func theModelIsAskedByRow() {
    var trial = Trial("rule r {\n when model.score > 50%\n}")
    let records = ["at=+0d list=1.00", "at=+0d list=2.00", "at=+0d list=3.00"]
    #expect(trial.outcomes(records) == [.unknown, .unknown, .unknown])
    trial.surroundings.modelScore = { row in row == 3 ? nil : Double(row) / 3 }
    #expect(trial.outcomes(records) == [.silent, .fired, .unknown])
  }

  // MARK: The baseline

  @Test func theBaselineIsAnotherHistory() {
    let baseline = [
      "id=1 at=+0d rep=A list=1.00", "id=2 at=+500d rep=A list=2.00", "id=1 at=+450d rep=A list=4.00",
      "id=3 at=+500d rep=B list=8.00",
      "id=4 at=+500d rep=A list=16.00", "- id=4",
    ]
    let records = ["at=+0d rep=A list=9.00", "at=+0d rep=C", "at=+0d"]
    // The first record was more than 90 days old when its id came again, so both count.
    #expect(Trial.values("sum(list) by rep in baseline", records, baseline: baseline) == [.amount(7), .amount(0), .absent])
    #expect(Trial.values("avg(list) in baseline", records, baseline: baseline) == Array(repeating: .money(37_500), count: 3))
    #expect(Trial.values("max(list) where list < 8.00 in baseline", records, baseline: baseline).first == .amount(4))
    #expect(Trial.values("share(fraud) in baseline", records, baseline: baseline) == [.absent, .absent, .absent])
    #expect(
      Trial.values("zscore(list) in baseline", ["at=+0d list=3.00"], baseline: ["at=+0d list=1.00", "at=+0d list=3.00"]) == [
        .number(1)
      ])
    let versions = ["id=1 at=+0d list=1.00", "id=1 at=+0d list=2.00"]
    #expect(Trial.values("sum(list) in baseline", ["at=+0d"], baseline: versions) == [.amount(2)])
    // What windows were at the baseline's own records.
    let counted = ["at=+0d", "at=+0d", "at=+0d"]
    #expect(
      Trial.values("max(n) in baseline", ["at=+0d"], baseline: counted, preamble: "feature n = count() over 3d") == [.integer(2)])
  }

  private struct Prices: BaselineValues {
    func value(of name: String, _ arguments: [Value]) -> Value {
      name == "price" && arguments == [.text("A")] ? .amount(5) : .missing(.absent)
    }
  }

  private static let registry = Registry(
    natives: [
      .init(
        "describe", version: 1,
        parameters: [.money, .list(fields: ["quantity", "product"]), .type(.opaque("steps")), .type(.text)],
        fields: [("text", .text), ("share", .percent)], meaning: "what it was given")
    ],
    baseline: [
      .init("price", parameters: [.key], type: .money(.usDollar), meaning: "a price"),
      .init("steps", type: .opaque("steps"), meaning: "steps"),
    ])

  @Test func theBaselineIsAskedByName() {
    let surroundings = RunSurroundings(baseline: Prices())
    func values(_ expression: String, _ records: [String]) -> [Value] {
      Trial.values(expression, records, registry: RuleTests.registry, surroundings: surroundings)
    }
    #expect(values("baseline.price(rep)", ["at=+0d rep=A", "at=+0d rep=B", "at=+0d"]) == [.amount(5), .absent, .absent])
    #expect(values("sum(baseline.price(line.product) * line.quantity)", ["at=+0d lines=A:2:,B:1:,A:1:"]) == [.amount(15)])
  }

  private struct Describing: NativeComputation {
    func result(_ arguments: [NativeArgument]) -> [Value] {
      let texts = arguments.map { argument in
        switch argument {
        case .value(let value): "\(value)"
        case .elements(let elements): elements.map { $0.map { "\($0)" }.joined(separator: " ") }.joined(separator: ", ")
        case .baseline(let name): "baseline \(name)"
        }
      }
      return [.text(texts.joined(separator: "; ")), .number(-0.0)]
    }
  }

  @Test func nativesAreGivenEverything() {
    let call = "describe(list, lines, baseline.steps, name)"
    let records = ["at=+0d list=1.00 name=x lines=A:2:1.00,B::1.00", "at=+0d"]
    let surroundings = RunSurroundings(natives: ["describe": Describing()])
    #expect(
      Trial.values("\(call).text", records, registry: RuleTests.registry, surroundings: surroundings) == [
        .text(
          "money(10000); integer(2) text(\"A\"), missing(RuleLanguage.Missing.absent) text(\"B\"); baseline steps; text(\"x\")"),
        .text("missing(RuleLanguage.Missing.absent); ; baseline steps; missing(RuleLanguage.Missing.absent)"),
      ])
    let shares = Trial.values("\(call).share", records, registry: RuleTests.registry, surroundings: surroundings)
    #expect(shares.map { "\($0)" } == ["number(0.0)", "number(0.0)"])
    #expect(Trial.values("\(call).text", records, registry: RuleTests.registry) == [.absent, .absent])
  }

  // MARK: The interpreter itself

  @Test func anyExpressionCanBeAskedFor() {
    let trial = Trial("feature it = sum(list) over 3d\nrule r {\n when it > 1.00\n}")
    let batches = trial.batches(["at=+0d list=1.00", "at=+0d list=2.00", "at=+0d"], size: 2)
    let interpreter = ReferenceInterpreter(trial.program, schema: 0, surroundings: RunSurroundings(), symbols: trial.symbols)
    #expect(interpreter.values(of: trial.program.features[0].expression, in: batches) == [.amount(0), .amount(1), .amount(3)])
    #expect(interpreter.values(of: trial.program.rules[0].when, in: batches) == [.no, .no, .yes])
  }
}
