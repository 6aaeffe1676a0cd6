import Dispatch
public import Records
public import RuleLanguage

/// Decides on a whole history at once: the same plan, block by block on two threads, and windows by column.
public final class HistoryEngine {
  private let plan: Plan
  private let surroundings: RunSurroundings
  private let symbols: SymbolTable
  private let baselineWindows: BaselineWindows
  public private(set) var duplicates = 0
  public private(set) var deletes = 0
  public private(set) var late = 0

  public init(
    _ program: Program, schema: Int, surroundings: RunSurroundings, symbols: SymbolTable,
    baselineWindows: BaselineWindows = BaselineWindows()
  ) {
    plan = PlanBuilder.plan(program, schema: schema, symbols: symbols)
    (self.surroundings, self.symbols, self.baselineWindows) = (surroundings, symbols, baselineWindows)
  }

  /// The rules that are asked, by their places in the program.
  public var rules: [Int] { plan.rules.map(\.rule) }

  /// - body: is given what was decided, block by block in the records' order, and must not keep it.
  public func decide(_ history: RecordBatch, _ body: (Decisions) throws -> Void) rethrows {
    let store = LaneStore(plan.keptLanes[0], capacity: history.count)
    let blocks = stride(from: 0, to: history.count, by: Frame.rowsMax).map { $0..<min(history.count, $0 + Frame.rowsMax) }
    let frames = (0..<HistoryEngine.threads).map { _ in makeFrame(store) }
    let whole = makeFrame(store)
    let arrivals = admit(history, whole)
    for (index, section) in plan.sections.enumerated() {
      let isFirst = index == 0
      let hasWork = isFirst || !section.steps.isEmpty
      let isLast = index == plan.sections.count - 1
      if hasWork { inParallel(blocks, frames) { self.compute($1, history, $0, section, loadsFields: isFirst) } }
      if !isLast { runTracks(section, whole, arrivals) }
    }
    let cache = DetailCache { [surroundings, baselineWindows, symbols] in
      Frame($0, surroundings, baselineWindows, symbols: symbols, rows: 64)
    }
    for range in blocks {
      frames[0].row = range.lowerBound
      frames[0].loadPlace(history, range)
      try body(Decisions(frame: frames[0], arrivals: arrivals, offset: range.lowerBound, details: cache))
    }
  }

  private static let threads = 2

  private func makeFrame(_ store: LaneStore) -> Frame {
    Frame(plan, surroundings, baselineWindows, symbols: symbols, kept: store)
  }

  private func admit(_ history: RecordBatch, _ whole: Frame) -> Arrivals {
    var arrivals = Arrivals()
    let admission = Admission(plan, whole.texts)
    admission.admit(history, 0..<history.count, into: &arrivals)
    whole.loadPlace(history, 0..<history.count)
    whole.loadVersions(admission)
    (duplicates, deletes, late) = (admission.duplicates, admission.deletes, admission.late)
    return arrivals
  }

  private func compute(_ frame: Frame, _ history: RecordBatch, _ range: Range<Int>, _ section: Plan.Section, loadsFields: Bool) {
    frame.row = range.lowerBound
    if loadsFields {
      frame.load(history, range, symbols: symbols)
    } else {
      frame.loadPlace(history, range)
      frame.loadElements(symbols)
    }
    frame.run(section.steps)
  }

  /// Each block is worked on by one thread, in whatever order: blocks share no word of any lane.
  private func inParallel(_ blocks: [Range<Int>], _ frames: [Frame], _ body: (Range<Int>, Frame) -> Void) {
    guard blocks.count > 3 else {
      for block in blocks { body(block, frames[0]) }
      return
    }
    nonisolated(unsafe) let (frames, body) = (frames, body)
    DispatchQueue.concurrentPerform(iterations: frames.count) { thread in
      for index in stride(from: thread, to: blocks.count, by: frames.count) { body(blocks[index], frames[thread]) }
    }
  }

  /// Tracks write to lanes of their own, so each may have a thread.
  private func runTracks(_ section: Plan.Section, _ frame: Frame, _ arrivals: Arrivals) {
    nonisolated(unsafe) let shared = frame
    let zone = surroundings.zone
    func run(_ track: TrackPlan) {
      if arrivals.isRegular, ColumnTrack.canRun(track) {
        ColumnTrack(track, zone: zone).run(shared, arrivals)
      } else {
        Track(track, zone: zone) { shared.isLess($0, $1, $2) }.run(shared, arrivals)
      }
    }
    // What compares texts remembers them, and only one may.
    let comparesTexts = section.tracks.contains { track in track.arguments.contains { $0.kind == .text } }
    guard section.tracks.count > 1, arrivals.count > 4096, !comparesTexts else { return section.tracks.forEach(run) }
    nonisolated(unsafe) let body = run
    let tracks = section.tracks
    DispatchQueue.concurrentPerform(iterations: tracks.count) { body(tracks[$0]) }
  }
}
