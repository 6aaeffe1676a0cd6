import Foundation
import TestSupport
import Testing

/// Whenever a monitor is killed, the alerts are in the end those of a scan of the same records: none lacks, none is told twice.
@Suite(.mostlyWaits) struct KillTests {
  private static let points = [
    "after-read", "between-pages", "after-store", "after-sinks", "before-rename", "after-rename", "after-checkpoint",
    "during-restore",
  ]

  @Test func killedAtEachNamedMoment() throws { try kill(rows: 2_600, eachPoint: 1, atRandom: 6) }

  static let isHeavy = ProcessInfo.processInfo.environment["SHERIFF_HEAVY"] != nil

  /// Hundreds of ends; run with `SHERIFF_HEAVY=1`, one beside the other.
  @Test(.enabled(if: isHeavy)) func killedTwentyTimesAtEachNamedMomentHeavy() throws {
    try kill(rows: 6_000, eachPoint: 20, atRandom: 0)
  }

  @Test(.enabled(if: isHeavy)) func killedHundredsOfTimesAtRandomHeavy() throws {
    try kill(rows: 6_000, eachPoint: 0, atRandom: 300)
  }

  private func kill(rows: Int, eachPoint: Int, atRandom: Int) throws {
    let harness = try KillHarness(rows: rows, seed: 11)
    var random = SeededGenerator(seed: 12)
    var kills: [String: Int] = [:]
    var number = 0
    for point in KillTests.points {
      while kills[point, default: 0] < eachPoint {
        number += 1
        try #require(number < 60 * (eachPoint + 1), "\(point) does not come")
        // A restore wants something to be restored.
        let times = point == "during-restore" ? 1 : Int.random(in: 1...3, using: &random)
        let ends: [KillHarness.End] =
          point == "during-restore"
          ? [.after(milliseconds: 700), .point(point, 1), .point(point, 1)] : [.point(point, times), .point(point, 1)]
        let trial = try harness.run(number, ends, seed: UInt64(number))
        try #require(trial.difference == nil, "\(point), trial \(number): \(trial.difference ?? "")")
        kills[point, default: 0] += trial.kills - (point == "during-restore" ? 1 : 0)
      }
    }
    var randomKills = 0
    while randomKills < atRandom {
      number += 1
      let ends = (0..<4).map { _ in KillHarness.End.after(milliseconds: Int.random(in: 20...900, using: &random)) }
      let trial = try harness.run(number, ends, seed: UInt64(number))
      try #require(trial.difference == nil, "random, trial \(number): \(trial.difference ?? "")")
      randomKills += trial.kills
    }
    print(
      "killed \(kills.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")), at random \(randomKills)"
    )
  }
}
