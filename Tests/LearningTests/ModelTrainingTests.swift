import Drift
import Evaluation
import Forest
import Foundation
import Learning
import Testing
import XGBoostTrainer

/// From labelled rows to a model that decides, and its bytes.
@Suite struct ModelTrainingTests {
  /// Fraud follows from a sum and a town, with some noise.
  static func frame(_ seed: UInt64, rows: Int = 2_000) throws -> TrainingFrame {
    var random = SeededRandom(seed)
    var (sums, towns, hours, labels): ([Double], [String?], [Double], [Double]) = ([], [], [], [])
    for _ in 0..<rows {
      let (sum, town) = (random.share() * 1_000, Int(random.share() * 5))
      sums.append(random.share() < 0.02 ? .nan : sum)
      towns.append(town == 4 ? nil : "town \(town)")
      hours.append((random.share() * 24).rounded(.down))
      labels.append(sum > 850 && town == 1 || random.share() < 0.005 ? 1 : 0)
    }
    return try TrainingFrame(
      columns: [
        FrameColumn("sum", numbers: sums), FrameColumn("town", categories: towns), FrameColumn("hour", numbers: hours),
        FrameColumn("always", numbers: hours.map { _ in 7 }),
      ], times: (0..<rows).map { Int64($0) * 3_600_000_000 }, labels: labels, entities: (0..<rows).map { Int32($0 % 40) },
      amounts: sums.map { $0.isNaN ? 0 : Int64($0 * 10_000) })
  }

  static func trained(_ frame: TrainingFrame, _ change: (inout ModelTraining.Options) -> Void = { _ in }) throws -> TrainedModel {
    var options = ModelTraining.Options()
    options.search.candidates = 4
    options.search.roundsMax = 40
    options.samples = 20
    change(&options)
    return try ModelTraining(frame, trainer: XGBoostTrainer(), options: options).run(clock: { 0 }, progress: { _ in .goOn })
  }

  static func artefact(_ model: TrainedModel) -> ModelArtefact {
    ModelArtefact(
      schema: "orders", features: [.init(name: "sum", type: "money", hash: "a1")],
      lineage: .init(dataHash: "d", rulesHash: "r", baselineHash: nil, labels: "votes", rows: 2_000),
      parts: [.init(scheme: "padding", model)])
  }

  @Test func aModelRanksLaterRowsAndSaysHowSurely() throws {
    let model = try ModelTrainingTests.trained(ModelTrainingTests.frame(1))
    #expect(model.constantColumns == ["always"])
    let precision = try #require(model.test["average precision"])
    #expect(precision.value > 0.8, "\(precision)")
    #expect(precision.range?.contains(precision.value) == true)
    #expect((model.test["calibration error"]?.value ?? 1) < 0.05)
    #expect(precision.value > (model.baseline?["average precision"]?.value ?? 1))
    // The test is on what came last.
    #expect((model.split.train.max() ?? 0) < (model.split.test.min() ?? 0))
    #expect(model.threshold.score.map { $0 >= 0.05 } == true)
  }

  @Test func theSameRowsAndSeedGiveTheSameBytes() throws {
    let frame = try ModelTrainingTests.frame(2)
    let first = try ModelTrainingTests.artefact(try ModelTrainingTests.trained(frame)).bytes()
    #expect(try ModelTrainingTests.artefact(try ModelTrainingTests.trained(frame)).bytes() == first)
  }

  @Test func whatWasWrittenScoresAsWhatWasTrained() throws {
    let frame = try ModelTrainingTests.frame(3)
    let model = try ModelTrainingTests.trained(frame)
    let read = try ModelArtefact(bytes: try ModelTrainingTests.artefact(model).bytes())
    #expect(read.schema == "orders" && read.features.map(\.hash) == ["a1"] && read.lineage.labels == "votes")
    let part = try #require(read.parts.first)
    #expect(part.threshold == model.threshold)
    let later = frame.rows(model.split.test)
    #expect(try part.chances(later) == model.test.chances)
  }

  @Test func whatWasDistributedHowIsKeptAndAnEarlierModelDoesWithout() throws {
    let model = try ModelTrainingTests.trained(ModelTrainingTests.frame(4))
    var artefact = ModelTrainingTests.artefact(model)
    let plain = try artefact.bytes()
    artefact.past = Distributions([
      .init(DriftSubject(.feature, "sum", hash: "a1"), Distribution(numbers: [1.5, 2, .nan])),
      .init(DriftSubject(.fired, "padding.gap", hash: "b2"), Distribution(occurred: 1, of: 3)),
    ])
    #expect(try ModelArtefact(bytes: try artefact.bytes()).past == artefact.past)
    // As the kind before was written.
    let earlier = Array("sheriff model 2\n".utf8) + plain.dropFirst("sheriff model 3\n".utf8.count)
    let read = try ModelArtefact(bytes: earlier)
    #expect(read.past == nil && read.parts.count == 1)
    // What is damaged inside is damage.
    var altered = try artefact.bytes()
    let place = try #require(altered.firstRange(of: Array("\\\"edges\\\":[1.5".utf8)))
    altered[place.upperBound - 1] = UInt8(ascii: "7")
    #expect { try ModelArtefact(bytes: altered) } throws: { "\($0)".contains("do not fit their hash") }
  }

  @Test func damagedBytesAreRefusedInWords() throws {
    let bytes = try ModelTrainingTests.artefact(try ModelTrainingTests.trained(ModelTrainingTests.frame(4))).bytes()
    #expect { try ModelArtefact(bytes: []) } throws: { "\($0)".contains("no model of a kind that is known") }
    #expect { try ModelArtefact(bytes: bytes + [0]) } throws: { "\($0)".contains("follow its trees") }
    var random = SeededRandom(9)
    for _ in 0..<300 {
      var broken = bytes
      switch Int(random.share() * 3) {
      case 0: broken.removeLast(1 + Int(random.share() * Double(broken.count - 1)))
      case 1: broken[Int(random.share() * Double(broken.count))] ^= UInt8(1 << Int(random.share() * 8))
      default: broken.insert(UInt8(random.share() * 255), at: Int(random.share() * Double(broken.count)))
      }
      // Whatever it says, it says it in words; a flipped digit may be another sound number.
      do { _ = try ModelArtefact(bytes: broken) } catch let error { #expect(!error.message.isEmpty) }
    }
  }

  @Test func whatCannotBeLearnedIsSaid() throws {
    let frame = try ModelTrainingTests.frame(5)
    func message(_ frame: TrainingFrame) -> String {
      do {
        _ = try ModelTrainingTests.trained(frame)
        return ""
      } catch { return "\(error)" }
    }
    #expect(message(try frame.labelled([Double](repeating: 0, count: 2_000))).contains("not one is known to be fraud"))
    #expect(message(frame.rows(Array(0..<10))).contains("needed"))
    var late = [Double](repeating: 0, count: 2_000)
    late[1_990] = 1
    #expect(!message(try frame.labelled(late)).isEmpty)
  }

  @Test func aReviewsCostDecidesFromWhenOnSomethingIsAnAlert() throws {
    let frame = try ModelTrainingTests.frame(6)
    let cheap = try ModelTrainingTests.trained(frame) { $0.basis = .reviewCost(1_0000) }
    let dear = try ModelTrainingTests.trained(frame) { $0.basis = .reviewCost(600_0000) }
    #expect((cheap.threshold.score ?? 1) < (dear.threshold.score ?? 1))
  }
}
