import Synchronization

/// What one gap after another is worked out with: the model in each of its times, the options of lines that came before, and memory.
///
/// One owner at a time.
final class GapWorkspace {
  private struct LineKey: Hashable {
    var line: GapProblem.Line
    var stretch: Int
  }

  let models: DatedDiscounts
  let halves: (GapSums, GapSums)
  let meeting: GapMeeting
  private var options: [LineKey: LineOptions] = [:]
  private var optionCount = 0

  /// Lines are forgotten, all of them, where more options than these would be kept: each takes some 20 bytes.
  private static let optionsMax = 400_000

  init(_ models: DatedDiscounts) {
    self.models = models
    let memory = GapSums.Memory()
    halves = (GapSums(memory), GapSums(memory))
    meeting = GapMeeting(halves.0, halves.1)
  }

  /// Takes in an order's lines.
  ///
  /// - limit: sums beyond it are of no interest.
  func meet(_ problem: GapProblem, in stretch: Int, limit: Int64, slack: Int64) {
    let count = problem.lines.count
    halves.0.begin(limit: limit, lineCount: count)
    halves.1.begin(limit: limit, lineCount: count)
    // The dearest lines to one half and the other in turn, so that both have few sums.
    for number in problem.lines.indices.sorted(by: { problem.lines[$0].price > problem.lines[$1].price }) {
      let half = halves.0.count <= halves.1.count ? halves.0 : halves.1
      half.take(options(of: problem.lines[number], in: stretch), number: number)
    }
    halves.0.finish()
    halves.1.finish()
    meeting.begin(slack: slack)
  }

  private func options(of line: GapProblem.Line, in stretch: Int) -> LineOptions {
    let key = LineKey(line: line, stretch: stretch)
    if let known = options[key] { return known }
    let made = LineOptions(line, models[stretch])
    optionCount += made.count
    if optionCount > GapWorkspace.optionsMax {
      options.removeAll(keepingCapacity: true)
      optionCount = made.count
    }
    options[key] = made
    return made
  }
}

/// As many workspaces as are used at once; they are kept between orders, and whoever takes one has it alone.
final class GapDesk: Sendable {
  private struct Free: @unchecked Sendable {
    var workspaces: [GapWorkspace] = []
  }

  private let models: DatedDiscounts
  private let free = Mutex(Free())

  init(_ model: DiscountModel) { models = DatedDiscounts(model) }

  func with<Result>(_ body: (GapWorkspace) -> Result) -> Result {
    let taken = Taken(workspace: free.withLock { $0.workspaces.popLast() } ?? GapWorkspace(models))
    defer { free.withLock { $0.workspaces.append(taken.workspace) } }
    return body(taken.workspace)
  }

  private struct Taken: @unchecked Sendable {
    let workspace: GapWorkspace
  }
}
