import Learning
import Testing

/// What a frame takes, what it refuses, and in which words.
@Suite struct TrainingFrameTests {
  static func frame(_ numbers: [Double], labels: [Double]? = nil, name: String = "gap") throws -> TrainingFrame {
    try TrainingFrame(
      columns: [FrameColumn(name, numbers: numbers)], times: numbers.indices.map { Int64($0) }, labels: labels)
  }

  /// The error that making or checking a frame ends in.
  static func refusal(_ make: () throws -> Void) -> LearningError? {
    do {
      try make()
      return nil
    } catch { return error as? LearningError }
  }

  @Test func rowsAreTakenInTheOrderAskedFor() throws {
    let frame = try TrainingFrame(
      columns: [FrameColumn("gap", numbers: [1, .nan, 3]), FrameColumn("region", categories: ["n", nil, "s"])],
      times: [30, 10, 20], labels: [0, 0.5, 1], entities: [7, 8, 7], amounts: [100, 200, 300])
    #expect(frame.rowsByTime == [1, 2, 0])
    let part = frame.rows([2, 0])
    #expect(part.times == [20, 30] && part.labels == [1, 0] && part.entities == [7, 7] && part.amounts == [300, 100])
    #expect(part.column("gap")?.values == .numbers([3, 1]))
    #expect(part.column("region")?.values == .categories([1, 0], texts: ["n", "s"]))
    #expect(part.column("nothing") == nil && frame.dropping(["gap"]).names == ["region"])
  }

  @Test func missingIsNoMistakeAndInfiniteIsOneByName() throws {
    _ = try Self.frame([.nan, 1, 2])
    let error = Self.refusal { _ = try Self.frame([1, 2, -.infinity], name: "rate") }
    #expect(error?.code == .misfit && error?.message.contains("row 3, column \"rate\"") == true)
  }

  @Test func partsOfAnotherLengthAreRefused() throws {
    let column = FrameColumn("gap", numbers: [1, 2])
    for make in [
      { try TrainingFrame(columns: [column], times: [1]) },
      { try TrainingFrame(columns: [column], times: [1, 2], labels: [1]) },
      { try TrainingFrame(columns: [column], times: [1, 2], entities: [1]) },
      { try TrainingFrame(columns: [column], times: [1, 2], amounts: [1, 2, 3]) },
      { try TrainingFrame(columns: [], times: [1, 2]) },
    ] as [() throws -> TrainingFrame] {
      #expect(Self.refusal { _ = try make() }?.code == .misfit)
    }
  }

  @Test func namesAreDistinctAndPlain() {
    let twice = [FrameColumn("gap", numbers: [1]), FrameColumn("gap", numbers: [2])]
    #expect(
      Self.refusal { _ = try TrainingFrame(columns: twice, times: [1]) }?.message.contains("two columns are called \"gap\"")
        == true)
    for name in ["", "a[0]", "a<b", "a\nb"] { #expect(Self.refusal { _ = try Self.frame([1], name: name) }?.code == .misfit) }
  }

  @Test(arguments: [-0.1, 1.1, .nan, .infinity]) func labelsAreChances(label: Double) {
    #expect(Self.refusal { _ = try Self.frame([1, 2], labels: [0, label]) }?.message.contains("row 2") == true)
  }

  @Test func categoriesHaveTexts() {
    for values in [
      FrameColumn.Values.categories([1], texts: ["n"]), .categories([-2], texts: ["n"]), .categories([0], texts: ["n", "n"]),
    ] {
      #expect(Self.refusal { _ = try TrainingFrame(columns: [FrameColumn("region", values)], times: [1]) }?.code == .misfit)
    }
  }

  @Test func tenRowsAreTooFew() throws {
    let error = Self.refusal {
      try Self.frame((0..<10).map { Double($0) }, labels: [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]).requireLearnable()
    }
    #expect(error?.code == .tooFew && error?.message.contains("10 rows") == true && error?.message.contains("50") == true)
    #expect(
      Self.refusal { try TrainingFrame(columns: [FrameColumn("gap", numbers: [])], times: []).requireLearnable() }?.code
        == .tooFew)
  }

  @Test(arguments: [0.0, 1.0, 0.3, 0.001]) func oneClassIsRefused(label: Double) throws {
    let numbers = (0..<100).map { Double($0) }
    let frame = try Self.frame(numbers, labels: [Double](repeating: label, count: 100))
    #expect(Self.refusal { try frame.requireLearnable() }?.code == .oneClass)
  }

  @Test func oneFraudAmongManyIsTwoClasses() throws {
    let numbers = (0..<100).map { Double($0) }
    try Self.frame(numbers, labels: (0..<100).map { $0 == 7 ? 1 : 0 }).requireLearnable()
    // Estimates that come to less than one fraud are none.
    let faint = try Self.frame(numbers, labels: (0..<100).map { $0 == 7 ? 0.9 : 0 })
    #expect(Self.refusal { try faint.requireLearnable() }?.message.contains("not one is known to be fraud") == true)
  }

  @Test func aConstantColumnIsNamed() throws {
    let frame = try TrainingFrame(
      columns: [
        FrameColumn("gap", numbers: (0..<60).map { Double($0) }), FrameColumn("rate", numbers: [Double](repeating: 2, count: 60)),
        FrameColumn("nothing", numbers: [Double](repeating: .nan, count: 60)),
        FrameColumn("region", categories: [String?](repeating: "n", count: 60)),
        FrameColumn("now and then", numbers: (0..<60).map { $0 == 3 ? .nan : 1 }),
      ], times: (0..<60).map { Int64($0) })
    #expect(frame.constantColumns == ["rate", "nothing", "region"])
    let error = Self.refusal { try frame.requireLearnable() }
    #expect(
      error?.code == .constant && error?.message.contains("\"rate\", \"nothing\" and \"region\" have one value each") == true)
    try frame.dropping(["rate", "nothing", "region"]).requireLearnable()
  }
}
