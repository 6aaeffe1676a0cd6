import EngineHarness
import Records
import RuleEngine
import RuleLanguage
import Testing

/// A comparison that finds nothing proves nothing: here an engine runs a program with a mistake in it, one of each kind, and
/// has to be caught.
@Suite struct PlantedBugTests {
  struct Bug: Sendable, CustomStringConvertible {
    let description: String
    /// Nil where the program has nothing to be wrong about.
    let plant: @Sendable (Program) -> Program?
  }

  private static func inWindows(_ description: String, _ change: @escaping @Sendable (inout Window) -> Void) -> Bug {
    Bug(description: description) { program in
      var broken = program
      for index in broken.windows.indices { change(&broken.windows[index]) }
      return broken.windows == program.windows ? nil : broken
    }
  }

  private static func inFolds(_ description: String, _ change: @escaping @Sendable (inout Fold) -> Void) -> Bug {
    Bug(description: description) { program in
      var broken = program
      for index in broken.folds.indices { change(&broken.folds[index]) }
      return broken.folds == program.folds ? nil : broken
    }
  }

  static let bugs: [Bug] = [
    inWindows("a window is closed at its old end") {
      if case .duration(let length) = $0.reach { $0.reach = .duration(length + 1) }
    },
    inWindows("a window is a microsecond short") {
      if case .duration(let length) = $0.reach, length > 1 { $0.reach = .duration(length - 1) }
    },
    inWindows("a delay is a microsecond long") { if $0.delay > 0 { $0.delay += 1 } },
    inWindows("the current record is counted") { $0.includesCurrent = true },
    inWindows("the current record is never counted") { $0.includesCurrent = false },
    inWindows("one record more than the last n") {
      if case .lastRecords(let count) = $0.reach { $0.reach = .lastRecords(count + 1) }
    },
    inWindows("filters are forgotten") { $0.filter = -1 },
    inWindows("one record less is required") { if $0.requires > 0 { $0.requires -= 1 } },
    inWindows("excluded records are counted") { $0.excludingSame = [] },
    inWindows("the first key only") { if $0.keys.count > 1 { $0.keys.removeLast() } },
    inWindows("months are counted in UTC") {
      if case .months(let count, let zone) = $0.reach, zone != "UTC" { $0.reach = .months(count, zone: "UTC") }
    },
    inWindows("the calendar is that of UTC") {
      if case .calendar(let unit, let start, let zone) = $0.reach, zone != "UTC" {
        $0.reach = .calendar(unit, fiscalStart: start, zone: "UTC")
      }
    },
    inWindows("fiscal years start in January") {
      if case .calendar(let unit, let start, let zone) = $0.reach, start != 1 {
        $0.reach = .calendar(unit, fiscalStart: 1, zone: zone)
      }
    },
    inWindows("a percentile is one rank off") { if $0.share > 0.02 { $0.share -= 0.02 } },
    inWindows("the last value is the first") { if $0.function == .last { $0.function = .first } },
    inWindows("the median is the mean of nothing") { if $0.function == .median { $0.function = .min } },
    inFolds("a list's filter is forgotten") { $0.filter = -1 },
    inFolds("exists means every") { if $0.function == .exists { $0.function = .every } },
    inFolds("the greatest is the smallest") { if $0.function == .atGreatest { $0.function = .atSmallest } },
  ]

  @Test(arguments: bugs) func isCaught(bug: Bug) throws {
    for seed in 0..<4_000 as Range<UInt64> {
      let pair = GeneratedPair(seed: 900_000 + seed, profile: .full)
      guard let broken = bug.plant(pair.program) else { continue }
      let executors = try Executors(pair)
      if difference("broken", executors.reference(), executors.stream(broken)) != nil { return }
    }
    Issue.record("\(bug) was not caught in 4,000 pairs")
  }

  /// What `behind` would be if the clock were another: that of all records, wherever they stand, is what a baseline made from
  /// the history itself knows.
  static let clocks = [
    ("the clock goes with each record", "(now - now)"),
    ("the clock leaves the record itself out", "(max(now) over all before - now)"),
    ("the clock knows of later records", "(max(now) in baseline - now)"),
  ]

  /// Whether a stream that measures by another clock says something else of a pair; nil where the program asks for none.
  private func isToldApart(_ pair: GeneratedPair, measuring behind: String) throws -> Bool? {
    let declarations = pair.declarations.map { $0.replacing(/\bbehind\b/, with: behind) }
    // The broken one learns a baseline; a program that asks for one of its own would say something else for that alone.
    guard declarations != pair.declarations, !pair.declarations.contains(where: { $0.contains("in baseline") }) else {
      return nil
    }
    let broken = GeneratedPair(
      schemaText: pair.schemaText, listFiles: pair.listFiles, declarations: declarations, records: pair.records,
      learned: pair.records)
    // Within another window it would be a window within a window.
    guard broken.load.isSound else { return nil }
    return difference("broken", try Executors(pair).reference(), try Executors(broken).stream()) != nil
  }

  @Test(arguments: clocks) func aWrongClockIsCaught(description: String, behind: String) throws {
    for seed in 0..<4_000 as Range<UInt64> {
      let pair = GeneratedPair(seed: 900_000 + seed, profile: .full)
      if try isToldApart(pair, measuring: behind) == true { return }
    }
    Issue.record("\(description) was not caught in 4,000 pairs")
  }

  /// What tells wrong clocks apart is the clock, and not that the program was written anew.
  @Test func theRightClockIsNotToldApart() throws {
    var asked = 0
    for seed in 0..<1_000 as Range<UInt64> {
      let pair = GeneratedPair(seed: 900_000 + seed, profile: .full)
      guard let isApart = try isToldApart(pair, measuring: "(behind + 0s)") else { continue }
      asked += 1
      #expect(!isApart, "seed \(pair.seed)")
    }
    #expect(asked > 20)
  }
}
