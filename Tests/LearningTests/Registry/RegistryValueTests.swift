import Learning
import Records
import Testing

/// Names, checks and comparisons of what is registered.
@Suite struct RegistryValueTests {
  @Test(arguments: ["padding", "a", "_x", "Padding-2.b_1", "9", "padding@1", "padding@12"])
  func namesAreRead(text: String) throws {
    #expect(try ModelReference(parsing: text).description == text)
  }

  @Test(arguments: [
    "", "@", "@1", "padding@", "padding@0", "padding@-1", "padding@01", "padding@1.0", "padding@x", "padding@1@2", ".padding",
    "-padding", "a b", "ä", "pad/ding", "none", "none@1", "padding@99999999999999999999", "a\u{0}b",
  ])
  func whatIsNoNameIsRefused(text: String) {
    let error = #expect(throws: RegistryError.self) { try ModelReference(parsing: text) }
    #expect(error?.code == .badReference)
  }

  @Test func namesHaveABound() throws {
    let longest = String(repeating: "a", count: ModelReference.nameLengthMax)
    #expect(try ModelReference(parsing: longest).name == longest)
    #expect(throws: RegistryError.self) { try ModelReference(parsing: longest + "a") }
  }

  private static func run(_ change: (inout TrainingRun) -> Void) -> TrainingRun {
    var run = TrainingRun(name: "winter", started: Instant(microseconds: 0), durationMicroseconds: 1)
    change(&run)
    return run
  }

  @Test func runsThatCannotBeKeptAreRefused() throws {
    try Self.run { _ in }.check()
    let cases: [(TrainingRun, String)] = [
      (Self.run { $0.name = "" }, "`name` is empty"),
      (Self.run { $0.durationMicroseconds = -1 }, "a run cannot take -1 microseconds"),
      (Self.run { $0.metrics = [RunMetric("auc", .nan)] }, "`auc` is nan"),
      (Self.run { $0.metrics = [RunMetric("auc", 0.5, interval: 0 ... .infinity)] }, "`auc` is inf"),
      (Self.run { $0.metrics = [RunMetric("auc", 1), RunMetric("auc", 2)] }, "two have the name of a measure, `auc`"),
      (
        Self.run { $0.parameters = [RunParameter("depth", "1"), RunParameter("depth", "2")] },
        "two have the name of a parameter, `depth`"
      ),
      (Self.run { $0.dataHash = "" }, "`data hash` is empty"),
      (Self.run { $0.notes = "a\u{0}b" }, "`notes` has control characters in it"),
    ]
    for (run, message) in cases {
      let error = #expect(throws: RegistryError.self) { try run.check() }
      #expect(error?.code == .badValue && error?.message == message)
    }
  }

  @Test func curvesThatCannotBeKeptAreRefused() throws {
    func curve(_ points: [RunCurve.Point]) -> RunCurve { RunCurve("c", across: "x", up: "y", points: points) }
    try [curve([]), RunCurve("d", across: "x", up: "y", points: .init(repeating: .init(0, 0), count: 10_000))].check()
    for (curves, message) in [
      ([curve([.init(.infinity, 0)])], "`c` is inf"),
      ([curve(.init(repeating: .init(0, 0), count: 10_001))], "the curve `c` has 10001 points"),
      ([curve([]), curve([])], "two have the name of a curve, `c`"),
    ] {
      #expect(#expect(throws: RegistryError.self) { try curves.check() }?.message == message)
    }
  }

  @Test func modelsThatCannotBeKeptAreRefused() throws {
    let sound = NewModel(name: "m", schemes: ["s"], features: [ModelFeature("f", "number")], schema: "orders", artefact: [1])
    try sound.check()
    for change: (inout NewModel) -> Void in [
      { $0.name = "none" }, { $0.artefact = [] }, { $0.schema = " " }, { $0.schemes = ["s", "s"] }, { $0.schemes = [""] },
      { $0.features.append(ModelFeature("f", "money")) }, { $0.features[0].type = "" },
    ] {
      var model = sound
      change(&model)
      #expect(throws: RegistryError.self) { try model.check() }
    }
  }

  private static func side(_ version: Int, _ features: [ModelFeature], _ change: (inout TrainingRun) -> Void)
    -> ModelComparison.Side
  {
    ModelComparison.Side(
      ModelVersion(
        name: "m", version: version, run: version, registered: Instant(microseconds: 0), stage: .unstaged, schemes: ["s"],
        features: features, schema: "orders", hash: "h\(version)", byteCount: 1), run(change))
  }

  @Test func comparisonsPairWhatHasOneName() throws {
    let euro = try #require(Currency("EUR"))
    func money(_ text: String) throws -> Money { try #require(Money(text: text)) }
    let (low, high, other) = (try money("90"), try money("110"), try money("150.0001"))
    let comparison = ModelComparison(
      Self.side(1, [ModelFeature("gap", "money"), ModelFeature("hour", "number"), ModelFeature("rep", "text")]) {
        $0.dataHash = "d1"
        $0.parameters = [RunParameter("depth", "6"), RunParameter("rounds", "100"), RunParameter("old", "1")]
        $0.metrics = [RunMetric("ap", 0.5, interval: 0.4...0.6), RunMetric("auc", 0.8), RunMetric("gone", 1)]
        $0.amounts = [
          RunAmount("caught", Money(unchecked: 1_000_000), interval: low...high, currency: .usDollar),
          RunAmount("lost", low, currency: .usDollar),
        ]
      },
      Self.side(2, [ModelFeature("hour", "text"), ModelFeature("gap", "money"), ModelFeature("new", "number")]) {
        $0.dataHash = "d2"
        $0.parameters = [RunParameter("rounds", "100"), RunParameter("depth", "8"), RunParameter("young", "2")]
        $0.metrics = [RunMetric("auc", 0.75), RunMetric("ap", 0.75, interval: 0.7...0.8), RunMetric("come", 2)]
        $0.amounts = [
          RunAmount("caught", other, interval: high...other, currency: .usDollar), RunAmount("lost", low, currency: euro),
        ]
      })
    #expect(comparison.metrics.map(\.name) == ["ap", "auc", "gone", "come"])
    #expect(comparison.metrics.map(\.difference) == [0.25, 0.75 - 0.8, nil, nil])
    #expect(comparison.metrics.map(\.relation) == [.apart, nil, nil, nil])
    #expect(comparison.amounts.map { $0.difference?.description } == ["50.0001", nil])
    // They share an end.
    #expect(comparison.amounts.map(\.relation) == [.overlapping, nil])
    #expect(
      comparison.parameters.map { "\($0.name) \($0.first ?? "-") \($0.second ?? "-")" } == ["depth 6 8", "old 1 -", "young - 2"])
    #expect(
      comparison.features.map { "\($0.name) \($0.first?.type ?? "-") \($0.second?.type ?? "-")" }
        == ["hour number text", "rep text -", "new - number"])
    #expect(comparison.isSameData == false)
  }
}
