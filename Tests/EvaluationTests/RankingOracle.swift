import Evaluation
import Records
import TestSupport

/// Findings and truth drawn at random, with many ties, frauds that nobody found, and records about which nobody says who.
struct DrawnFindings {
  var judging = Judging()
  var truth: [TruthRow] = []
  var records: [(score: Double, isFlagged: Bool, isFraud: Bool, loss: Int64, said: Int64?)] = []
  var unranked = 0

  init(_ random: inout SeededGenerator, countMax: Int = 40) {
    let count = Int.random(in: 1...countMax, using: &random)
    let levels = Int.random(in: 1...12, using: &random)
    let rate = Double.random(in: 0...1, using: &random)
    let threshold = Double.random(in: 0...1, using: &random)
    for row in 1...count {
      let score = Double(Int.random(in: 0...levels, using: &random)) / Double(levels)
      let isFraud = Double.random(in: 0..<1, using: &random) < rate
      // A flag follows the score mostly, and sometimes another rule.
      let isFlagged = score > threshold || Int.random(in: 0..<8, using: &random) == 0
      let loss = Int64.random(in: 0...50_000, using: &random)
      let said = Bool.random(using: &random) ? loss : Int64.random(in: 0...50_000, using: &random)
      let saysLoss = isFlagged && Int.random(in: 0..<5, using: &random) > 0
      records.append((score, isFlagged, isFraud, loss, saysLoss ? said : nil))
      judging.add(
        row: Int64(row), scheme: "s", score: score, isFlagged: isFlagged, isCalibrated: false,
        loss: saysLoss ? Money(unchecked: said) : nil, entity: "R\(row % 3)")
      if isFraud {
        truth.append(
          TruthRow(row: Int64(row), scheme: "s", loss: Money(unchecked: loss), rep: "R\(row % 3)", variant: "v\(row % 2)"))
      }
    }
    unranked = Int.random(in: 0..<4, using: &random) == 0 ? 2 : 0
    for extra in 0..<unranked { truth.append(TruthRow(row: Int64(count + 1 + extra), scheme: "s", loss: Money(unchecked: 7))) }
  }

  var frauds: Int { records.count { $0.isFraud } + unranked }

  var judged: JudgedRecords {
    judging.against(truth).schemes.first { $0.scheme == "s" } ?? JudgedRecords(scheme: "s")
  }

  /// The mean over the frauds of the precision at each one's place, in one order of the records.
  func averagePrecision(_ order: [Int]) -> Double {
    var (found, sum) = (0, 0.0)
    for (place, record) in order.enumerated() where records[record].isFraud {
      found += 1
      sum += Double(found) / Double(place + 1)
    }
    return sum / Double(frauds)
  }

  /// Precision and recall of everything from a score up.
  func threshold(_ score: Double) -> (precision: Double, recall: Double) {
    let taken = records.filter { $0.score >= score }
    let found = taken.count { $0.isFraud }
    return (Double(found) / Double(taken.count), Double(found) / Double(frauds))
  }

  var scores: Set<Double> { Set(records.map(\.score)) }
}
