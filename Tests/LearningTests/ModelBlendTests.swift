import Dispatch
import Evaluation
import Forest
import Foundation
import Learning
import Records
import Testing
import XGBoostTrainer

/// Trees and a line together.
@Suite struct ModelBlendTests {
  /// Fraud is likelier the more of eight things are high, each by a little: a line sees it with few rows, trees need many steps.
  static func steady(_ seed: UInt64, rows: Int = 1_500) throws -> TrainingFrame {
    var random = SeededRandom(seed)
    let columns = (0..<8).map { _ in (0..<rows).map { _ in random.share() < 0.05 ? Double.nan : random.share() * 2 - 1 } }
    let labels = (0..<rows).map { row in
      let sum = columns.reduce(0) { $0 + ($1[row].isNaN ? 0 : $1[row]) }
      return random.share() < 1 / (1 + exp(2 - 1.5 * sum)) ? 1.0 : 0
    }
    return try TrainingFrame(
      columns: columns.enumerated().map { FrameColumn("part \($0)", numbers: $1) },
      times: (0..<rows).map { Int64($0) * 3_600_000_000 }, labels: labels)
  }

  static func trained(_ frame: TrainingFrame, _ workers: Workers = .alone) throws -> TrainedModel {
    try ModelTrainingTests.trained(frame) {
      $0.workers = workers
      $0.forests = 3
      $0.search.candidates = 6
    }
  }

  @Test func theLineIsHeardWhereItHelps() throws {
    let frame = try ModelBlendTests.steady(1)
    let model = try ModelBlendTests.trained(frame)
    #expect(model.blend.lineShare > 0 && model.blend.line != nil)
    let test = try model.encoding.rows(of: frame.rows(model.split.test))
    let labels = model.split.test.map { (frame.labels ?? [])[$0] }
    func precision(_ scores: [Double]) throws -> Double { try ScoredRows(scores: scores, labels: labels).averagePrecision ?? 0 }
    let trees = try #require(model.blend.forests.first)
    #expect(try precision(model.blend.scores(test)) > precision(test.scores(trees)))
    // What is written is what was trained, the line too.
    let read = try ModelArtefact(bytes: try ModelTrainingTests.artefact(model).bytes())
    let part = try #require(read.parts.first)
    #expect(part.blend.lineShare == model.blend.lineShare && part.blend.line == model.blend.line)
    #expect(part.blend.forestBytes == model.blend.forestBytes)
    #expect(try part.chances(frame.rows(model.split.test)) == model.test.chances)
  }

  @Test func contributionsAddUpToTheMargin() throws {
    let frame = try ModelBlendTests.steady(2)
    let model = try ModelBlendTests.trained(frame)
    let rows = try model.encoding.rows(of: frame.rows(Array(model.split.test.prefix(50))))
    let explainer = try BlendExplainer(model.blend)
    for (row, score) in try model.blend.scores(rows).enumerated() {
      let sum = try explainer.contributions(rows, row: row).reduce(0, +)
      #expect(abs(sum - log(score / (1 - score))) < 1e-4, "row \(row)")
    }
  }

  @Test func howManyThreadsThereAreChangesNothing() throws {
    let frame = try ModelBlendTests.steady(3)
    let threads = Workers(count: 3) { pieces, body in DispatchQueue.concurrentPerform(iterations: pieces, execute: body) }
    let (one, three) = (try ModelBlendTests.trained(frame), try ModelBlendTests.trained(frame, threads))
    #expect(one.search.parameters == three.search.parameters && one.search.trials == three.search.trials)
    #expect(try ModelTrainingTests.artefact(one).bytes() == ModelTrainingTests.artefact(three).bytes())
  }
}
