import BLASMath
import Evaluation
import Forest
import Foundation
import Learning
import Testing

/// The network: its slopes, its products, and what it finds.
@Suite struct AutoencoderTests {
  static func random(_ rows: Int, _ columns: Int, _ random: inout SeededRandom) -> Matrix {
    var matrix = Matrix(rows: rows, columns: columns)
    for place in matrix.values.indices { matrix.values[place] = OutlierTests.normal(&random) }
    return matrix
  }

  @Test func theLibrarysProductsAreTheDefinitions() throws {
    var random = SeededRandom(1)
    for _ in 0..<40 {
      let (rows, middle, columns) = (
        Int.random(in: 1...9, using: &random), Int.random(in: 0...9, using: &random), Int.random(in: 1...9, using: &random)
      )
      for (leftTurned, rightTurned, adding) in [
        (false, false, false), (true, false, true), (false, true, true), (true, true, false),
      ] {
        let left = leftTurned ? Self.random(middle, rows, &random) : Self.random(rows, middle, &random)
        let right = rightTurned ? Self.random(columns, middle, &random) : Self.random(middle, columns, &random)
        var naive = Self.random(rows, columns, &random)
        var fast = naive
        NaiveMath().multiply(.init(left, turned: leftTurned), .init(right, turned: rightTurned), into: &naive, adding: adding)
        BLASMath().multiply(.init(left, turned: leftTurned), .init(right, turned: rightTurned), into: &fast, adding: adding)
        #expect(zip(naive.values, fast.values).allSatisfy { isNear($0, $1, within: 1e-12) })
      }
    }
  }

  @Test func slopesAreWhatSmallStepsSay() throws {
    var random = SeededRandom(2)
    var network = DenseNetwork(widths: [5, 4, 2, 4, 5], seed: 3)
    for layer in network.layers.indices {
      for place in network.layers[layer].offsets.indices {
        network.layers[layer].offsets[place] = OutlierTests.normal(&random) / 5
      }
    }
    let rows = Self.random(7, 5, &random)
    var counted = Matrix(rows: 7, columns: 5, filledWith: 1)
    for place in counted.values.indices where random.share() < 0.3 { counted.values[place] = 0 }
    let math = NaiveMath()
    func loss(_ network: DenseNetwork) -> Double { network.slopes(rows, targets: rows, counted: counted, math).loss }
    let slopes = network.slopes(rows, targets: rows, counted: counted, math).layers
    let step = 1e-5
    for layer in network.layers.indices {
      for place in network.layers[layer].weights.values.indices {
        var (up, down) = (network, network)
        up.layers[layer].weights.values[place] += step
        down.layers[layer].weights.values[place] -= step
        #expect(isNear(slopes[layer].weights.values[place], (loss(up) - loss(down)) / (2 * step), within: 1e-8))
      }
      for place in network.layers[layer].offsets.indices {
        var (up, down) = (network, network)
        up.layers[layer].offsets[place] += step
        down.layers[layer].offsets[place] -= step
        #expect(isNear(slopes[layer].offsets[place], (loss(up) - loss(down)) / (2 * step), within: 1e-8))
      }
    }
  }

  /// Twelve numbers that three hidden ones make; the odd rows have each number from another row, so that only the pattern is broken.
  static func patterns(_ seed: UInt64, rows: Int = 1_500) throws -> (EncodedRows, [Double]) {
    var random = SeededRandom(seed)
    let mixing = Self.random(3, 12, &random)
    func row() -> [Float] {
      let hidden = (0..<3).map { _ in OutlierTests.normal(&random) }
      return (0..<12).map { column in
        Float((0..<3).reduce(0.0) { $0 + hidden[$1] * mixing[$1, column] } + OutlierTests.normal(&random) / 10)
      }
    }
    let table = (0..<rows).map { place -> [Float] in
      guard place % 50 == 0 else { return row() }
      return (0..<12).map { row()[$0] }
    }
    return (try OutlierTests.encoded(table), (0..<rows).map { $0 % 50 == 0 ? 1 : 0 })
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>) func aBrokenPatternIsFoundWhereEachNumberIsUsual(seed: UInt64) throws {
    let (rows, labels) = try Self.patterns(seed)
    var options = Autoencoder.Options()
    (options.epochs, options.batchRows, options.rate, options.seed) = (40, 64, 0.01, seed)
    let model = try Autoencoder.fit(rows, options: options, math: BLASMath())
    let (first, last) = try (#require(model.losses.first), #require(model.losses.last))
    #expect(last < first / 4)
    let scores = try model.scores(rows, math: BLASMath())
    #expect(scores.areShares)
    let area = try #require(ScoredRows(scores: scores, labels: labels).areaUnderCurve)
    #expect(area > 0.9)
    // No single column gives them away.
    let tails = try #require(ScoredRows(scores: EmpiricalOutliers.fit(rows).scores(rows), labels: labels).areaUnderCurve)
    #expect(area > tails + 0.1)
  }

  @Test func theSameSeedLearnsTheSame() throws {
    let (rows, _) = try Self.patterns(4, rows: 300)
    var options = Autoencoder.Options()
    options.epochs = 3
    let model = try Autoencoder.fit(rows, options: options, math: BLASMath())
    #expect(try Autoencoder.fit(rows, options: options, math: BLASMath()) == model)
    #expect(try JSONDecoder().decode(Autoencoder.self, from: JSONEncoder().encode(model)) == model)
    // Another library's products differ in the last places only.
    let naive = try Autoencoder.fit(rows, options: options, math: NaiveMath()).scores(rows, math: NaiveMath())
    for (one, other) in zip(try model.scores(rows, math: BLASMath()), naive) { #expect(isNear(one, other, within: 1e-6)) }
    options.seed = 2
    #expect(try Autoencoder.fit(rows, options: options, math: BLASMath()) != model)
  }

  @Test func oddInputIsTakenOrRefused() throws {
    let largest = Float.greatestFiniteMagnitude
    var options = Autoencoder.Options()
    options.epochs = 2
    let makers: [(Int) -> [Float]] = [
      { _ in [.nan, .nan] }, { _ in [1, 1] }, { [$0 % 2 == 0 ? largest : -largest, 1] }, { [$0 == 3 ? .nan : Float($0), 2e-38] },
      { [Float($0)] },
    ]
    for maker in makers {
      let table = (0..<60).map(maker)
      let rows = try OutlierTests.encoded(table)
      let model = try Autoencoder.fit(rows, options: options, math: BLASMath())
      let other = try OutlierTests.encoded(
        [[largest, .nan], [-largest, 0], [.nan, .nan]].map { Array($0.prefix(table[0].count)) })
      #expect(try model.scores(other, math: BLASMath()).areShares)
    }
    let (rows, _) = try Self.patterns(5, rows: 100)
    #expect(
      TrainingFrameTests.refusal { _ = try Autoencoder.fit(rows.rows([0, 1]), options: options, math: BLASMath()) }?.code
        == .tooFew)
    #expect(
      TrainingFrameTests.refusal { _ = try Autoencoder.fit(rows.rows([]), options: options, math: BLASMath()) }?.code == .tooFew)
    let cancelled = TrainingFrameTests.refusal {
      _ = try Autoencoder.fit(rows, options: options, math: BLASMath()) { _, _ in .cancel }
    }
    #expect(cancelled?.code == .cancelled)
    #expect(try Autoencoder.fit(rows, options: options, math: BLASMath()) { _, _ in .stop }.losses.count == 1)
    options.widths = [0]
    #expect(TrainingFrameTests.refusal { _ = try Autoencoder.fit(rows, options: options, math: BLASMath()) }?.code == .setting)
  }

  @Test func aDamagedNetworkIsRefused() throws {
    let (rows, _) = try Self.patterns(6, rows: 60)
    var options = Autoencoder.Options()
    (options.epochs, options.widths) = (1, [3])
    let text = String(
      decoding: try JSONEncoder().encode(Autoencoder.fit(rows, options: options, math: BLASMath())), as: UTF8.self)
    for (part, other) in [
      ("\"rows\":3", "\"rows\":4"), ("\"columns\":3", "\"columns\":-3"), ("\"usualError\":", "\"usualError\":-"),
    ] {
      let damaged = text.replacing(part, with: other)
      #expect(damaged != text)
      #expect(throws: LearningError.self) { try JSONDecoder().decode(Autoencoder.self, from: Data(damaged.utf8)) }
    }
  }
}
